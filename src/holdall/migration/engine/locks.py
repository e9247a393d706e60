"""Locks on files: mirrored after everything else was carried, and taken off again before a file gets new content.

Only what a job locked is unlocked by it.
"""

from typing import TYPE_CHECKING

import msgspec

from holdall.migration.platforms.extras import Lock
from holdall.migration.platforms.platform import Account

from .rows import Item
from .sides import Sides

if TYPE_CHECKING:
    from .extras import Carrier

LOCK = "lock"
"""What is kept of a lock among what was carried."""


async def carry_lock(carrier: "Carrier") -> None:
    """Lock the counterpart of a locked file, with `mirror_owner` in the name of its holder's counterpart; or unlock it."""
    lock = carrier.traits.lock
    told = None if lock is None else msgspec.to_builtins(lock)
    if carrier.item.type != "file" or told == carrier.carried.get(LOCK):
        return
    if lock is None:
        await carrier.destination.unlock(carrier.there)
        carrier.carried.pop(LOCK, None)
        return
    if (await carrier.destination.traits(carrier.there)).lock is None:
        holder = None
        if carrier.sides.options.lock_propagation == "mirror_owner" and lock.owner is not None:
            holder = (await carrier.people.of(lock.owner)).whom
        owner = holder if isinstance(holder, Account) and holder.id else None
        mirrored = Lock(owner=owner, expires=lock.expires, prevents_download=lock.prevents_download)
        await carrier.destination.lock(carrier.there, mirrored)
    carrier.carried[LOCK] = told


async def loosen(sides: Sides, item: Item) -> None:
    """Take off the lock that an earlier run put on a file, since the file is to get new content; raises PlatformError."""
    extras = sides.destination.extras
    if sides.options.lock_propagation == "ignore" or sides.people is None or extras is None:
        return
    known = (await sides.people.ledger.carried([item.id])).get(item.id)
    if known is None or LOCK not in known.carried:
        return
    await extras.unlock(item.destination_entry())
    await sides.people.ledger.forget_carried(known, LOCK)
