"""Asking for an archive: what may be in it and how much, the address that is given, and what is told of its download.

https://developer.box.com/reference/post-zip-downloads/
"""

from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.clock import HOUR, MINUTE, SECOND
from holdall.base.db import Database, Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, NotFound, RateLimited
from holdall.base.ids import new_secret, secret_hash
from holdall.content.access import Access, Action, reach_many
from holdall.content.identity.subject import Restriction, Subject
from holdall.content.identity.tables import enterprises, users
from holdall.content.items.rows import TYPE_NAMES, Item
from holdall.content.items.tables import ItemType
from holdall.content.sharing.link_opening import grant_of
from holdall.content.sharing.links import links_of
from holdall.content.zips.contents import Conflict, Root, files_below, name_roots
from holdall.content.zips.tables import zip_downloads

MOST_FILES = 10_000
MOST_FOLDERS = 50_000
"""Our own limit: of folders Box says nothing."""
OF_USER, OF_ENTERPRISE = 5, 10
"""How many archives a user and an enterprise may download at the same time."""
LINK_LIFETIME = MINUTE
STATUS_LIFETIME = 12 * HOUR
SILENCE = MINUTE
"""A download of which nothing was heard for so long has ended with its process."""
TOKEN_LENGTH = 48
DEFAULT_NAME = "Download"
_CHUNK = 500


class Standing(msgspec.Struct, frozen=True):
    """What the request for an archive was allowed to do, besides what its user may."""

    application_id: int
    grant_id: int
    actor_id: int
    scopes: list[str]
    restriction: Restriction | None
    linked_item_id: int | None
    """The item of the shared link that the request was made with."""


class ZipDownload(msgspec.Struct, frozen=True):
    """A row of `zip_downloads`. Instants in microseconds UTC."""

    token_hash: str
    enterprise_id: int
    user_id: int
    standing: dict[str, object]
    file_name: str
    roots: list[dict[str, object]]
    state: str
    total_file_count: int
    downloaded_file_count: int
    skipped_file_count: int
    skipped_folder_count: int
    expires_at: int
    touched_at: int | None


class Prepared(msgspec.Struct, frozen=True):
    """An archive that can be downloaded: the secret of its address, until when, and what was renamed in it."""

    token: str
    expires_at: int
    conflicts: list[list[Conflict]]


class Begun(msgspec.Struct, frozen=True):
    """An archive that is being sent: for whom, and what it is made of."""

    token_hash: str
    subject: Subject
    roots: list[Root]
    total_file_count: int


_HASH = zip_downloads.c.token_hash == sa.bindparam("hash", type_=sa.Text)
_ROW = rows_of(ZipDownload, zip_downloads)
_FIND = query(sa.select(*_ROW).where(_HASH), into=ZipDownload)
_FIND_TO_BEGIN = query(sa.select(*_ROW).where(_HASH).with_for_update(), into=ZipDownload)
_KEEP_ENTERPRISE = query(
    sa.select(enterprises.c.id)
    .where(enterprises.c.id == sa.bindparam("enterprise_id", type_=sa.BigInteger))
    .with_for_update(key_share=True)
)
_UNDER_WAY = query(
    sa.select(zip_downloads.c.user_id).where(
        zip_downloads.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
        zip_downloads.c.state == "in_progress",
        zip_downloads.c.touched_at > sa.bindparam("since", type_=sa.BigInteger),
    )
)
_PERSON = query(
    sa.select(
        *(users.c[name] for name in ("name", "login", "kind", "role", "status", "root_id", "enterprise_id"))
    ).where(
        users.c.id == sa.bindparam("user_id", type_=sa.BigInteger),
        users.c.deleted_at.is_(None),
        users.c.status != "inactive",
    )
)
_FORGET = query(sa.delete(zip_downloads).where(zip_downloads.c.expires_at <= sa.bindparam("now", type_=sa.BigInteger)))


async def prepare_zip(
    db: Database, subject: Subject, wanted: Iterable[tuple[ItemType, int]], *, file_name: str, byte_limit: int
) -> Prepared:
    """An archive of files and folders that the subject may download; `byte_limit` is its largest size, 0 is none.

    Raises BadRequest, also for a root folder and, with Box's codes, for too many files or bytes; NotFound; Forbidden.
    """
    asked = list(dict.fromkeys(wanted))
    if not asked:
        raise BadRequest("items: name at least one file or folder")
    if len(asked) > MOST_FILES + MOST_FOLDERS:
        raise _too_many()
    found = await _reach_all(db, subject, asked)
    if byte_limit and sum(item.size for item in found) > byte_limit:
        message = f"The archive would have more than {byte_limit} bytes; ask for several smaller ones"
        raise BadRequest(message, code="zip_download_pre_compressed_bytes_exceeded_limit")
    total = await _count_files(db, found)
    roots, conflicts = name_roots(found)
    token = new_secret(TOKEN_LENGTH)
    expires_at = await db.write(_insert, subject, token, roots, file_name=_clean_name(file_name), total=total)
    return Prepared(token, expires_at, conflicts)


async def begin_zip(tx: Transaction, token: str) -> tuple[Begun, str]:
    """A unit: begin the one download that an address is good for; answers it with the name of its file.

    Raises NotFound where there is no such address, it has expired or was used, and RateLimited where too many
    archives are being downloaded.
    """
    row = await tx.one(_FIND_TO_BEGIN, hash=secret_hash(token))
    if row is None or row.state != "waiting" or row.expires_at <= tx.now:
        raise NotFound("This address is not good for a download, or not any more: ask for a new one")
    subject = await _subject_of(tx, row)
    await _check_others(tx, row)
    values = {"state": "in_progress", "touched_at": tx.now, "expires_at": tx.now + STATUS_LIFETIME}
    await tx.update(zip_downloads, {"token_hash": row.token_hash}, **values)
    return Begun(row.token_hash, subject, msgspec.convert(row.roots, list[Root]), row.total_file_count), row.file_name


async def is_waiting(reader: Reader, token: str) -> bool:
    """Whether an address is good for a download still."""
    row = await reader.one(_FIND, hash=secret_hash(token))
    return row is not None and row.state == "waiting" and row.expires_at > reader.now


async def find_status(reader: Reader, subject: Subject, token: str) -> ZipDownload:
    """What is known of a download of the subject's own, from its beginning on for 12 hours; raises NotFound."""
    row = await reader.one(_FIND, hash=secret_hash(token))
    if row is None or row.user_id != subject.user_id or row.state == "waiting" or row.expires_at <= reader.now:
        raise NotFound("There is no such download, or it has not begun")
    if row.state == "in_progress" and (row.touched_at or 0) <= reader.now - SILENCE:
        return msgspec.structs.replace(row, state="failed")
    return row


async def forget_zips(tx: Transaction) -> None:
    """A unit: remove what is told no more."""
    await tx.run(_FORGET, now=tx.now)


async def _reach_all(reader: Reader, subject: Subject, asked: Sequence[tuple[ItemType, int]]) -> list[Item]:
    """The items, in the order that they were asked for; some hundreds with each query."""
    found: dict[int, Access] = {}
    for start in range(0, len(asked), _CHUNK):
        found |= await reach_many(reader, subject, (item_id for _, item_id in asked[start : start + _CHUNK]))
    items = []
    for kind, item_id in asked:
        access = found.get(item_id)
        if item_id in {0, subject.root_id} or (access is not None and access.is_root):
            raise BadRequest("A root folder cannot be downloaded as an archive")
        if access is None or access.item.type != kind:
            raise NotFound(f"There is no {TYPE_NAMES[kind]} with id {item_id}")
        access.require_active()
        access.require(Action.DOWNLOAD)
        items.append(access.item)
    return items


async def _count_files(reader: Reader, found: Sequence[Item]) -> int:
    files = folders = 0
    for item in found:
        if item.type == ItemType.FILE:
            files += 1
            continue
        async for one in files_below(reader, item.id, ""):
            files += one.file is not None
            folders += one.file is None
            if files > MOST_FILES or folders > MOST_FOLDERS:
                raise _too_many()
    if files > MOST_FILES:
        raise _too_many()
    return files


def _too_many() -> BadRequest:
    message = f"The archive would have more than {MOST_FILES} files; ask for several smaller ones"
    return BadRequest(message, code="zip_download_file_count_exceeded_limit")


def _clean_name(name: str) -> str:
    """The name of the archive's file without its extension, without what no file may be called."""
    cleaned = "".join("_" if one in '/\\:*?"<>|' or not one.isprintable() else one for one in name.strip())[:200]
    return cleaned.removesuffix(".zip").strip(". ") or DEFAULT_NAME


async def _insert(
    tx: Transaction, subject: Subject, token: str, roots: list[Root], *, file_name: str, total: int
) -> int:
    """Keep what was asked for; until when the address is good."""
    standing = Standing(
        application_id=subject.application_id,
        grant_id=subject.grant_id,
        actor_id=subject.actor_id,
        scopes=sorted(subject.scopes),
        restriction=subject.restriction,
        linked_item_id=None if subject.link is None else subject.link.item_id,
    )
    expires_at = (tx.now + LINK_LIFETIME) // SECOND * SECOND
    await tx.insert(
        zip_downloads,
        token_hash=secret_hash(token),
        enterprise_id=subject.enterprise_id,
        user_id=subject.user_id,
        standing=msgspec.to_builtins(standing),
        file_name=file_name,
        roots=msgspec.to_builtins(roots),
        state="waiting",
        total_file_count=total,
        downloaded_file_count=0,
        skipped_file_count=0,
        skipped_folder_count=0,
        created_at=tx.now,
        expires_at=expires_at,
    )
    return expires_at


async def _subject_of(tx: Transaction, row: ZipDownload) -> Subject:
    """Whoever asked for an archive, as they are now; raises NotFound where they may not sign in any more."""
    person = await tx.one(_PERSON, user_id=row.user_id)
    if person is None:
        raise NotFound("Whoever asked for this archive may not download it any more")
    name, login, kind, role, status, root_id, enterprise_id = person
    standing = msgspec.convert(row.standing, Standing)
    subject = Subject(
        user_id=row.user_id,
        enterprise_id=enterprise_id,
        application_id=standing.application_id,
        grant_id=standing.grant_id,
        name=name,
        login=login,
        kind=kind,
        role=role,
        status=status,
        root_id=root_id,
        scopes=frozenset(standing.scopes),
        restriction=standing.restriction,
        actor_id=standing.actor_id,
        token_hash="",
    )
    if standing.linked_item_id is None:
        return subject
    link = (await links_of(tx, [standing.linked_item_id])).get(standing.linked_item_id)
    grant = None if link is None else await grant_of(tx, subject, link)
    return msgspec.structs.replace(subject, link=grant)


async def _check_others(tx: Transaction, row: ZipDownload) -> None:
    """Raise RateLimited where the user or the enterprise downloads too many archives already."""
    await tx.one(_KEEP_ENTERPRISE, enterprise_id=row.enterprise_id)  # others that begin wait for us
    since = tx.now - SILENCE
    under_way = [user_id for (user_id,) in await tx.all(_UNDER_WAY, enterprise_id=row.enterprise_id, since=since)]
    if under_way.count(row.user_id) >= OF_USER:
        message = f"You download {OF_USER} archives already; wait until one is complete"
        raise RateLimited(SILENCE // SECOND, message, code="user_too_many_concurrent_downloads")
    if len(under_way) >= OF_ENTERPRISE:
        message = f"Your enterprise downloads {OF_ENTERPRISE} archives already; wait until one is complete"
        raise RateLimited(SILENCE // SECOND, message, code="enterprise_too_many_concurrent_downloads")
