"""A simple upload: the bytes are taken in as they arrive, then one unit of work makes the file or the version.

Whatever a refusal leaves in the store is removed here; what a crash leaves there is the collector's.
"""

from collections.abc import AsyncIterator, Awaitable, Callable

import msgspec

from holdall.base.db import Database, Transaction
from holdall.base.errors import ApiError, BadRequest
from holdall.content.access import Access
from holdall.content.identity.subject import Subject
from holdall.content.items import files
from holdall.content.items.making import check_etag
from holdall.content.items.space import check_space, find_room
from holdall.content.storage_policies.choosing import are_assigned, store_of
from holdall.storage import Intake, Stores, Taken

Check = Callable[[int], Awaitable[Access]]
Write = Callable[[Transaction, files.Content], Awaitable[Access]]


class Incoming(msgspec.Struct, frozen=True):
    """A file that is being sent: its pieces, and its SHA-1 in hex where the client told it.

    `least_size` is how many bytes it has at least: None is not known, 0 so few that checking beforehand saves nothing.
    """

    pieces: AsyncIterator[bytes]
    least_size: int | None = None
    sha1: str | None = None


class Receiver:
    """Takes the uploads of one subject. What it raises has left nothing behind, neither row nor bytes."""

    def __init__(self, db: Database, stores: Stores, subject: Subject) -> None:
        self._db = db
        self._stores = stores
        self._subject = subject

    async def receive_file(
        self,
        incoming: Incoming,
        *,
        parent_id: int,
        name: str,
        content_created_at: int | None = None,
        content_modified_at: int | None = None,
        description: str = "",
    ) -> Access:
        """Put a file that is being sent into a folder; instants in microseconds UTC.

        Raises what `files.add_file` does, BadRequest with the code bad_digest where the SHA-1 is another, and what
        reading the pieces or writing to the store raises.
        """

        async def check(size: int) -> Access:
            return await files.check_new_file(self._db, self._subject, parent_id=parent_id, name=name, size=size)

        async def write(tx: Transaction, content: files.Content) -> Access:
            return await files.add_file(
                tx,
                self._subject,
                parent_id=parent_id,
                name=name,
                content=content,
                content_created_at=content_created_at,
                content_modified_at=content_modified_at,
                description=description,
            )

        return await self._receive(incoming, check, write)

    async def receive_version(
        self,
        incoming: Incoming,
        *,
        file_id: int,
        name: str | None = None,
        content_modified_at: int | None = None,
        if_match: str | None = None,
    ) -> Access:
        """Make content that is being sent the current version of a file; raises as `receive_file`."""

        async def check(size: int) -> Access:
            access = await files.check_new_version(self._db, self._subject, file_id=file_id, name=name, size=size)
            check_etag(access.item, if_match)
            return access

        async def write(tx: Transaction, content: files.Content) -> Access:
            return await files.add_version(
                tx,
                self._subject,
                file_id=file_id,
                content=content,
                name=name,
                content_modified_at=content_modified_at,
                if_match=if_match,
            )

        return await self._receive(incoming, check, write)

    async def _receive(self, incoming: Incoming, check: Check, write: Write) -> Access:
        async def unit(tx: Transaction) -> Access:
            blob = await intake.record(tx, taken, enterprise_id=self._subject.enterprise_id)
            return await write(tx, files.Content(blob.key, blob.size, blob.sha1))

        intake, taken = await self._keep(incoming, check)
        try:
            return await self._db.write(unit)
        except ApiError:
            # Only a refusal is sure to have written nothing: after a broken connection the row may be there.
            await intake.discard(taken)
            raise

    async def _keep(self, incoming: Incoming, check: Check) -> tuple[Intake, Taken]:
        owner_id, room, intake = 0, None, self._stores.intake
        has_policies = await are_assigned(self._db, self._stores)
        # A form as small as that has arrived already, and the unit of work checks everything again.
        if incoming.least_size != 0 or has_policies:
            owner_id = (await check(incoming.least_size or 0)).owner_id
            room = await find_room(self._db, owner_id)
        if has_policies:
            intake = self._stores.intake_of(await store_of(self._db, owner_id))
        size = 0
        async with intake.create() as writer:
            async for piece in incoming.pieces:
                size += len(piece)
                if room is not None and size > room:
                    await check_space(self._db, owner_id, size)
                await writer.write(piece)
            taken = await writer.finish()
        if incoming.sha1 not in {None, taken.sha1}:
            await intake.discard(taken)
            message = f"The bytes that arrived have the SHA-1 {taken.sha1}, not {incoming.sha1}"
            raise BadRequest(message, code="bad_digest")
        return intake, taken
