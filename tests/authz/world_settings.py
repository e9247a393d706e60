"""What an enterprise keeps that its administrators set up, and how each is made."""

from typing import Any

from tests.authz.world import World, makes
from tests.support.uploads import upload
from tests.support.workflows import make_workflow, workflow_of


@makes("storage_policy")
async def _storage_policy(_world: World) -> Any:
    return "main"


@makes("storage_policy_assignment_id")
async def _storage_policy_assignment(world: World) -> Any:
    policy = {"type": "storage_policy", "id": "second"}
    assignee = {"type": "user", "id": str(world.enterprise.user_id)}
    body = {"storage_policy": policy, "assigned_to": assignee}
    return await world.post(world.admin, "post_storage_policy_assignments", body)


@makes("workflow_id")
async def _workflow(world: World) -> Any:
    return await make_workflow(
        world.owner, await world.get("folder_id"), {"action": "create_folder", "folder_name": "x"}, name=world.marker
    )


@makes("flow_id")
async def _flow(world: World) -> Any:
    await world.get("workflow_id")
    return (await workflow_of(world.owner, await world.get("folder_id")))["flows"][0]["id"]


@makes("file_in_folder_id")
async def _file_in_folder(world: World) -> Any:
    return (await upload(world.owner, f"{world.marker} inside.txt", b"x", parent=await world.get("folder_id")))["id"]
