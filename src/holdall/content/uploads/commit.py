"""The end of an upload session: its parts, as they are, become the content of a file in one unit of work.

Nothing is assembled: the file's blob is the list of its parts.
"""

from collections.abc import Sequence

import msgspec

from holdall.base.db import Database, Transaction
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, PreconditionFailed
from holdall.content.access import Access, Action, reach_active
from holdall.content.identity.subject import Subject
from holdall.content.items import files
from holdall.content.items.tables import ItemType
from holdall.content.uploads.sessions import UploadedPart, UploadSession, all_parts, find_session, lock_session
from holdall.content.uploads.tables import upload_parts, upload_sessions
from holdall.content.uploads.whole_hash import WholeHashes
from holdall.storage import Part, record_manifest


class NamedPart(msgspec.Struct, frozen=True):
    """A part as the client knows it; its SHA-1 (hex) may be left out."""

    part_id: str
    offset: int
    size: int
    sha1: str | None = None


class Commit(msgspec.Struct, frozen=True):
    """What a client says of the file when it has sent all parts; instants in microseconds UTC, the SHA-1 in hex."""

    sha1: str
    parts: Sequence[NamedPart]
    content_created_at: int | None = None
    content_modified_at: int | None = None
    description: str = ""
    if_match: str | None = None
    if_none_match: str | None = None


class Committer:
    """Commits the sessions of one subject."""

    def __init__(self, db: Database, hashes: WholeHashes, subject: Subject) -> None:
        self._db = db
        self._hashes = hashes
        self._subject = subject

    async def commit(self, session_id: str, commit: Commit) -> Access | None:
        """The file that the session has become, or None where its SHA-1 is not known yet: then ask again.

        A commit that is repeated answers the same file. Raises what `find_session`, `files.add_file` and
        `files.add_version` do, and BadRequest with the code parts_mismatch where the parts are not those that were
        sent, or digest_mismatch where the whole has another SHA-1.
        """
        session = await find_session(self._db, self._subject, session_id)
        if session.committed_file_id is not None:
            return await self._reach(self._db, session.committed_file_id)
        parts = await all_parts(self._db, session)
        _check_parts(session, parts, commit.parts)
        sha1 = await self._hashes.digest(session_id, [Part(part.store, part.blob_key, part.size) for part in parts])
        if sha1 is None:
            return None
        if sha1 != commit.sha1:
            message = f"The parts together have the SHA-1 {sha1}, not {commit.sha1}"
            raise BadRequest(message, code="digest_mismatch")
        access = await self._db.write(self._write, session_id, commit, [part.blob_key for part in parts])
        self._hashes.forget(session_id)
        return access

    async def _write(self, tx: Transaction, session_id: str, commit: Commit, keys: Sequence[str]) -> Access:
        session = await lock_session(tx, self._subject, session_id)
        if session.committed_file_id is not None:
            return await self._reach(tx, session.committed_file_id)
        whole = await record_manifest(tx, keys, sha1=commit.sha1, enterprise_id=session.enterprise_id)
        content = files.Content(whole.key, whole.size, whole.sha1)
        access = await self._add(tx, session, commit, content)
        await tx.delete(upload_parts, session_id=session.id)
        await tx.update(upload_sessions, {"id": session.id}, committed_file_id=access.item.id)
        return access

    async def _reach(self, reader: Reader, file_id: int) -> Access:
        return await reach_active(reader, self._subject, file_id, ItemType.FILE, Action.UPLOAD)

    async def _add(self, tx: Transaction, session: UploadSession, commit: Commit, content: files.Content) -> Access:
        if session.file_id is not None:
            access = await self._reach(tx, session.file_id)
            if commit.if_none_match in {access.item.etag, f'"{access.item.etag}"', "*"}:
                raise PreconditionFailed(f"The etag of the file is {access.item.etag}")
            return await files.add_version(
                tx,
                self._subject,
                file_id=session.file_id,
                content=content,
                name=session.name,
                content_modified_at=commit.content_modified_at,
                if_match=commit.if_match,
            )
        if commit.if_match is not None:
            raise PreconditionFailed("There is no file yet that If-Match could name")
        assert session.folder_id is not None
        assert session.name is not None
        return await files.add_file(
            tx,
            self._subject,
            parent_id=session.folder_id,
            name=session.name,
            content=content,
            content_created_at=commit.content_created_at,
            content_modified_at=commit.content_modified_at,
            description=commit.description,
        )


def _check_parts(session: UploadSession, parts: Sequence[UploadedPart], named: Sequence[NamedPart]) -> None:
    """Raise BadRequest unless the parts named are those that came, and all of the file has come."""
    if len(parts) != session.total_parts:
        message = f"{len(parts)} of the file's {session.total_parts} parts have been uploaded"
        raise BadRequest(message, code="parts_mismatch")
    present = {(part.part_id, part.number * session.part_size, part.size): part.sha1 for part in parts}
    for one in named:
        sha1 = present.pop((one.part_id.upper(), one.offset, one.size), None)
        if sha1 is None or (one.sha1 is not None and one.sha1.lower() != sha1):
            message = f"No part {one.part_id} of {one.size} bytes at {one.offset} was uploaded, or it was named twice"
            raise BadRequest(message, code="parts_mismatch")
    if present:
        raise BadRequest(f"{len(present)} of the parts that were uploaded are not named", code="parts_mismatch")
