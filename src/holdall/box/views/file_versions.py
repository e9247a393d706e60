"""Versions of files on the wire: the field sets of the contract's FileVersion--Full."""

from collections.abc import Iterable, Mapping

import msgspec

from holdall.base.clock import SECOND, format_instant
from holdall.base.db.database import Reader
from holdall.box.views.plain import Document, View
from holdall.box.views.users import NOBODY, UserMini, user_minis
from holdall.content.items.rows import Version


class _Row(msgspec.Struct):
    """A version, the users that it names, and how many seconds the trash keeps versions."""

    version: Version
    users: Mapping[int | None, UserMini]
    retention: int

    def user(self, user_id: int | None) -> UserMini | None:
        return None if user_id is None else self.users.get(user_id, NOBODY)


def _purged_at(row: _Row) -> str | None:
    trashed_at = row.version.trashed_at
    return None if trashed_at is None else format_instant(trashed_at + row.retention * SECOND)


def _uploader(row: _Row) -> str:
    name: str = row.users.get(row.version.created_by, NOBODY)["name"]
    return name or "Someone"


def _instant(instant: int | None) -> str | None:
    return None if instant is None else format_instant(instant)


_STANDARD = {
    "name": lambda row: row.version.name,
    "size": lambda row: row.version.size,
    "created_at": lambda row: format_instant(row.version.created_at),
    "modified_at": lambda row: format_instant(row.version.modified_at),
    "modified_by": lambda row: row.users.get(row.version.modified_by, NOBODY),
    "trashed_at": lambda row: _instant(row.version.trashed_at),
    "trashed_by": lambda row: row.user(row.version.trashed_by),
    "restored_at": lambda row: _instant(row.version.restored_at),
    "restored_by": lambda row: row.user(row.version.restored_by),
    "purged_at": _purged_at,
    "uploader_display_name": _uploader,
}
_NAMING_USERS = frozenset({"modified_by", "trashed_by", "restored_by", "uploader_display_name"})
_VIEW: View[_Row] = View(
    {
        "type": lambda row: "file_version",
        "id": lambda row: str(row.version.id),
        "sha1": lambda row: row.version.sha1,
        **_STANDARD,
        "version_number": lambda row: str(row.version.number),
    },
    mini=("type", "id", "sha1"),
    standard=("sha1", *_STANDARD),
)


async def render_versions(
    reader: Reader, versions: Iterable[Version], fields: tuple[str, ...] | None, *, retention: int
) -> list[Document]:
    """Versions in their standard form or with the fields asked for; `retention` is how many seconds the trash keeps them.

    One query, however many there are, and none where no field names a user.
    """
    listed = list(versions)
    needs_users = fields is None or not _NAMING_USERS.isdisjoint(fields)
    ids = {
        user_id
        for version in listed
        for user_id in (version.created_by, version.modified_by, version.trashed_by, version.restored_by)
        if needs_users
    }
    users = await user_minis(reader, ids)
    return [_VIEW.render(_Row(version, users, retention), fields) for version in listed]


async def render_version(
    reader: Reader, version: Version, fields: tuple[str, ...] | None, *, retention: int
) -> Document:
    """One version, as `render_versions` does it."""
    [document] = await render_versions(reader, [version], fields, retention=retention)
    return document
