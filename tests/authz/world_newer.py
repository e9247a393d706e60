"""What came with newer versions of the API, and how each is made."""

from typing import Any

from tests.authz.world import World, makes


@makes("teams_mapping_id")
async def _teams_mapping(world: World) -> Any:
    body = {
        "partner_item": {"type": "channel", "id": world.marker.replace(" ", "-"), "tenant_id": "E1", "team_id": "T1"},
        "box_item": {"type": "folder", "id": await world.get("co_owned_folder_id")},
    }
    return await world.post(world.admin, "post_integration_mappings_teams", body)


@makes("shield_list_id")
async def _shield_list(world: World) -> Any:
    content = {"type": "domain", "domains": ["example.com"]}
    return await world.post(world.admin, "post_shield_lists_v2025.0", {"name": world.marker, "content": content})
