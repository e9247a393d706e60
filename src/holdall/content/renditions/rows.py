"""The rows of renditions: found with where their bytes are, and recorded in one unit with the blobs that they name."""

from collections.abc import Mapping

import msgspec
import sqlalchemy as sa

from holdall.base.clock import MINUTE
from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.content.renditions.tables import renditions
from holdall.storage import Intake, Part, Taken
from holdall.storage.tables import blobs

MAKER = 1
"""The generation of the code that makes renditions: what an earlier one could not make is tried again."""
MAX_ATTEMPTS = 3
RETRY_AFTER = 10 * MINUTE
"""A child that died may have been unlucky, so such a file is tried again, but not for ever."""


class Rendition(msgspec.Struct, frozen=True):
    """A part that was made, with its bytes in a store, or that cannot be made, with the reason why."""

    part: str
    blob_key: str | None
    store: str | None
    size: int | None
    refusal: str
    attempts: int
    maker: int
    made_at: int

    @property
    def is_made(self) -> bool:
        """Whether there are bytes."""
        return self.blob_key is not None

    def stored(self) -> Part:
        """Where the bytes are; only of one that is made."""
        assert self.blob_key is not None
        assert self.store is not None
        assert self.size is not None
        return Part(self.store, self.blob_key, self.size)

    def is_final(self, now: int) -> bool:
        """Whether nothing else would come of trying it again at this instant."""
        if self.is_made:
            return True
        if self.maker != MAKER:
            return False
        return self.attempts == 0 or self.attempts >= MAX_ATTEMPTS or now < self.made_at + RETRY_AFTER


NONE = Rendition("", None, None, None, "There is none of such a file", 0, MAKER, 0)
"""What there is of a part that a kind of file cannot have."""

_IS_SOURCE = (
    renditions.c.source_key == sa.bindparam("source_key", type_=sa.Text),
    renditions.c.format == sa.bindparam("format", type_=sa.Text),
)
_COLUMNS = (
    renditions.c.part,
    renditions.c.blob_key,
    blobs.c.store,
    blobs.c.size,
    renditions.c.refusal,
    renditions.c.attempts,
    renditions.c.maker,
    renditions.c.made_at,
)
_FIND = query(
    sa.select(*_COLUMNS)
    .join_from(renditions, blobs, blobs.c.key == renditions.c.blob_key, isouter=True)
    .where(*_IS_SOURCE),
    into=Rendition,
)
_LOCK_SOURCE = query(
    sa.select(blobs.c.enterprise_id).where(blobs.c.key == sa.bindparam("key", type_=sa.Text)).with_for_update()
)


async def find_renditions(reader: Reader, source_key: str, kind: str) -> dict[str, Rendition]:
    """What was made of a blob as content of this format, and what could not be, by the name of the part."""
    found = await reader.all(_FIND, source_key=source_key, format=kind)
    return {rendition.part: rendition for rendition in found}


async def record_renditions(
    tx: Transaction, source_key: str, kind: str, parts: Mapping[str, Taken], intake: Intake
) -> bool:
    """A unit: record what was made of a blob; whether it was, since the source may be gone or another process faster."""
    enterprise_id = await tx.value(_LOCK_SOURCE, key=source_key)
    known = await find_renditions(tx, source_key, kind)
    if enterprise_id is None or any(part in known and known[part].is_made for part in parts):
        return False
    for part, taken in parts.items():
        stored = await intake.record(tx, taken, enterprise_id=enterprise_id)
        await _replace(tx, source_key, kind, part, blob_key=stored.key)
    return True


async def record_refusal(
    tx: Transaction, source_key: str, kind: str, parts: tuple[str, ...], *, reason: str, is_death: bool
) -> None:
    """A unit: record that these parts cannot be made; `is_death` where a child died over it, so it may be tried again."""
    if await tx.value(_LOCK_SOURCE, key=source_key) is None:
        return
    known = await find_renditions(tx, source_key, kind)
    for part in parts:
        earlier = known.get(part)
        if earlier is None or not earlier.is_made:
            attempts = 0 if earlier is None or earlier.maker != MAKER else earlier.attempts
            await _replace(tx, source_key, kind, part, refusal=reason, attempts=attempts + 1 if is_death else 0)


async def _replace(
    tx: Transaction,
    source_key: str,
    kind: str,
    part: str,
    *,
    blob_key: str | None = None,
    refusal: str = "",
    attempts: int = 0,
) -> None:
    await tx.delete(renditions, source_key=source_key, format=kind, part=part)
    await tx.insert(
        renditions,
        source_key=source_key,
        format=kind,
        part=part,
        blob_key=blob_key,
        refusal=refusal,
        attempts=attempts,
        maker=MAKER,
        made_at=tx.now,
    )
