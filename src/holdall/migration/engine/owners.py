"""Owners: whose content an item is at the destination, where that is not the counterpart of the source's owner.

A tree at Box has one owner. What lies at the top of the account that the job works as is handed over; anything else is written
down as it is, so that an administrator can see it.
"""

from typing import TYPE_CHECKING, Any

from holdall.migration.platforms.errors import PlatformError
from holdall.migration.platforms.platform import Account, Entry

from .sides import Sides

if TYPE_CHECKING:
    from .extras import Carrier

OWNER = "owner"
"""What the owner is known by among the rights of an item."""


async def carry_owner(carrier: "Carrier") -> None:
    """Let the counterpart of an item's owner own the counterpart; raises PlatformError for trouble that may pass."""
    item, owner = carrier.item, carrier.traits.owner
    if owner is None or item.depth == 0 or carrier.carried.get(OWNER) == owner.id:
        return
    found = await carrier.people.of(owner)
    row: dict[str, Any] = {"security_id": found.row, "rights": "full"}
    if not isinstance(found.whom, Account) or not found.whom.id:
        reason = found.message or f"{owner.email or owner.name} has no account at the destination"
        await _write(carrier, row, "skipped", reason)
    else:
        await _hand_over(carrier, found.whom, row)
    carrier.carried[OWNER] = owner.id


async def _hand_over(carrier: "Carrier", owner: Account, row: dict[str, Any]) -> None:
    now = (await carrier.destination.traits(carrier.there)).owner
    if now is not None and now.id == owner.id:
        await _write(carrier, row, "success", None, carrier.there.address)
        return
    holder = now.email if now else "the account that the job works as"
    if carrier.item.depth > 1:
        await _write(carrier, row, "skipped", f"belongs to {holder}, as all of the folder that it is in does")
        return
    try:
        await carrier.destination.make_owner(carrier.there, owner)
    except PlatformError as error:
        if error.kind.is_passing:
            raise
        await _write(carrier, row, "skipped", f"belongs to {holder}, who cannot hand it over: {error.message}")
        return
    await _write(carrier, row, "success", None, carrier.there.address)


async def _write(
    carrier: "Carrier", row: dict[str, Any], status: str, reason: str | None, address: str | None = None
) -> None:
    ledger = carrier.people.ledger
    known = (await ledger.rights(carrier.item)).get(OWNER)
    await ledger.record_right(
        carrier.sides.run, carrier.item, OWNER, known, **row, status=status, reason=reason, destination_address=address
    )


async def author_of(sides: Sides, file: Entry) -> Account | None:
    """Whom a file's counterpart is to be written as, where owners are preserved: the counterpart of its owner.

    None where that is the job's own account, or nobody. Raises PlatformError where people cannot be asked for.
    """
    if not sides.options.preserve_owners or sides.people is None or file.owner is None:
        return None
    if not sides.destination.features.impersonation or not sides.destination.features.permissions:
        return None
    found = (await sides.people.of(file.owner)).whom
    if not isinstance(found, Account) or not found.id or found.id == await sides.people.own_id():
        return None
    return found
