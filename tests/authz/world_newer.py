"""What came with newer versions of the API, and how each is made."""

from typing import Any

from tests.authz.world import World, makes
from tests.support.enterprise import make_enterprise
from tests.support.sharing import share


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


@makes("external_user_id")
async def _external_user(world: World) -> Any:
    """A user of another enterprise who was invited to the world's folder."""
    other = await make_enterprise(world.enterprise.gateway)
    login = (await other.user.call("get_users_me")).json()["login"]
    await share(world.owner, await world.get("folder_id"), {"login": login})
    return other.user_id


@makes("hub_id")
async def _hub(world: World) -> Any:
    return await world.post(world.owner, "post_hubs_v2025.0", {"title": "mine"})


@makes("hub_collaboration_id")
async def _hub_collaboration(world: World) -> Any:
    body = {
        "hub": {"type": "hubs", "id": await world.get("hub_id")},
        "accessible_by": {"type": "user", "id": str((await world.enterprise.new_user())[0])},
        "role": "viewer",
    }
    return await world.post(world.owner, "post_hub_collaborations_v2025.0", body)


@makes("hub_guest_id")
async def _hub_guest(world: World) -> Any:
    return (await world.enterprise.new_user())[0]
