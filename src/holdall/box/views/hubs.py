"""Hubs on the wire, and who collaborates on them: the contract's schemas Hub and HubCollaboration."""

from collections.abc import Sequence

from holdall.base.clock import format_instant
from holdall.base.db.database import Reader
from holdall.box.views.collaborations import requirements, terms_of
from holdall.box.views.plain import Document
from holdall.box.views.users import NOBODY, user_minis
from holdall.content.hubs.associations import APPLICATION_TYPE
from holdall.content.hubs.collaborations import HubCollaboration
from holdall.content.hubs.standing import SETTINGS, Hub

SHOWN_DESCRIPTION = 200
"""Of a description so many characters are told."""


def app_item(hub_id: int) -> Document:
    """A hub as the app item that it is to items."""
    return {"type": "app_item", "id": str(hub_id), "application_type": APPLICATION_TYPE}


async def render_hubs(reader: Reader, listed: Sequence[Hub]) -> list[Document]:
    """Hubs in their standard form; one query for any number."""
    users = await user_minis(reader, [user for hub in listed for user in (hub.created_by, hub.updated_by)])
    return [
        {
            **hub_base(hub.id),
            "title": hub.title,
            "description": hub.description[:SHOWN_DESCRIPTION],
            "created_at": format_instant(hub.created_at),
            "updated_at": format_instant(hub.updated_at),
            "created_by": users.get(hub.created_by, NOBODY),
            "updated_by": users.get(hub.updated_by, NOBODY),
            "view_count": hub.view_count,
            **{name: getattr(hub, name) for name in SETTINGS},
        }
        for hub in listed
    ]


async def render_hub(reader: Reader, hub: Hub) -> Document:
    """One hub, like `render_hubs`."""
    return (await render_hubs(reader, [hub]))[0]


async def render_hub_collaborations(reader: Reader, rows: Sequence[HubCollaboration]) -> list[Document]:
    """Collaborations in their standard form; one query at most for any number."""
    terms = await terms_of(reader, rows)
    return [
        {
            "type": "hub_collaboration",
            "id": str(row.id),
            "hub": hub_base(row.hub_id),
            "accessible_by": _accessible_by(row),
            "role": row.role,
            "status": "accepted",
            "acceptance_requirements_status": requirements(terms.get(row.id)),
        }
        for row in rows
    ]


async def render_hub_collaboration(reader: Reader, row: HubCollaboration) -> Document:
    """One of them, like `render_hub_collaborations`."""
    return (await render_hub_collaborations(reader, [row]))[0]


def hub_base(hub_id: int) -> Document:
    """What names a hub elsewhere."""
    return {"type": "hubs", "id": str(hub_id)}


def _accessible_by(row: HubCollaboration) -> Document:
    if row.group_id is not None:
        return {"type": "group", "id": str(row.group_id), "name": row.group_name, "group_type": "managed_group"}
    return {"type": "user", "id": str(row.user_id), "name": row.user_name or "", "login": row.user_login or ""}
