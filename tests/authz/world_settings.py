"""What an enterprise keeps that its administrators set up, and how each is made."""

from typing import Any

from holdall.box.webhook_news import ApiRenderer
from holdall.content.identity.applications import find_application_by_id
from holdall.content.skills.invoking import invoke_skills
from holdall.content.skills.rules import SkillDefinition, define_skill
from tests.authz.world import World, makes
from tests.support.news import news_of
from tests.support.sharing import share
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


@makes("integration_mapping_id")
async def _integration_mapping(world: World) -> Any:
    body = {
        "partner_item": {"type": "channel", "id": world.marker, "slack_org_id": "E1"},
        "box_item": {"type": "folder", "id": await world.get("co_owned_folder_id")},
    }
    return await world.post(world.admin, "post_integration_mappings_slack", body)


@makes("agent_id")
async def _agent(world: World) -> Any:
    """An AI agent that is there for administrators alone."""
    ask = {"type": "ai_agent_ask", "access_state": "enabled", "description": world.marker}
    body = {"type": "ai_agent", "name": world.marker, "access_state": "disabled", "ask": ask}
    return await world.post(world.admin, "post_ai_agents", body)


@makes("co_owned_folder_id")
async def _co_owned_folder(world: World) -> Any:
    """The world's folder, of which the application's service account is a co-owner."""
    folder_id = await world.get("folder_id")
    application = await find_application_by_id(world.enterprise.gateway.platform.db, world.enterprise.application_id)
    assert application is not None
    await share(world.owner, folder_id, {"id": application.service_account_id}, role="co-owner")
    return folder_id


@makes("skill")
async def _skill(world: World) -> Any:
    """A skill of the application that has been told of the world's file."""
    db, key = world.enterprise.gateway.platform.db, world.enterprise.gateway.platform.key
    folder_id = await world.get("co_owned_folder_id")
    application = await find_application_by_id(db, world.enterprise.application_id)
    assert application is not None
    definition = SkillDefinition(name=world.marker, url="http://127.0.0.1:9/")
    skill_id = await db.write(define_skill, application, definition, [int(folder_id)], reach="anywhere")
    await world.get("file_in_folder_id")
    await invoke_skills(db, key, await news_of(world.enterprise), ApiRenderer())
    return skill_id
