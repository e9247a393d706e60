"""The parts of an upload session: checked against the session, stored as blobs of their own, in any order."""

import secrets
from collections.abc import AsyncIterator

import msgspec

from holdall.base.db import Database, Transaction
from holdall.base.errors import ApiError, BadRequest, Conflict, RangeNotSatisfiable
from holdall.content.identity.subject import Subject
from holdall.content.uploads.sessions import (
    UploadedPart,
    UploadSession,
    find_open_session,
    find_part,
    lock_session,
    require_open,
)
from holdall.content.uploads.tables import upload_parts
from holdall.storage import BlobStore, SizeMismatch, StoredBlob, Stores, record_blob


class Stretch(msgspec.Struct, frozen=True):
    """Which bytes of which whole a part says it is: the first and the last, and the size of the whole."""

    first: int
    last: int
    size: int


class PartReceiver:
    """Takes the parts that one subject sends to a session."""

    def __init__(self, db: Database, stores: Stores, subject: Subject) -> None:
        self._db = db
        self._stores = stores
        self._subject = subject

    async def receive(
        self, session_id: str, pieces: AsyncIterator[bytes], stretch: Stretch, sha1: str
    ) -> tuple[UploadSession, UploadedPart]:
        """Store a part that is being sent, and answer it with its session; `sha1` (hex) is what it must have.

        A part that is there with the same SHA-1 is answered as it is. Raises what `find_session` does,
        RangeNotSatisfiable for bytes that are no part of the session, Conflict where other bytes came for the same
        range, BadRequest where the bytes are others or more or fewer than announced; nothing is stored then.
        """
        session = await find_open_session(self._db, self._subject, session_id)
        number = _number_of(session, stretch)
        present = await find_part(self._db, session, number)
        if present is not None:
            return session, _require_same(present, sha1)
        store = self._stores.intake_of(session.store).store
        stored = await self._keep(store, pieces, session.size_of(number), sha1)
        try:
            part = await self._db.write(self._record, session.id, number, store.name, stored)
        except ApiError:
            await store.delete([stored.key])
            raise
        if part.blob_key != stored.key:
            await store.delete([stored.key])
        return session, part

    async def _keep(self, store: BlobStore, pieces: AsyncIterator[bytes], size: int, sha1: str) -> StoredBlob:
        received = 0
        try:
            async with store.create(size) as writer:
                async for piece in pieces:
                    received += len(piece)
                    if received > size:
                        raise _wrong_size(size)
                    await writer.write(piece)
                stored = await writer.finish()
        except SizeMismatch:
            raise _wrong_size(size) from None
        if stored.sha1 != sha1:
            await store.delete([stored.key])
            message = f"The bytes that arrived have the SHA-1 {stored.sha1}, not {sha1}"
            raise BadRequest(message, code="digest_mismatch")
        return stored

    async def _record(
        self, tx: Transaction, session_id: str, number: int, store: str, stored: StoredBlob
    ) -> UploadedPart:
        session = require_open(await lock_session(tx, self._subject, session_id))
        present = await find_part(tx, session, number)
        if present is not None:
            return _require_same(present, stored.sha1)
        part_id = secrets.token_hex(4).upper()
        await record_blob(tx, stored, store=store, enterprise_id=session.enterprise_id)
        await tx.insert(
            upload_parts,
            session_id=session.id,
            number=number,
            part_id=part_id,
            size=stored.size,
            sha1=stored.sha1,
            blob_key=stored.key,
        )
        return UploadedPart(number, part_id, stored.size, stored.sha1, stored.key, store)


def _number_of(session: UploadSession, stretch: Stretch) -> int:
    number, rest = divmod(stretch.first, session.part_size)
    if (
        rest
        or stretch.size != session.size
        or stretch.first >= session.size
        or stretch.last != stretch.first + session.size_of(number) - 1
    ):
        raise RangeNotSatisfiable(
            f"The file has {session.size} bytes in parts of {session.part_size}, of which only the last may be smaller;"
            f" {stretch.first}-{stretch.last}/{stretch.size} is none of them"
        )
    return number


def _require_same(present: UploadedPart, sha1: str) -> UploadedPart:
    if present.sha1 != sha1:
        raise Conflict("Other bytes have been uploaded for this range", code="range_overlaps_existing_part")
    return present


def _wrong_size(size: int) -> BadRequest:
    return BadRequest(f"The body must have the {size} bytes that content-range names", code="request_size_mismatch")
