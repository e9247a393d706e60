"""Collaborations on the wire: the field sets of the contract's schema Collaboration."""

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from holdall.base.clock import format_instant
from holdall.base.db.database import Reader
from holdall.box.views.plain import Document, View
from holdall.content.access import Action, reach_many
from holdall.content.identity.subject import Subject
from holdall.content.items.siblings import mini_of
from holdall.content.sharing.collaboration_rows import Collaboration
from holdall.content.terms.asking import answers_from_outside


class Shared(Protocol):
    """What is read of a collaboration, to know what is asked of whom it is for."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def enterprise_id(self) -> int:
        """Whose content it is on."""

    @property
    def user_id(self) -> int | None:
        """The user whom it is for."""

    @property
    def user_enterprise_id(self) -> int | None:
        """That user's enterprise."""


class Shown(msgspec.Struct, frozen=True):
    """A collaboration, and the mini of its item where the reader may know of it."""

    row: Collaboration
    item: Document | None
    terms: tuple[int, bool] | None = None
    """The terms that the item's enterprise asks the collaborator to accept, and whether they are accepted."""


def _instant(instant: int | None) -> str | None:
    return None if instant is None else format_instant(instant)


def _person(user_id: int, name: str | None, login: str | None, status: str | None) -> Document:
    return {
        "type": "user",
        "id": str(user_id),
        "name": name or "",
        "login": login or "",
        "is_active": bool(login) and status != "inactive",
    }


def _accessible_by(shown: Shown) -> Document | None:
    """The user or the group; of who has not accepted yet Box does not tell the name."""
    row = shown.row
    if row.group_id is not None:
        return {"type": "group", "id": str(row.group_id), "name": row.group_name, "group_type": "managed_group"}
    if row.user_id is None:
        return None
    return _person(row.user_id, "" if row.status == "pending" else row.user_name, row.user_login, row.user_status)


def _created_by(shown: Shown) -> Document | None:
    row = shown.row
    if row.created_by is None:
        return None
    return _person(row.created_by, row.creator_name, row.creator_login, row.creator_status)


def requirements(asked: tuple[int, bool] | None) -> dict[str, Any]:
    """What an enterprise asks of collaborators before they may accept: terms, if it has any for people from outside."""
    terms_id, is_accepted = asked or (None, None)
    terms = None if terms_id is None else {"type": "terms_of_service", "id": str(terms_id)}
    return {
        "terms_of_service_requirement": {"is_accepted": is_accepted, "terms_of_service": terms},
        "strong_password_requirement": {
            "enterprise_has_strong_password_required_for_external_users": False,
            "user_has_strong_password": None,
        },
        "two_factor_authentication_requirement": {
            "enterprise_has_two_factor_auth_enabled": False,
            "user_has_two_factor_authentication_enabled": None,
        },
    }


_STANDARD = {
    "type": lambda shown: "collaboration",
    "id": lambda shown: str(shown.row.id),
    "created_by": _created_by,
    "created_at": lambda shown: format_instant(shown.row.created_at),
    "modified_at": lambda shown: format_instant(shown.row.modified_at),
    "expires_at": lambda shown: _instant(shown.row.expires_at),
    "status": lambda shown: shown.row.status,
    "accessible_by": _accessible_by,
    "invite_email": lambda shown: shown.row.invite_email,
    "role": lambda shown: shown.row.role,
    "acknowledged_at": lambda shown: _instant(shown.row.acknowledged_at),
    "item": lambda shown: shown.item,
    "app_item": lambda shown: None,
    "is_access_only": lambda shown: shown.row.is_access_only,
    "acceptance_requirements_status": lambda shown: requirements(shown.terms),
}
_VIEW = View[Shown](
    {**_STANDARD, "can_view_path": lambda shown: shown.row.can_view_path}, mini=("role", "status"), standard=_STANDARD
)


async def render_collaborations(
    reader: Reader, subject: Subject, rows: Sequence[Collaboration], fields: tuple[str, ...] | None
) -> list[Document]:
    """Collaborations in their standard form, or with the fields that were asked for; two queries for any number.

    The item is told where the collaboration is not pending and the subject may know of the item.
    """
    terms = await terms_of(reader, rows) if fields is None or "acceptance_requirements_status" in fields else {}
    wanted = {row.item_id for row in rows if row.status != "pending"} if fields is None or "item" in fields else set()
    reached = await reach_many(reader, subject, wanted)
    minis = {item_id: mini_of(access.item) for item_id, access in reached.items() if access.allows(Action.VIEW)}
    return [
        _VIEW.render(
            Shown(row, None if row.status == "pending" else minis.get(row.item_id), terms.get(row.id)),
            fields,
        )
        for row in rows
    ]


async def terms_of(reader: Reader, rows: Sequence[Shared]) -> dict[int, tuple[int, bool]]:
    """What is asked of those collaborators who are from outside, by collaboration; no query where nobody is."""
    outside = [row for row in rows if row.user_id is not None and row.user_enterprise_id != row.enterprise_id]
    if not outside:
        return {}
    people = {row.user_id for row in outside if row.user_id is not None}
    answers = await answers_from_outside(reader, people, {row.enterprise_id for row in outside})
    asked = {row.id: answers.get((row.enterprise_id, row.user_id or 0)) for row in outside}
    return {row_id: one for row_id, one in asked.items() if one is not None}


async def render_collaboration(
    reader: Reader, subject: Subject, row: Collaboration, fields: tuple[str, ...] | None = None
) -> Document:
    """One collaboration, like `render_collaborations`."""
    return (await render_collaborations(reader, subject, [row], fields))[0]
