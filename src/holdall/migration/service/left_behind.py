"""What a job asks to be carried besides content and its connections leave behind, as warnings when the job is made."""

from collections.abc import Iterator
from typing import Any

from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.migration.engine.options import Options

from .bodies import PermissionsBody, TransferBody
from .connections import Connection, get_connection
from .known_platforms import PLATFORMS
from .options import options_of


async def left_behind(reader: Reader, transfer: TransferBody) -> list[str]:
    """A warning for each option that has no effect between these two sides, naming the side and why."""
    asked = list(_asked(options_of(transfer)))
    warnings: list[str] = []
    told: set[str] = set()
    imports = isinstance(transfer.permissions, PermissionsBody) and transfer.permissions.import_ is not None
    for end in ("source", "destination") if asked else ():
        side = getattr(transfer, end)
        try:
            connection = await get_connection(reader, str(side.connection.id).lower().replace("-", ""))
        except NotFound:
            continue  # a template's placeholder
        for option, feature in asked:
            if end == "source" and option == "permissions" and imports:
                continue
            reason = _why(connection, feature, impersonates=side.impersonate_as is not None)
            if reason is not None and option not in told:
                told.add(option)
                warnings.append(f"transfer.{option} has no effect: the {end} {reason}")
    return warnings


def _asked(options: Options) -> Iterator[tuple[str, str]]:
    """The options that carry something, each with the feature that both sides need for it."""
    if options.permissions.policy != "none":
        yield "permissions", "permissions"
    if options.permissions.links:
        yield "permissions.links", "shared_links"
    if options.preserve_owners:
        yield "preserve_owners", "permissions"
    if options.metadata_map is not None and options.metadata_map.schemas:
        yield "metadata_map", "metadata"
    if options.lock_propagation != "ignore":
        yield "lock_propagation", "checkout"


def _why(connection: Connection, feature: str, *, impersonates: bool) -> str | None:
    """Why a connection leaves something behind, or None where it does not."""
    if connection.admin_mode and impersonates and feature != "checkout":
        return (
            "connection is in admin mode and the job impersonates; "
            "leave impersonate_as out, since the path names the user"
        )
    known: Any = PLATFORMS.get(connection.platform_id)
    if known is not None and not getattr(known.features, feature):
        return f"is {known.name}, which keeps no {feature.replace('_', ' ').replace('checkout', 'locks')}"
    return None
