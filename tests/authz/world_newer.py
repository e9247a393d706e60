"""What came with newer versions of the API, and how each is made."""

from typing import Any

from tests.authz.world import World, makes
from tests.support.enterprise import make_enterprise
from tests.support.metadata import make_template
from tests.support.sharing import share
from tests.support.taxonomies import make_node, make_taxonomy, places_field
from tests.support.templates import jobs_of, mark, order, template


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


@makes("archive_id")
async def _archive(world: World) -> Any:
    return await world.post(world.admin, "post_archives_v2025.0", {"name": world.marker})


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


@makes("taxonomy_key")
async def _taxonomy(world: World) -> Any:
    """A taxonomy with two levels, of which the second has no nodes."""
    return (await make_taxonomy(world.enterprise, world.marker, "empty"))["key"]


@makes("level_index")
async def _level(_world: World) -> Any:
    return 1


@makes("node_id")
async def _node(world: World) -> Any:
    await world.get("taxonomy_key")
    return await make_node(world.enterprise, world.marker)


@makes("taxonomy_field_key")
async def _taxonomy_field(_world: World) -> Any:
    return "where"


@makes("template_with_taxonomy_key")
async def _template_with_taxonomy(world: World) -> Any:
    await world.get("node_id")
    fields = [places_field(world.enterprise, levels=(1,))]
    return (await make_template(world.enterprise, displayName=world.marker, fields=fields))["templateKey"]


@makes("docgen_template_id")
async def _docgen_template(world: World) -> Any:
    return await mark(world.owner, template("Dear {{name}}"), f"{world.marker}.docx", await world.get("folder_id"))


@makes("docgen_batch_id")
async def _docgen_batch(world: World) -> Any:
    template_id = await world.get("docgen_template_id")
    return await order(world.owner, template_id, await world.get("folder_id"), (world.marker, {"name": "Ann"}))


@makes("docgen_job_id")
async def _docgen_job(world: World) -> Any:
    return (await jobs_of(world.owner, await world.get("docgen_batch_id")))[0]["id"]
