"""The two sides of a job's run, opened through their connections; a destination that is missing is made."""

from typing import Any

import msgspec

from holdall.base.errors import ApiError
from holdall.connector import BoxError
from holdall.migration.engine.options import Options
from holdall.migration.platforms.errors import PlatformError
from holdall.migration.platforms.opening import Missing
from holdall.migration.platforms.platform import Side
from holdall.work import Site

from . import bodies
from .connections import open_side_of
from .options import path_of

LOST = (PlatformError, BoxError, ApiError, ValueError)
"""What opening a side raises where it cannot be opened."""


async def open_sides(site: Site, transfer: bodies.TransferBody, options: Options) -> tuple[Side, Side]:
    """The source and the destination of a run; the caller closes their platforms.

    Raises one of LOST for a side that cannot be opened.
    """
    source = await open_source(site, transfer, options.parallel_writes)
    try:
        missing: Missing = "imagine" if options.simulation_mode else "create"
        return source, await _open(site, transfer.destination, missing, options.parallel_writes)
    except BaseException:
        await source.platform.close()
        raise


async def open_source(site: Site, transfer: bodies.TransferBody, parallel: int = 8) -> Side:
    """The source of a job; raises as `open_sides`."""
    return await _open(site, transfer.source, "refuse", parallel)


def identifier_of(side: bodies.Side) -> str:
    """The id of a side's connection or pool as its row has it."""
    return str(side.connection.id).lower().replace("-", "")


async def _open(site: Site, side: bodies.Side, missing: Missing, parallel: int) -> Side:
    return await open_side_of(
        site,
        identifier_of(side),
        path_of(side.target),
        impersonate_as=_account(side.impersonate_as),
        missing=missing,
        parallel=parallel,
    )


def _account(person: bodies.AccountBody | None) -> dict[str, Any] | None:
    said = msgspec.to_builtins(person) if person is not None else {}
    return {name: value for name, value in said.items() if value} or None
