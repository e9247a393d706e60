"""How fast the service may be as a whole: runs at a time, files at a time, bytes a second."""

from typing import Annotated, Any

import msgspec
import sqlalchemy as sa

from holdall.base.clock import time_zone
from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest
from holdall.work.registry import LIMITS, Queue

from .bandwidth import rate_at
from .bodies import Bandwidth, ParallelWrites, Part, read_part
from .tables import settings

MOST_TRANSFERS = LIMITS[Queue.LONG].at_a_time
"""How many long works one process does at a time; more transfers would only wait."""
MOST_WRITES = 64

_NAME = "performance"
_VALUE = query(sa.select(settings.c.value).where(settings.c.name == sa.bindparam("name")))


class Performance(Part, frozen=True):
    """The limits of the service. `parallel_writes.requested` is for jobs that say nothing, `max` for all."""

    parallel_writes: ParallelWrites = ParallelWrites(requested=8, max=MOST_WRITES)
    concurrent_transfers: Annotated[int, msgspec.Meta(ge=1, le=MOST_TRANSFERS)] = 4
    max_concurrent_transfers: int = MOST_TRANSFERS
    upload: Bandwidth = Bandwidth()
    download: Bandwidth = Bandwidth()


async def read_performance(reader: Reader) -> Performance:
    """The limits as they are set."""
    value = await reader.value(_VALUE, name=_NAME)
    return msgspec.json.decode(value, type=Performance) if value else Performance()


async def change_performance(tx: Transaction, said: dict[str, Any]) -> Performance:
    """A unit: set the limits that are said; the others stay. Raises BadRequest naming what is wrong."""
    now = msgspec.to_builtins(await read_performance(tx))
    told = {key: value for key, value in said.items() if key != "max_concurrent_transfers"}
    if isinstance(told.get("parallel_writes"), dict):
        told["parallel_writes"] = {**now["parallel_writes"], **told["parallel_writes"]}
    limits: Performance = read_part({**now, **told}, Performance, "")
    writes = limits.parallel_writes
    if (writes.max or 0) > MOST_WRITES:
        raise BadRequest(f"parallel_writes.max is refused: {MOST_WRITES} is the most")
    for limit in (limits.upload, limits.download):
        rate_at(limit, time_zone("UTC"), tx.now)
    value = msgspec.json.encode(limits).decode()
    if not await tx.update(settings, {"name": _NAME}, value=value):
        await tx.insert(settings, name=_NAME, value=value)
    return limits
