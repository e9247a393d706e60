"""The stage for what travels besides content: descriptions, tags, metadata, rights, shared links, comments, locks.

It takes the items that the run has brought to the destination, folder by folder, and looks at each side before it writes.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.extras import Extras, Traits
from holdall.migration.platforms.platform import Entry

from .audit import Event, Note
from .cascades import carry_cascades
from .locks import carry_lock
from .metadata import MetadataRefused, carry_metadata
from .owners import carry_owner
from .people import People
from .people_ledger import CarriedExtras, ExtrasOutcome
from .reasons import Reason
from .remarks import carry_comments
from .rows import Item
from .sharing import RightsRefused, carry_link, carry_rights
from .sides import Halted, Sides

_BATCH = 500
_FEW = 3
"""So few items of a folder are asked for one by one; for more of them the folder is listed."""


class Carrier:
    """What the steps for one item share: both sides, and what was carried before."""

    def __init__(self, sides: Sides, item: Item, traits: Traits, known: CarriedExtras | None) -> None:
        assert sides.destination.extras is not None
        assert sides.people is not None
        self.sides = sides
        self.item = item
        self.traits = traits
        self.people: People = sides.people
        self.destination: Extras = sides.destination.extras
        there = {"counterpart": item.destination_identity}
        self.is_new = known is None or known.carried.get("counterpart") != item.destination_identity
        self.carried: dict[str, Any] = there if known is None or self.is_new else dict(known.carried)

    @property
    def source(self) -> Extras:
        """The source's own, to be asked for what its features say that it has."""
        assert self.sides.source.extras is not None
        return self.sides.source.extras

    @property
    def there(self) -> Entry:
        """The counterpart."""
        return self.item.destination_entry()


async def carry_extras(sides: Sides, types: list[str]) -> None:
    """Bring the extras of items of these types to their counterparts; raises Halted."""
    people = sides.people
    nothing = sides.source.extras is None and sides.rights is None and sides.values is None
    if people is None or nothing or sides.destination.extras is None or not _steps(sides):
        return
    after = 0
    while True:
        again = {"everything": sides.options.reset_permissions, "flagged": sides.options.retry_flagged}
        taken = await people.ledger.take(sides.run, types, after, _BATCH, **again)
        if not taken and not after:
            break
        after = taken[-1].id if taken else 0  # from the beginning again, for those that are to be tried again
        known = await people.ledger.carried([item.id for item in taken])
        by_folder = sorted(taken, key=lambda item: item.parent_id or 0)
        for parent_id, group in itertools.groupby(by_folder, key=lambda item: item.parent_id):
            sides.check_stop()
            await _of_folder(sides, parent_id, list(group), known)
    await people.ledger.count_rights()


async def _of_folder(
    sides: Sides, parent_id: int | None, group: list[Item], known: Mapping[int, CarriedExtras]
) -> None:
    """Several items of one folder at once."""
    listed: Mapping[str, Traits] | None = None
    if parent_id is not None and len(group) > _FEW and sides.source.extras is not None:
        parent = (await sides.ledger.by_ids([parent_id]))[parent_id]
        listed = await _listed(sides, parent)

    def traits_of(item: Item) -> Traits | None:
        return Traits() if sides.source.extras is None else (listed or {}).get(item.source_address)

    plain = [item for item in group if _has_nothing(sides, item, traits_of(item), known)]
    if plain:
        assert sides.people is not None
        await sides.people.ledger.handled_plain(sides.run, plain)
    done = {item.id for item in plain}
    waiting = iter([item for item in group if item.id not in done])

    async def worker() -> None:
        for item in waiting:
            sides.check_stop()
            await _carry(sides, item, traits_of(item), known.get(item.id))

    async with asyncio.TaskGroup() as tasks:
        for _ in range(min(sides.options.parallel_writes, len(group))):
            tasks.create_task(worker())


def _has_nothing(sides: Sides, item: Item, traits: Traits | None, known: Mapping[int, CarriedExtras]) -> bool:
    """Whether there is nothing to carry for an item, nor anything to take back: so it is for most."""
    options = sides.options
    looks_there = options.preserve_owners or options.permissions.policy == "diff"
    return (
        traits is not None
        and traits == Traits(owner=traits.owner)
        and not looks_there
        and not (sides.rights is not None and sides.rights.of(item.path))
        and not (sides.values is not None and sides.values.of(item.path))
        and item.id not in known
        and item.status in ("success", "processed")
    )


async def _listed(sides: Sides, parent: Item) -> Mapping[str, Traits] | None:
    """What the source's folder tells of all that is in it; None where it cannot, and each item is asked for."""
    assert sides.source.extras is not None
    try:
        return await sides.source.extras.survey(parent.source_entry(), metadata=_asks_for_metadata(sides))
    except PlatformError:
        return None


async def _carry(sides: Sides, item: Item, traits: Traits | None, known: CarriedExtras | None) -> None:
    """All steps for one item; one that fails does not keep the others from being done."""
    assert sides.people is not None
    troubles: list[PlatformError] = []
    carrier: Carrier | None = None
    try:
        if traits is None:
            assert sides.source.extras is not None
            traits = await sides.source.extras.traits(item.source_entry(), metadata=_asks_for_metadata(sides))
        carrier = Carrier(sides, item, traits, known)
    except PlatformError as error:
        if error.kind is not Kind.NOT_FOUND:  # what is gone meanwhile is for the next run to notice
            troubles.append(error)
    for step in _steps(sides):
        if carrier is None:
            break
        try:
            await step(carrier)
        except PlatformError as error:
            troubles.append(error)
            if error.kind is Kind.RATE_LIMITED:
                await sides.ledger.count_rate_limit(sides.run)
    attempts = known.attempts if known and known.run_id == sides.run.id else 0
    carried = carrier.carried if carrier else {}
    if any(trouble.kind.is_passing for trouble in troubles) and attempts < sides.options.retries:
        again = ExtrasOutcome("retry", _said(troubles), carried)
        await sides.people.ledger.handled(sides.run, item, again, {}, _notes(sides, item, Event.RETRIED, troubles))
        await sides.sleep(min(max(trouble.retry_after or 0.1 * 2**attempts for trouble in troubles), 60))
        return
    await _settle(sides, item, troubles, carried)


async def _settle(sides: Sides, item: Item, troubles: list[PlatformError], carried: dict[str, Any]) -> None:
    """Write what came of an item's extras: trouble flags it, unless the job says that it does not matter."""
    assert sides.people is not None
    flags = sides.options.permissions.failures in ("exceptions", "all")
    changes: dict[str, Any] = {}
    reason = _said(troubles) if troubles else None
    if troubles and flags:
        changes = {"status": "remediation", "reason": reason, "category": _category(troubles).value}
        changes["changed_run"] = sides.run.id
    elif item.status in ("retry", "pending", "remediation"):
        renamed = item.depth > 0 and item.destination_name != item.name
        changes = {"status": "processed" if renamed else "success", "reason": None, "changed_run": sides.run.id}
        changes["category"] = Reason.NAME_CHANGED.value if renamed else None
    outcome = ExtrasOutcome("remediation" if troubles else "success", reason, carried)
    notes = _notes(sides, item, Event.FLAGGED, troubles) if troubles else ()
    await sides.people.ledger.handled(sides.run, item, outcome, changes, notes)
    if troubles and flags and sides.options.failure_policy == "halt":
        raise Halted("failed", f"{item.path}: {reason}")


def _notes(sides: Sides, item: Item, event: Event, troubles: list[PlatformError]) -> Sequence[Note]:
    return sides.audit.note(event, item, reason=_category(troubles), message=_said(troubles))


def _category(troubles: list[PlatformError]) -> Reason:
    """The reason that counts: rights that were not given before anything else."""
    for kind, reason in ((RightsRefused, Reason.RIGHTS), (MetadataRefused, Reason.METADATA)):
        if any(isinstance(one, kind) for one in troubles):
            return reason
    return Reason(troubles[0].kind.value)


def _said(troubles: list[PlatformError]) -> str:
    return "; ".join(dict.fromkeys(trouble.message for trouble in troubles))


def _asks_for_metadata(sides: Sides) -> bool:
    return sides.options.metadata and sides.source.features.metadata and sides.destination.features.metadata


Step = Callable[[Carrier], Awaitable[None]]


def _steps(sides: Sides) -> list[Step]:
    """What the job wants carried, of what both sides have; a lock comes last, since it keeps others from writing."""
    options, here, there = sides.options, sides.source.features, sides.destination.features
    tells_rights = here.permissions or sides.rights is not None
    wanted: list[tuple[bool, Step]] = [
        (
            (options.descriptions and here.descriptions and there.descriptions)
            or (options.tags == "add" and here.tags and there.tags),
            _describe,
        ),
        (_asks_for_metadata(sides) or (there.metadata and sides.values is not None), carry_metadata),
        (_asks_for_metadata(sides), carry_cascades),
        (options.permissions.policy != "none" and tells_rights and there.permissions, carry_rights),
        (options.permissions.links and here.shared_links and there.shared_links, carry_link),
        (options.preserve_owners and here.permissions and there.permissions, carry_owner),
        (options.comments and here.comments and there.comments, carry_comments),
        (options.lock_propagation != "ignore" and here.checkout and there.checkout, carry_lock),
    ]
    return [step for is_wanted, step in wanted if is_wanted]


async def _describe(carrier: Carrier) -> None:
    """A description and tags, where they differ from what was carried last."""
    options, traits, item = carrier.sides.options, carrier.traits, carrier.item
    if item.depth == 0:
        return  # the folder that a job's path names is the administrator's own
    wanted: dict[str, Any] = {}
    if options.descriptions and traits.description != carrier.carried.get("description", ""):
        wanted["description"] = traits.description
    if options.tags == "add" and item.type != "link" and list(traits.tags) != carrier.carried.get("tags", []):
        wanted["tags"] = list(traits.tags)
    if not wanted:
        return
    tags = wanted.get("tags")
    if tags is not None:
        present = (await carrier.destination.traits(carrier.there)).tags
        tags = [*present, *(tag for tag in tags if tag not in present)]
    await carrier.destination.describe(carrier.there, description=wanted.get("description"), tags=tags)
    carrier.carried |= wanted
