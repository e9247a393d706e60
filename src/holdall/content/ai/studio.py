"""Agents that an enterprise defines: made and changed by its administrators, used by those whom they are for.

https://developer.box.com/reference/resources/ai-single-agent-response/. Beside them are the server's own, which nobody changes.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Forbidden, InsufficientPermissions, InvalidParameter, NotFound
from holdall.base.ids import number_in
from holdall.content.ai.agents import Mode, Tool, Tools, default_agent, instructed
from holdall.content.ai.tables import ai_agent_entities, ai_agents
from holdall.content.directory.groups import find_group
from holdall.content.directory.tables import memberships
from holdall.content.identity.subject import Subject
from holdall.content.identity.users import find_colleague

AccessState = Literal["enabled", "disabled", "enabled_for_selected_users"]
CapabilityName = Literal["ask", "text_gen", "extract"]

CAPABILITIES: tuple[CapabilityName, ...] = ("ask", "text_gen", "extract")
STATES: tuple[AccessState, ...] = ("enabled", "disabled", "enabled_for_selected_users")
SELECTED: AccessState = "enabled_for_selected_users"
MOST_ENTITIES = 1000
LONGEST_NAME = 255

DEFAULTS: dict[int, tuple[str, str, tuple[CapabilityName, ...]]] = {
    -2: ("default_agent", "Default agent", CAPABILITIES),
    -1: ("enhanced_extract_agent", "Enhanced Extract Agent", ("extract",)),
}
"""The server's own agents, by their places in lists: their ids on the wire, names, and what they can do."""
START_OF_DEFAULTS = min(DEFAULTS) - 1


class Capability(Tools, kw_only=True):
    """What an agent can do, and how a model is asked for it."""

    type: str
    access_state: Literal["enabled", "disabled"]
    description: str
    custom_instructions: str | None = None
    suggested_questions: list[str] | None = None
    basic_image: Tool | None = None
    basic_image_multi: Tool | None = None
    spreadsheet: Tool | None = None


class Entity(msgspec.Struct, frozen=True):
    """A user or a group whom an agent is for."""

    type: Literal["user", "group"]
    id: int


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """What administrators say of an agent; what is None stays as it is."""

    name: str
    access_state: AccessState
    icon_reference: str | None = None
    allowed_entities: Sequence[Entity] | None = None
    capabilities: Mapping[CapabilityName, Capability]


class Agent(msgspec.Struct, frozen=True):
    """An agent of an enterprise, or one of the server's, which nobody has made. Instants in microseconds UTC."""

    id: int
    name: str
    access_state: str
    icon_reference: str | None = None
    ask: dict[str, Any] | None = None
    text_gen: dict[str, Any] | None = None
    extract: dict[str, Any] | None = None
    created_by: int = 0
    created_at: int = 0
    modified_by: int = 0
    modified_at: int = 0
    allowed_entities: tuple[Entity, ...] = ()

    @property
    def is_default(self) -> bool:
        """Whether it is the server's own."""
        return self.id in DEFAULTS

    @property
    def wire_id(self) -> str:
        """Its id as clients say it."""
        return DEFAULTS[self.id][0] if self.is_default else str(self.id)


class Filter(msgspec.Struct, frozen=True):
    """Which agents are asked for: with one of these capabilities, in one of these states."""

    modes: Sequence[CapabilityName] = CAPABILITIES
    states: Sequence[AccessState] = STATES


def _agent(*values: Any) -> Agent:
    return Agent(*values)


_ID = sa.bindparam("id", type_=sa.BigInteger)
_COLUMNS = [ai_agents.c[name] for name in Agent.__struct_fields__ if name != "allowed_entities"]
_USER = sa.bindparam("user_id", type_=sa.BigInteger)
_IS_FOR = (
    sa.exists()
    .where(
        ai_agent_entities.c.agent_id == ai_agents.c.id,
        sa.or_(
            ai_agent_entities.c.user_id == _USER,
            ai_agent_entities.c.group_id.in_(sa.select(memberships.c.group_id).where(memberships.c.user_id == _USER)),
        ),
    )
    .correlate(ai_agents)
)
# Administrators see every agent of the enterprise; anybody else those that are there for them.
_SEEN = sa.select(*_COLUMNS).where(
    ai_agents.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
    sa.or_(
        sa.bindparam("sees_all", type_=sa.Boolean),
        ai_agents.c.access_state == "enabled",
        sa.and_(ai_agents.c.access_state == SELECTED, _IS_FOR),
    ),
)
_ONE = _SEEN.where(ai_agents.c.id == _ID)
_FIND, _LOCK = query(_ONE, _agent), query(_ONE.with_for_update(of=ai_agents), _agent)
_LIST = query(
    _SEEN.where(
        ai_agents.c.id > sa.bindparam("after", type_=sa.BigInteger),
        contains(ai_agents.c.access_state, "states"),
        sa.or_(
            *(
                sa.and_(sa.bindparam(f"with_{name}", type_=sa.Boolean), ai_agents.c[name].is_not(None))
                for name in CAPABILITIES
            )
        ),
    )
    .order_by(ai_agents.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    _agent,
)
_ENTITIES = query(
    sa.select(ai_agent_entities.c.agent_id, ai_agent_entities.c.user_id, ai_agent_entities.c.group_id)
    .where(contains(ai_agent_entities.c.agent_id, "ids"))
    .order_by(ai_agent_entities.c.id)
)
_IS_AMONG = query(sa.select(ai_agents.c.id).where(ai_agents.c.id == _ID, _IS_FOR))


async def list_agents(
    reader: Reader, subject: Subject, wanted: Filter, defaults: Sequence[Agent], *, after: int, limit: int
) -> list[Agent]:
    """The agents that the subject sees behind the place `after`: first of `defaults`, then of the enterprise, by id."""
    own = [one for one in defaults if one.id > after and _matches(one, wanted)][:limit]
    found = await reader.all(
        _LIST,
        after=after,
        limit=limit - len(own),
        states=list(wanted.states),
        **{f"with_{name}": name in wanted.modes for name in CAPABILITIES},
        **_sight(subject),
    )
    return [*own, *await _with_entities(reader, found)]


async def find_agent(reader: Reader, subject: Subject, agent_id: str, defaults: Sequence[Agent]) -> Agent:
    """An agent of the enterprise or of `defaults`; raises NotFound for one that is not there for the subject."""
    found = next((one for one in defaults if one.wire_id == agent_id), None)
    return found or await _find(reader, subject, _number(agent_id))


async def tool_of_agent(reader: Reader, subject: Subject, agent_id: str, mode: Mode, *, is_single: bool) -> Tool | None:
    """How an agent asks, None for the server's own way.

    Raises NotFound for an agent that is not there for the subject, Forbidden where it is disabled or for others alone, and
    BadRequest where it cannot do what is asked.
    """
    name: CapabilityName = "extract" if mode == "extract_structured" else mode
    built_in = next((able for wire_id, _, able in DEFAULTS.values() if wire_id == agent_id), None)
    if built_in is not None:
        if name not in built_in:
            raise _unable(agent_id, name)
        return None
    agent = await _find(reader, subject, _number(agent_id))
    stored = getattr(agent, name)
    if agent.access_state == "disabled" or (stored is not None and stored["access_state"] == "disabled"):
        raise Forbidden(f"Agent {agent_id} is disabled for {name}; an administrator can enable it")
    if agent.access_state == SELECTED and await reader.value(_IS_AMONG, id=agent.id, user_id=subject.user_id) is None:
        raise InsufficientPermissions(f"Agent {agent_id} is for selected users; be added to its allowed_entities")
    if stored is None:
        raise _unable(agent_id, name)
    capability = msgspec.convert(stored, Capability)
    return instructed(capability.choose(mode, is_single=is_single), capability.custom_instructions)


async def create_agent(tx: Transaction, subject: Subject, definition: Definition) -> Agent:
    """A unit: define an agent. Raises InsufficientPermissions, InvalidParameter, and NotFound for whom it is for."""
    _require_admin(subject)
    if not definition.capabilities:
        raise BadRequest("Say what the agent can do: ask, text_gen or extract")
    _check(definition, definition.allowed_entities or ())
    agent_id = tx.new_id()
    await tx.insert(
        ai_agents,
        id=agent_id,
        enterprise_id=subject.enterprise_id,
        created_by=subject.user_id,
        created_at=tx.now,
        **_values(tx, subject, definition),
    )
    await _put_entities(tx, subject, agent_id, definition.allowed_entities or ())
    return await _find(tx, subject, agent_id)


async def change_agent(tx: Transaction, subject: Subject, agent_id: str, definition: Definition) -> Agent:
    """A unit: define an agent anew; capabilities, icon and entities that are not said stay.

    Raises as `create_agent`, NotFound for the agent, and Forbidden for one of the server's.
    """
    agent = await _find_to_change(tx, subject, agent_id)
    entities = definition.allowed_entities
    _check(definition, agent.allowed_entities if entities is None else entities)
    await tx.update(ai_agents, {"id": agent.id}, **_values(tx, subject, definition))
    if entities is not None:
        await tx.delete(ai_agent_entities, agent_id=agent.id)
        await _put_entities(tx, subject, agent.id, entities)
    return await _find(tx, subject, agent.id)


async def delete_agent(tx: Transaction, subject: Subject, agent_id: str) -> None:
    """A unit: forget an agent. Raises InsufficientPermissions, NotFound, and Forbidden for one of the server's."""
    agent = await _find_to_change(tx, subject, agent_id)
    await tx.delete(ai_agents, id=agent.id)


def default_agents(model: str) -> list[Agent]:
    """The server's own agents, which ask the model of its settings."""
    return [
        Agent(
            place,
            name,
            "enabled",
            ask=_default_capability("ask", able, model),
            text_gen=_default_capability("text_gen", able, model),
            extract=_default_capability("extract", able, model),
        )
        for place, (_, name, able) in DEFAULTS.items()
    ]


def _default_capability(name: CapabilityName, able: Sequence[CapabilityName], model: str) -> dict[str, Any] | None:
    if name not in able:
        return None
    return {**default_agent(name, model), "access_state": "enabled", "description": "How the server asks by itself"}


def _matches(agent: Agent, wanted: Filter) -> bool:
    return agent.access_state in wanted.states and any(getattr(agent, name) is not None for name in wanted.modes)


async def _find(reader: Reader, subject: Subject, agent_id: int, *, lock: bool = False) -> Agent:
    found = await reader.one(_LOCK if lock else _FIND, id=agent_id, **_sight(subject))
    if found is None:
        raise NotFound(f"There is no AI agent {agent_id}")
    return (await _with_entities(reader, [found]))[0]


async def _find_to_change(tx: Transaction, subject: Subject, agent_id: str) -> Agent:
    if any(wire_id == agent_id for wire_id, _, _ in DEFAULTS.values()):
        raise Forbidden(f"Agent {agent_id} is the server's own; make one of yours")
    agent = await _find(tx, subject, _number(agent_id), lock=True)
    _require_admin(subject)
    return agent


async def _with_entities(reader: Reader, agents: Sequence[Agent]) -> list[Agent]:
    if not agents:
        return []
    entities: dict[int, list[Entity]] = {one.id: [] for one in agents}
    for agent_id, user_id, group_id in await reader.all(_ENTITIES, ids=list(entities)):
        entities[agent_id].append(Entity("group", group_id) if user_id is None else Entity("user", user_id))
    return [msgspec.structs.replace(one, allowed_entities=tuple(entities[one.id])) for one in agents]


async def _put_entities(tx: Transaction, subject: Subject, agent_id: int, entities: Sequence[Entity]) -> None:
    for one in dict.fromkeys(entities):
        if one.type == "user":
            await find_colleague(tx, subject, one.id)
        else:
            await find_group(tx, subject, one.id)
        await tx.insert(ai_agent_entities, id=tx.new_id(), agent_id=agent_id, **{f"{one.type}_id": one.id})


def _values(tx: Transaction, subject: Subject, definition: Definition) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": definition.name,
        "access_state": definition.access_state,
        "modified_by": subject.user_id,
        "modified_at": tx.now,
    }
    if definition.icon_reference is not None:
        values["icon_reference"] = definition.icon_reference
    return values | {name: _stored(one) for name, one in definition.capabilities.items()}


def _stored(capability: Capability) -> dict[str, Any]:
    return _without_none(msgspec.to_builtins(capability))


def _without_none(document: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _without_none(value) if isinstance(value, dict) else value
        for name, value in document.items()
        if value is not None
    }


def _check(definition: Definition, entities: Sequence[Entity]) -> None:
    if not definition.name.strip() or len(definition.name) > LONGEST_NAME:
        raise InvalidParameter("name", f"must have 1 to {LONGEST_NAME} characters")
    if definition.access_state == SELECTED and not entities:
        raise InvalidParameter("allowed_entities", f"must name who may use an agent that is {SELECTED}")
    if len(entities) > MOST_ENTITIES:
        raise InvalidParameter("allowed_entities", f"must be at most {MOST_ENTITIES}; use groups")
    for name, capability in definition.capabilities.items():
        if capability.type != f"ai_agent_{name}":
            raise InvalidParameter(f"{name}.type", f"must be ai_agent_{name}, not {capability.type!r}")
        if len(capability.suggested_questions or ()) > 4:
            raise InvalidParameter(f"{name}.suggested_questions", "must be at most 4")


def _number(agent_id: str) -> int:
    number = number_in(agent_id)
    if number is None:
        raise NotFound(f"There is no AI agent {agent_id!r}")
    return number


def _unable(agent_id: str, name: str) -> BadRequest:
    return InvalidParameter("ai_agent", f"agent {agent_id} has no {name}")


def _sight(subject: Subject) -> dict[str, Any]:
    return {"enterprise_id": subject.enterprise_id, "sees_all": subject.is_admin, "user_id": subject.user_id}


def _require_admin(subject: Subject) -> None:
    subject.require_admin("make and change its AI agents")
