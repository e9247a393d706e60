"""Rights and shared links: what the source grants, granted to the counterparts of its people.

`add` takes nothing away; `diff` makes the destination equal the source, but for the account that the job works as.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.extras import Grant, Link
from holdall.migration.platforms.platform import Account, Group
from holdall.migration.platforms.rights import RIGHTS, rights_of, role_for

from .people_ledger import CarriedRight

if TYPE_CHECKING:
    from .extras import Carrier

LINK = "link"
"""What a shared link is known by among the rights of an item."""


class RightsRefused(PlatformError):
    """Somebody could not be given the rights that they have at the source."""

    def __init__(self, message: str) -> None:
        super().__init__(Kind.FORBIDDEN, message)


async def carry_rights(carrier: "Carrier") -> None:
    """Give the counterparts of whom the source's item is shared with the same rights; raises PlatformError."""
    item, policy = carrier.item, carrier.sides.options.permissions.policy
    source = item.source_entry()
    is_root = item.depth == 0
    granted: Sequence[Grant] = []
    if carrier.sides.rights is not None:
        granted = carrier.sides.rights.of(item.path)
    elif item.type != "link" and (carrier.traits.is_shared or is_root):
        granted = await carrier.source.grants(source, inherited=is_root)
    takes_away = policy == "diff" and not is_root  # the destination's folder was there before, and is not the job's own
    if not granted and not takes_away:
        return
    step = _Rights(carrier, await carrier.people.ledger.rights(item))
    await step.look()
    for grant in granted:
        await step.carry(grant)
    if takes_away:
        await step.take_away()
    step.raise_trouble()


class _Rights:
    """The rights to one item while they are carried."""

    def __init__(self, carrier: "Carrier", known: dict[str, CarriedRight]) -> None:
        self._carrier = carrier
        self._known = known
        self._there: dict[tuple[str, str], Grant] = {}
        self._kept: set[str] = set()
        self._wanted: set[str] = set()
        self._troubles: list[str] = []

    async def look(self) -> None:
        """See whom the counterpart is shared with already."""
        for grant in await self._carrier.destination.grants(self._carrier.there):
            for key in _keys(grant.account or grant.group):
                self._there[key] = grant

    async def carry(self, grant: Grant) -> None:
        """Give one grant's counterpart its role, unless it has it."""
        whom = grant.account or grant.group
        if grant.role == "owner" or whom is None:
            return
        found = await self._carrier.people.of(whom)
        identity = grant.address
        self._wanted.add(identity)
        rights = grant.rights or rights_of(grant.role)
        role = grant.role if grant.role in RIGHTS else role_for(rights, self._carrier.there.type)
        row = {"security_id": found.row, "rights": rights}
        is_over = grant.expires is not None and grant.expires <= self._carrier.sides.ledger.database.now
        if found.whom is None or role is None or is_over:
            reason = "has expired" if is_over else f"the destination has no role like {grant.role or rights}"
            reason = (found.message or "has no counterpart") if found.whom is None else reason
            await self._record(identity, **row, status="skipped", reason=reason)
            if found.whom is None and found.by == "unmapped" and self._carrier.people.fails_unmapped(whom):
                self._troubles.append(f"{reason}")
            return
        try:
            address = await self._give(found.whom, role, grant.expires)
        except PlatformError as error:
            if error.kind.is_passing:
                raise
            if self._carrier.item.depth == 0:  # the destination's folder is not the job's own
                await self._record(identity, **row, status="skipped", reason=error.message)
                return
            await self._record(identity, **row, status="remediation", reason=error.message)
            self._troubles.append(f"{found.whom.name or found.whom.id} as {role}: {error.message}")
            return
        self._kept.add(address)
        await self._record(identity, **row, status="success", reason=None, destination_address=address)

    async def _give(self, whom: Account | Group, role: str, expires: int | None) -> str:
        there, destination = self._carrier.there, self._carrier.destination
        present = next((self._there[key] for key in _keys(whom) if key in self._there), None)
        if present is None:
            owner = (await self._owner()) if isinstance(whom, Account) else None
            if owner is not None and owner.id == whom.id:
                return "owner"
            address = await destination.grant(there, whom, role, expires)
        else:
            address = present.address
            only_more = self._carrier.sides.options.permissions.policy == "add" or address in self._kept
            if present.role == role or (only_more and _is_stronger(present.role, role)):
                return address
            await destination.change_grant(there, address, role)
        for key in _keys(whom):
            self._there[key] = Grant(address=address, role=role)
        return address

    async def _owner(self) -> Account | None:
        """Who owns the counterpart, and can be given nothing more."""
        traits = await self._carrier.destination.traits(self._carrier.there)
        return traits.owner

    async def take_away(self) -> None:
        """End what the source does not grant, but for the job's own access."""
        own = await self._carrier.people.own_id()
        ended = {grant.address: grant for grant in self._there.values()}
        for address, grant in ended.items():
            if address in self._kept or (grant.account and grant.account.id == own):
                continue
            await self._carrier.destination.revoke(self._carrier.there, address)
        for identity, right in self._known.items():
            if identity not in self._wanted and identity != LINK:
                await self._carrier.people.ledger.forget_right(right)

    def raise_trouble(self) -> None:
        """Say what could not be granted."""
        if self._troubles:
            raise RightsRefused("permissions: " + "; ".join(self._troubles))

    async def _record(self, identity: str, **values: Any) -> None:
        await _record(self._carrier, identity, self._known, **values)


async def carry_link(carrier: "Carrier") -> None:
    """Give the counterpart a shared link like the item's; raises PlatformError.

    A password cannot be read. A link that had one is for collaborators alone, so that nobody gets in who could not before.
    """
    link = carrier.traits.link
    if carrier.item.depth == 0:
        return
    told = None if link is None else msgspec.to_builtins(link)
    if link is None or told == carrier.carried.get(LINK):
        return
    wanted, reason = link, None
    if link.has_password:
        wanted = Link(access="collaborators", expires=link.expires)
        reason = "the password cannot be read: the link is for collaborators alone until it is given one and opened"
    known = await carrier.people.ledger.rights(carrier.item)
    rights = "read_write" if link.can_edit else "read"
    try:
        made = await carrier.destination.share(carrier.there, wanted)
    except PlatformError as error:
        if not error.kind.is_passing:
            await _record(carrier, LINK, known, rights=rights, status="remediation", reason=error.message)
        raise
    if made.access != wanted.access:
        reason = f"the destination allows {made.access} links at most, where the source's is {wanted.access}"
    status = "processed" if reason else "success"
    await _record(carrier, LINK, known, rights=rights, status=status, reason=reason, destination_address=made.url)
    carrier.carried[LINK] = told


async def _record(carrier: "Carrier", identity: str, known: dict[str, CarriedRight], **values: Any) -> None:
    right = known.get(identity)
    same = right is not None and all(
        getattr(right, name) == values.get(name) for name in ("rights", "status", "destination_address")
    )
    if not same:
        await carrier.people.ledger.record_right(
            carrier.sides.run, carrier.item, identity, right, **{"destination_address": None, **values}
        )


def _is_stronger(present: str, wanted: str) -> bool:
    order = list(RIGHTS)
    return present in order and wanted in order and order.index(present) < order.index(wanted)


def _keys(whom: Account | Group | None) -> list[tuple[str, str]]:
    """What somebody is recognised by: the id, or the address where somebody was only invited."""
    if isinstance(whom, Group):
        return [("group", whom.id)]
    if whom is None:
        return []
    keys = [("account", whom.id)] if whom.id else []
    return keys + ([("address", whom.email.casefold())] if whom.email else [])
