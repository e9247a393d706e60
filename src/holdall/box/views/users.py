"""Users on the wire: as other resources name them (type, id, name, login), and in full for their own operations.

The field sets are those of the contract's schemas User--Base, --Mini, User and User--Full.
"""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.clock import format_instant
from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.box.views.plain import Document, View
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import enterprises, users
from holdall.content.identity.users import UNLIMITED, User
from holdall.content.items.tables import items

UserMini = dict[str, Any]

NOBODY: UserMini = {"type": "user", "id": "", "name": "", "login": ""}
"""Whom Box names where there is no user: the maker of a root folder, or of something whose maker is gone."""

_FIND_MINIS = query(sa.select(users.c.id, users.c.name, users.c.login).where(contains(users.c.id, "ids")))


async def user_minis(reader: Reader, ids: Iterable[int | None]) -> dict[int | None, UserMini]:
    """The mini of each user with one of these ids, in one query; None and unknown ids are left out."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    rows = await reader.all(_FIND_MINIS, ids=list(wanted))
    return {user_id: user_mini(user_id, name, login) for user_id, name, login in rows}


def user_mini(user_id: int, name: str, login: str) -> UserMini:
    """The mini of one user."""
    return {"type": "user", "id": str(user_id), "name": name, "login": login}


UNLIMITED_SPACE = 999_999_999_999_999
"""What Box gives as the space of a user without a limit; clients subtract from it."""


class Profile(msgspec.Struct, frozen=True):
    """A user, and what its fields read besides its own row."""

    user: User
    base_url: str
    enterprise: Document | None = None
    tags: list[str] = []


def _column(name: str) -> Callable[[Profile], Any]:
    return lambda profile: getattr(profile.user, name)


def _option(name: str, default: Any) -> Callable[[Profile], Any]:
    return lambda profile: profile.user.options.get(name, default)


def _space_amount(profile: Profile) -> int:
    return UNLIMITED_SPACE if profile.user.space_amount == UNLIMITED else profile.user.space_amount


_MINI = ("name", "login")
_STANDARD: dict[str, Callable[[Profile], Any]] = {
    "type": lambda profile: "user",
    "id": lambda profile: str(profile.user.id),
    "name": _column("name"),
    "login": _column("login"),
    "created_at": lambda profile: format_instant(profile.user.created_at),
    "modified_at": lambda profile: format_instant(profile.user.modified_at),
    "language": _column("language"),
    "timezone": _column("timezone"),
    "space_amount": _space_amount,
    "space_used": _column("space_used"),
    "max_upload_size": _column("max_upload_size"),
    "status": _column("status"),
    "job_title": _column("job_title"),
    "phone": _column("phone"),
    "address": _column("address"),
    "avatar_url": lambda profile: f"{profile.base_url}/api/avatar/large/{profile.user.id}",
    "notification_email": _option("notification_email", None),
}
_FULL: dict[str, Callable[[Profile], Any]] = {
    "role": _column("role"),
    "tracking_codes": _option("tracking_codes", []),
    "can_see_managed_users": _option("can_see_managed_users", True),
    "is_sync_enabled": _option("is_sync_enabled", True),
    "is_external_collab_restricted": _option("is_external_collab_restricted", False),
    "is_exempt_from_device_limits": _option("is_exempt_from_device_limits", False),
    "is_exempt_from_login_verification": _option("is_exempt_from_login_verification", False),
    "enterprise": lambda profile: profile.enterprise,
    "my_tags": lambda profile: profile.tags,
    "hostname": lambda profile: f"{profile.base_url}/",
    "is_platform_access_only": lambda profile: profile.user.kind != "managed",
    "external_app_user_id": _column("external_app_user_id"),
}
_USER = View[Profile](_STANDARD | _FULL, mini=_MINI, standard=_STANDARD)

_ENTERPRISE_NAME = query(sa.select(enterprises.c.name).where(enterprises.c.id == sa.bindparam("enterprise")))

_tree = sa.select(items.c.id, items.c.tags).where(items.c.id == sa.bindparam("root")).cte("tree", recursive=True)
_tree = _tree.union_all(sa.select(items.c.id, items.c.tags).join_from(_tree, items, items.c.parent_id == _tree.c.id))
_OWN_TAGS = query(sa.select(_tree.c.tags).where(sa.cast(_tree.c.tags, sa.Text) != "[]").distinct())


async def render_users(
    reader: Reader, subject: Subject, base_url: str, listed: Iterable[User], fields: tuple[str, ...] | None
) -> list[Document]:
    """Users in their standard form, or with the fields that were asked for; at most two queries for any number.

    Of a user of another enterprise only the mini is told, and tags only to the user who set them.
    """
    asked = fields or ()
    enterprise, tags = None, list[str]()
    if "enterprise" in asked:
        name = await reader.value(_ENTERPRISE_NAME, enterprise=subject.enterprise_id)
        enterprise = {"type": "enterprise", "id": str(subject.enterprise_id), "name": name}
    if "my_tags" in asked:
        tags = sorted({tag for (found,) in await reader.all(_OWN_TAGS, root=subject.root_id) for tag in found})
    documents = []
    for user in listed:
        profile = Profile(user, base_url, enterprise, tags if user.id == subject.user_id else [])
        is_own = user.enterprise_id == subject.enterprise_id
        documents.append(_USER.render(profile, fields) if is_own else _USER.mini(profile))
    return documents


async def render_user(
    reader: Reader, subject: Subject, base_url: str, user: User, fields: tuple[str, ...] | None
) -> Document:
    """One user, like `render_users`."""
    return (await render_users(reader, subject, base_url, [user], fields))[0]
