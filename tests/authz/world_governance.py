"""Legal holds and retention policies of an enterprise, and how each is made."""

from typing import Any

from tests.authz.world import World, makes


@makes("legal_hold_policy_id")
async def _legal_hold_policy(world: World) -> Any:
    body = {"policy_name": f"{world.marker} hold", "description": world.marker, "is_ongoing": True}
    return await world.post(world.admin, "post_legal_hold_policies", body)


@makes("legal_hold_policy_assignment_id")
async def _legal_hold_policy_assignment(world: World) -> Any:
    target = {"type": "file", "id": str(await world.get("file_id"))}
    body = {"policy_id": await world.get("legal_hold_policy_id"), "assign_to": target}
    return await world.post(world.admin, "post_legal_hold_policy_assignments", body)


@makes("file_version_legal_hold_id")
async def _file_version_legal_hold(world: World) -> Any:
    await world.get("legal_hold_policy_assignment_id")
    file = await world.owner.call("get_files_id", file_id=await world.get("file_id"))
    return file.json()["file_version"]["id"]


@makes("retention_policy_id")
async def _retention_policy(world: World) -> Any:
    kind = {"policy_type": "indefinite", "disposition_action": "remove_retention"}
    body = {"policy_name": f"{world.marker} retention", "description": world.marker, **kind}
    return await world.post(world.admin, "post_retention_policies", body)


@makes("retention_policy_assignment_id")
async def _retention_policy_assignment(world: World) -> Any:
    target = {"type": "folder", "id": str(await world.get("folder_id"))}
    body = {"policy_id": await world.get("retention_policy_id"), "assign_to": target}
    return await world.post(world.admin, "post_retention_policy_assignments", body)


@makes("file_version_retention_id")
async def _file_version_retention(world: World) -> Any:
    await world.get("retention_policy_assignment_id")
    body = {"parent": {"id": str(await world.get("folder_id"))}, "name": f"{world.marker} retained"}
    answer = await world.owner.call("post_files_id_copy", file_id=await world.get("file_id"), json=body)
    return answer.json()["file_version"]["id"]
