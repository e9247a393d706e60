"""Upload sessions: what is to come, of what size, and which parts have come. A session is its maker's alone.

The rules are Box's: https://developer.box.com/guides/uploads/chunked/
"""

import re
import secrets

import msgspec
import sqlalchemy as sa

from holdall.base.clock import DAY
from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Gone, InvalidParameter, NotFound
from holdall.content.identity.subject import Subject
from holdall.content.items import files
from holdall.content.storage_policies.choosing import store_of
from holdall.content.uploads.tables import upload_parts, upload_sessions
from holdall.storage.tables import blobs

MIN_SIZE = 20_000_000
SMALLEST_PART = 8 * 1024 * 1024
MAX_PARTS = 10_000
LIFETIME = 7 * DAY
REMEMBERED = DAY
"""How long after its end a session is still said to have expired, rather than never to have been."""

_ID = re.compile(r"[0-9A-F]{32}")


class UploadSession(msgspec.Struct, frozen=True):
    """A row of the table `upload_sessions`."""

    id: str
    enterprise_id: int
    user_id: int
    folder_id: int | None
    file_id: int | None
    name: str | None
    size: int
    part_size: int
    expires_at: int
    committed_file_id: int | None
    store: str | None = None
    """Where its parts go: the name of a store, or None for the default."""

    @property
    def total_parts(self) -> int:
        """How many parts the file has."""
        return -(-self.size // self.part_size)

    def size_of(self, number: int) -> int:
        """How many bytes the part of this number has; only the last may be smaller."""
        return min(self.part_size, self.size - number * self.part_size)


class UploadedPart(msgspec.Struct, frozen=True):
    """A part that has come: its place in the file, its name on the wire, and the blob that holds it."""

    number: int
    part_id: str
    size: int
    sha1: str
    blob_key: str
    store: str


_SESSION = sa.select(*rows_of(UploadSession, upload_sessions)).where(upload_sessions.c.id == sa.bindparam("session_id"))
_FIND_SESSION = query(_SESSION, into=UploadSession)
_LOCK_SESSION = query(_SESSION.with_for_update(), into=UploadSession)

_OF_SESSION = upload_parts.c.session_id == sa.bindparam("session_id")
_PARTS = (
    sa.select(*(upload_parts.c[name] for name in UploadedPart.__struct_fields__[:-1]), blobs.c.store)
    .join_from(upload_parts, blobs, blobs.c.key == upload_parts.c.blob_key)
    .where(_OF_SESSION)
)
_FIND_PART = query(_PARTS.where(upload_parts.c.number == sa.bindparam("number")), into=UploadedPart)
_FIND_PARTS = query(
    _PARTS.order_by(upload_parts.c.number)
    .limit(sa.bindparam("limit", type_=sa.Integer))
    .offset(sa.bindparam("offset", type_=sa.Integer)),
    into=UploadedPart,
)
_COUNT_PARTS = query(sa.select(sa.func.count()).select_from(upload_parts).where(_OF_SESSION))
_REMOVE_EXPIRED = query(
    sa.delete(upload_sessions).where(upload_sessions.c.expires_at <= sa.bindparam("instant", type_=sa.BigInteger))
)


def part_size_for(size: int) -> int:
    """How large the parts of a file are: as small as the number of parts allows."""
    part_size = SMALLEST_PART
    while part_size * MAX_PARTS < size:
        part_size *= 2
    return part_size


async def open_session(
    tx: Transaction,
    subject: Subject,
    *,
    size: int,
    folder_id: int | None = None,
    file_id: int | None = None,
    name: str | None,
) -> UploadSession:
    """Begin a session for a new file in a folder, or for a new version of a file (one of the two ids is given).

    Raises what `files.add_file` and `files.add_version` would, and InvalidParameter for a file that is too small.
    """
    if size < MIN_SIZE:
        message = f"is {size}; sessions take files of {MIN_SIZE} bytes at least, smaller ones take one upload"
        raise InvalidParameter("file_size", message, code="file_size_too_small")
    if file_id is not None:
        access = await files.check_new_version(tx, subject, file_id=file_id, name=name, size=size)
    else:
        assert folder_id is not None
        assert name is not None
        access = await files.check_new_file(tx, subject, parent_id=folder_id, name=name, size=size)
    session = UploadSession(
        id=secrets.token_hex(16).upper(),
        enterprise_id=subject.enterprise_id,
        user_id=subject.user_id,
        folder_id=folder_id,
        file_id=file_id,
        name=name,
        size=size,
        part_size=part_size_for(size),
        expires_at=tx.now + LIFETIME,
        committed_file_id=None,
        store=await store_of(tx, access.owner_id),
    )
    await tx.insert(upload_sessions, created_at=tx.now, **msgspec.structs.asdict(session))
    return session


async def find_session(reader: Reader, subject: Subject, session_id: str) -> UploadSession:
    """A session of the subject, committed or not; raises BadRequest, NotFound, or Gone where it has expired."""
    session = await reader.one(_FIND_SESSION, session_id=_check_id(session_id))
    return _require_own(session, reader, subject)


async def lock_session(tx: Transaction, subject: Subject, session_id: str) -> UploadSession:
    """The same; until the unit commits nobody else adds parts to it or ends it."""
    session = await tx.one(_LOCK_SESSION, session_id=_check_id(session_id))
    return _require_own(session, tx, subject)


async def find_open_session(reader: Reader, subject: Subject, session_id: str) -> UploadSession:
    """A session of the subject that still takes parts; raises as `find_session`, and NotFound for a committed one."""
    return require_open(await find_session(reader, subject, session_id))


def require_open(session: UploadSession) -> UploadSession:
    """The session, where it has not been committed; raises NotFound."""
    if session.committed_file_id is not None:
        raise NotFound("This upload session has been committed: it takes no more parts")
    return session


async def close_session(tx: Transaction, subject: Subject, session_id: str) -> None:
    """End a session and drop its parts; one that was committed leaves its file alone. Raises as `find_session`."""
    session = await lock_session(tx, subject, session_id)
    await tx.delete(upload_sessions, id=session.id)


async def remove_expired_sessions(tx: Transaction) -> int:
    """Forget sessions that expired a while ago, with their parts; how many there were."""
    return await tx.run(_REMOVE_EXPIRED, instant=tx.now - REMEMBERED)


async def all_parts(reader: Reader, session: UploadSession) -> list[UploadedPart]:
    """Every part that has come, in the order of the file."""
    return await page_of_parts(reader, session, offset=0, limit=session.total_parts)


async def find_part(reader: Reader, session: UploadSession, number: int) -> UploadedPart | None:
    """The part of this number, where it has come."""
    return await reader.one(_FIND_PART, session_id=session.id, number=number)


async def page_of_parts(reader: Reader, session: UploadSession, *, offset: int, limit: int) -> list[UploadedPart]:
    """Parts in the order of the file, `offset` of them left out. There are at most MAX_PARTS."""
    return await reader.all(_FIND_PARTS, session_id=session.id, offset=offset, limit=limit)


async def count_parts(reader: Reader, session: UploadSession) -> int:
    """How many parts have come."""
    return int(await reader.value(_COUNT_PARTS, session_id=session.id))


def _check_id(session_id: str) -> str:
    if not _ID.fullmatch(session_id):
        raise BadRequest("The id of an upload session has 32 hexadecimal digits", code="invalid_upload_session_id")
    return session_id


def _require_own(session: UploadSession | None, reader: Reader, subject: Subject) -> UploadSession:
    if session is None or session.user_id != subject.user_id:
        raise NotFound("There is no such upload session")
    if session.expires_at <= reader.now:
        raise Gone("This upload session has expired; begin a new one", code="session_expired")
    return session
