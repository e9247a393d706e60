"""Invokes skills: an event that brings a file into a skill's folder becomes an invocation, tokens for it, and a delivery.

https://developer.box.com/reference/resources/skill-invocation/. A token's text is kept nowhere: it is made of the server's key
and the invocation, once for the hash that is kept, and again whenever the delivery is sent.
"""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from holdall.base.clock import HOUR, SECOND, format_instant
from holdall.base.db import Database, Transaction, contains, query
from holdall.base.errors import ApiError
from holdall.base.ids import new_uuid
from holdall.base.keys import ServerKey
from holdall.content.access import Access, Action, reach_active
from holdall.content.events.feed import Event
from holdall.content.identity.applications import Application, find_application_by_id
from holdall.content.identity.subject import Restriction
from holdall.content.identity.tables import enterprises
from holdall.content.identity.tokens import issue_access_token, open_grant
from holdall.content.items.names import extension_of
from holdall.content.items.tables import ItemType
from holdall.content.skills.rules import INVOKED, Skill, find_skill, service_account
from holdall.content.skills.tables import skill_folders, skill_invocations
from holdall.content.webhooks.ledger import NewDelivery, add_deliveries
from holdall.content.webhooks.payload import Document, Renderer
from holdall.content.webhooks.signing import write_body
from holdall.content.webhooks.tokens import token_of

LIFETIME = 4 * HOUR
"""Of a token: longer than a delivery is tried again, so that what arrives late is of use."""
TOKENS = {"read": ["root_readonly"], "write": ["root_readwrite"]}
"""The tokens of an invocation and their scopes, for the one file alone."""

_ARRIVALS = frozenset({"ITEM_UPLOAD", "ITEM_COPY", "ITEM_MOVE", "ITEM_UNDELETE_VIA_TRASH"})

_ON_FOLDERS = query(
    sa.select(skill_folders.c.folder_id, skill_folders.c.skill_id).where(contains(skill_folders.c.folder_id, "ids"))
)
_ANY = query(sa.select(skill_folders.c.skill_id).limit(1))
_KNOWN = query(
    sa.select(skill_invocations.c.id).where(
        skill_invocations.c.skill_id == sa.bindparam("skill_id", type_=sa.BigInteger),
        skill_invocations.c.event_sequence == sa.bindparam("sequence", type_=sa.BigInteger),
    )
)
_ENTERPRISE = query(sa.select(enterprises.c.name).where(enterprises.c.id == sa.bindparam("id", type_=sa.BigInteger)))


async def invoke_skills(db: Database, key: ServerKey, events: Sequence[Event], renderer: Renderer) -> int:
    """Invoke the skills that these events are for; how many invocations there are. Safe to repeat."""
    arrivals = [one for one in events if one.event_type in _ARRIVALS and one.source_type == "file"]
    if not arrivals or await db.value(_ANY) is None:
        return 0
    count = 0
    for event in arrivals:
        for skill_id in await _skills_for(db, event):
            skill = await find_skill(db, skill_id)
            if skill is not None and _is_for(skill, event):
                count += await _invoke(db, key, skill, event, renderer)
    return count


async def _skills_for(db: Database, event: Event) -> list[int]:
    """The skills of the folders that an event brought its file into."""
    came_from = set(event.details.get("old_path_ids", ()))
    folder_ids = [one for one in event.details.get("path_ids", ()) if one not in came_from]
    found = await db.all(_ON_FOLDERS, ids=folder_ids) if folder_ids else []
    return sorted({skill_id for _, skill_id in found})


def _is_for(skill: Skill, event: Event) -> bool:
    name = (event.details.get("item") or {}).get("name", "")
    return not skill.extensions or extension_of(name).lower() in skill.extensions


async def _invoke(db: Database, key: ServerKey, skill: Skill, event: Event, renderer: Renderer) -> int:
    application = await find_application_by_id(db, skill.application_id)
    if application is None or event.source_id is None:
        return 0
    try:
        account = await service_account(db, application)
        access = await reach_active(db, account, event.source_id, ItemType.FILE, Action.DOWNLOAD)
    except ApiError:
        return 0  # the file is gone again, or the application may not see it any more
    items = await renderer.items(db, {access.item.id: access})
    people = await renderer.users(db, [event.created_by])
    enterprise_name = await db.value(_ENTERPRISE, id=skill.enterprise_id)
    arrival = _Arrival(
        skill, application, event, access, items[access.item.id], people.get(event.created_by), enterprise_name
    )
    return await db.write(_enter, key, arrival)


class _Arrival(NamedTuple):
    """A file that a skill is to be told of, as the API answers it, and who brought it."""

    skill: Skill
    application: Application
    event: Event
    access: Access
    source: Document
    created_by: Document | None
    enterprise_name: str


async def _enter(tx: Transaction, key: ServerKey, arrival: _Arrival) -> int:
    skill, event, file = arrival.skill, arrival.event, arrival.access.item
    if await tx.value(_KNOWN, skill_id=skill.id, sequence=event.sequence) is not None:
        return 0
    invocation_id = f"{new_uuid()}_{file.id}"
    await tx.insert(
        skill_invocations,
        id=invocation_id,
        enterprise_id=skill.enterprise_id,
        skill_id=skill.id,
        event_sequence=event.sequence,
        file_id=file.id,
        version_id=file.version_id,
        status="invoked",
        created_at=tx.now,
        changed_at=tx.now,
    )
    await _issue_tokens(tx, key, arrival, invocation_id)
    body = write_body(_body(arrival, invocation_id, tx.now))
    delivery = NewDelivery(skill.enterprise_id, skill.id, event.sequence, invocation_id, INVOKED, file.id, body)
    return await add_deliveries(tx, [delivery])


async def _issue_tokens(tx: Transaction, key: ServerKey, arrival: _Arrival, invocation_id: str) -> None:
    application, user_id = arrival.application, arrival.access.subject.user_id
    grant_id = await open_grant(
        tx, enterprise_id=application.enterprise_id, application_id=application.id, user_id=user_id
    )
    for name, scopes in TOKENS.items():
        await issue_access_token(
            tx,
            grant_id=grant_id,
            user_id=user_id,
            application_id=application.id,
            scopes=scopes,
            expires_at=tx.now + LIFETIME,
            is_downscoped=True,
            restriction=Restriction(item_type="file", item_id=arrival.access.item.id),
            token=token_of(key, invocation_id, name),
        )


def _body(arrival: _Arrival, invocation_id: str, now: int) -> Document:
    """What a skill is told, but for the texts of its tokens."""
    skill, event = arrival.skill, arrival.event
    token = {"token_type": "bearer", "expires_in": LIFETIME // SECOND, "restricted_to": []}
    return {
        "type": "skill_invocation",
        "id": invocation_id,
        "skill": {"type": "skill", "id": str(skill.id), "name": skill.name, "api_key": arrival.application.client_id},
        "token": {name: dict(token) for name in TOKENS},
        "status": {"state": "invoked", "message": "", "error_code": "", "additional_info": ""},
        "created_at": format_instant(now),
        "trigger": "FILE_CONTENT",
        "enterprise": {"type": "enterprise", "id": str(skill.enterprise_id), "name": arrival.enterprise_name},
        "source": arrival.source,
        "event": {
            "type": "event",
            "event_id": event.event_id,
            "event_type": event.event_type,
            "created_at": format_instant(event.created_at),
            "created_by": arrival.created_by,
            "source": arrival.source,
        },
    }
