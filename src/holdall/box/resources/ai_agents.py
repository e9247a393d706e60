"""AI agents that enterprises define: list, read, make, change, delete."""

from typing import Literal, TypeVar

import msgspec

from holdall.base.clock import format_instant
from holdall.base.errors import InvalidParameter
from holdall.base.paging import check_limit, decode_marker
from holdall.box.binding import CommaList, Fields
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.resources.ai import model_of
from holdall.box.views.plain import Document, SparseView, marker_page
from holdall.content.ai import studio
from holdall.content.ai.studio import (
    CAPABILITIES,
    START_OF_DEFAULTS,
    STATES,
    AccessState,
    Agent,
    Capability,
    CapabilityName,
    Definition,
    Entity,
    Filter,
)

Choice = TypeVar("Choice", bound=str)


class AllowedEntity(msgspec.Struct):
    """A user or a group that an agent is for."""

    type: Literal["user", "group"]
    id: EntityId


class AgentBody(msgspec.Struct):
    """What an agent shall be."""

    type: Literal["ai_agent"]
    name: str
    access_state: AccessState
    icon_reference: str | None = None
    allowed_entities: list[AllowedEntity] | None = None
    ask: Capability | None = None
    text_gen: Capability | None = None
    extract: Capability | None = None


@operation("get_ai_agents")
async def list_agents(
    ctx: Context,
    mode: CommaList = (),
    fields: Fields = None,
    agent_state: CommaList = (),
    *,
    include_box_default: bool = False,
    marker: str | None = None,
    limit: int | None = None,
) -> Document:
    """The agents that the user sees, the server's own first where they are asked for."""
    limit = check_limit(limit, default=100, maximum=1000)
    after = decode_marker(marker, tuple[int])[0] if marker else START_OF_DEFAULTS
    wanted = Filter(_choice("mode", mode, CAPABILITIES), _choice("agent_state", agent_state, STATES))
    defaults = studio.default_agents(model_of(ctx)) if include_box_default else []
    found = await studio.list_agents(ctx.db, ctx.subject, wanted, defaults, after=after, limit=limit + 1)
    return marker_page(AGENT, found, limit, fields)


@operation("post_ai_agents")
async def create_agent(ctx: Context, body: AgentBody) -> Document:
    """Define an agent."""
    return AGENT.render(await ctx.db.write(studio.create_agent, ctx.subject, _definition(body)))


@operation("get_ai_agents_id")
async def get_agent(ctx: Context, agent_id: str, fields: Fields = None) -> Document:
    """One agent."""
    defaults = studio.default_agents(model_of(ctx))
    return AGENT.render(await studio.find_agent(ctx.db, ctx.subject, agent_id, defaults), fields)


@operation("put_ai_agents_id")
async def change_agent(ctx: Context, agent_id: str, body: AgentBody) -> Document:
    """Define an agent anew."""
    return AGENT.render(await ctx.db.write(studio.change_agent, ctx.subject, agent_id, _definition(body)))


@operation("delete_ai_agents_id")
async def delete_agent(ctx: Context, agent_id: str) -> None:
    """Forget an agent."""
    await ctx.db.write(studio.delete_agent, ctx.subject, agent_id)


def _definition(body: AgentBody) -> Definition:
    given: dict[CapabilityName, Capability | None] = {
        "ask": body.ask,
        "text_gen": body.text_gen,
        "extract": body.extract,
    }
    entities = body.allowed_entities
    return Definition(
        name=body.name,
        access_state=body.access_state,
        icon_reference=body.icon_reference or None,
        allowed_entities=None if entities is None else [Entity(one.type, one.id) for one in entities],
        capabilities={name: one for name, one in given.items() if one is not None},
    )


def _choice(name: str, given: tuple[str, ...], known: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices that are asked for, all where none is; raises InvalidParameter for one that is not known."""
    unknown = [one for one in given if one not in known]
    if unknown:
        raise InvalidParameter(name, f"{unknown[0]!r} is none of {', '.join(known)}")
    return tuple(one for one in known if one in given) or known


def _user(user_id: int) -> Document | None:
    return {"type": "user", "id": str(user_id)} if user_id else None


def _entities(agent: Agent) -> list[Document]:
    return [{"type": one.type, "id": str(one.id)} for one in agent.allowed_entities]


AGENT = SparseView[Agent](
    {
        "type": lambda agent: "ai_agent",
        "id": lambda agent: agent.wire_id,
        "origin": lambda agent: "BOX" if agent.is_default else "CUSTOM",
        "name": lambda agent: agent.name,
        "access_state": lambda agent: agent.access_state,
        "created_by": lambda agent: _user(agent.created_by),
        "created_at": lambda agent: format_instant(agent.created_at) if agent.created_by else None,
        "modified_by": lambda agent: _user(agent.modified_by),
        "modified_at": lambda agent: format_instant(agent.modified_at) if agent.modified_by else None,
        "icon_reference": lambda agent: agent.icon_reference,
        "allowed_entities": _entities,
        "ask": lambda agent: agent.ask,
        "text_gen": lambda agent: agent.text_gen,
        "extract": lambda agent: agent.extract,
    },
    mini=(),
    standard=(
        "created_by",
        "created_at",
        "modified_by",
        "modified_at",
        "icon_reference",
        "allowed_entities",
        *CAPABILITIES,
    ),
    base=("type", "id", "origin", "name", "access_state"),
)
