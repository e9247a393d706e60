"""Folders that pass their metadata on to everything below them: the counterparts do so, too.

Only folders with values are asked for it, since nothing else can be passed on. What a person lets pass on at the destination stays.
"""

from typing import TYPE_CHECKING

from holdall.migration.platforms.errors import PlatformError

from .metadata import MetadataRefused

if TYPE_CHECKING:
    from .extras import Carrier

_PASSED_ON = "passed on"
"""What is kept of it among what was carried: the source's schemas."""


async def carry_cascades(carrier: "Carrier") -> None:
    """Let a folder's counterpart pass on what the folder does, and no longer what the job brought and the folder does no more."""
    item, schemas = carrier.item, carrier.sides.schemas
    if item.depth == 0 or item.type != "folder":
        return  # the folder that a job's path names is the administrator's own
    before = set(carrier.carried.get(_PASSED_ON, []))
    now = set(await carrier.source.passed_on(item.source_entry())) if carrier.traits.metadata else set()
    assert schemas is not None
    try:
        for schema in sorted(now - before):
            await carrier.destination.pass_on(carrier.there, (await schemas.target(schema)).schema)
        for schema in sorted(before - now):
            await carrier.destination.stop_passing_on(carrier.there, (await schemas.target(schema)).schema)
    except PlatformError as error:
        if error.kind.is_passing or isinstance(error, MetadataRefused):
            raise
        raise MetadataRefused(f"metadata: the folder cannot pass its values on: {error.message}") from error
    if now or before:
        carrier.carried[_PASSED_ON] = sorted(now)
