"""What an enterprise keeps that its administrators set up, and how each is made."""

from typing import Any

from tests.authz.world import World, makes


@makes("storage_policy")
async def _storage_policy(_world: World) -> Any:
    return "main"


@makes("storage_policy_assignment_id")
async def _storage_policy_assignment(world: World) -> Any:
    policy = {"type": "storage_policy", "id": "second"}
    assignee = {"type": "user", "id": str(world.enterprise.user_id)}
    body = {"storage_policy": policy, "assigned_to": assignee}
    return await world.post(world.admin, "post_storage_policy_assignments", body)
