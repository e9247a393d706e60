"""Undoing a run: what it made is removed, what it replaced, moved and deleted goes back, as far as nobody changed it since.

The last thing that the run did is undone first. What is done is written down step by step, and what a crash leaves in
between is recognised at the platforms, so that doing it again is going on.
"""

from collections.abc import Callable, Sequence
from itertools import groupby

import msgspec

from holdall.base.db import Database
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.platform import Entry, Platform, Side

from .audit import Event
from .rows import Item
from .sides import Halted
from .undo_ledger import Change, NotUndoable, UndoLedger, refuse_if_never_undoable

_AT_ONCE = 500


class Undone(msgspec.Struct):
    """What came of undoing a run: how many items were put back, and those that stay as they are, with the reason."""

    run: int
    removed: int = 0
    reverted: int = 0
    moved_back: int = 0
    restored: int = 0
    kept: list[tuple[str, str]] = []

    @property
    def summary(self) -> str:
        """All of it in one line."""
        back = f"{self.reverted} put back to earlier versions, {self.moved_back} moved back, {self.restored} restored"
        return f"{self.removed} removed, {back}, {len(self.kept)} left as they are"


async def undo(
    database: Database, job_id: str, source: Side, destination: Side, *, stop: Callable[[], str | None] = lambda: None
) -> Undone | None:
    """Undo the last run of a job that is not undone yet; None where there is none.

    `stop` answers why to end now; the rest is done when it is begun again. Raises Halted then, NotUndoable for a run that goes on
    or wrote to both sides, and PlatformError where a platform cannot be used; single items that cannot be put back are told and left.
    """
    ledger = await UndoLedger.of_last_run(database, job_id)
    if ledger is None:
        return None
    if ledger.run.finished_at is None and await ledger.ledger.is_led(ledger.run):
        raise NotUndoable(
            "the run is under way, or was cut short less than a minute ago; cancel it, or wait, and undo it then"
        )
    refuse_if_never_undoable(ledger.run)
    undoing = _Undoing(ledger, source.platform, destination.platform, stop)
    await ledger.begin()
    await undoing.put_back()
    await undoing.remove_made()
    await destination.platform.settle()
    await ledger.end(undoing.done.summary)
    return undoing.done


class _Undoing:
    def __init__(
        self, ledger: UndoLedger, source: Platform, destination: Platform, stop: Callable[[], str | None]
    ) -> None:
        self._ledger = ledger
        self._source = source
        self._destination = destination
        self._stop = stop
        self.done = Undone(ledger.run.id)

    def _check_stop(self) -> None:
        if reason := self._stop():
            raise Halted(reason, f"{reason} on request")

    async def put_back(self) -> None:
        """Undo what the run changed, the last change first."""
        how = {
            Event.MOVED.value: self._move_back,
            Event.UPDATED.value: self._revert,
            Event.DELETED.value: self._restore,
            Event.REMOVED_FROM_SOURCE.value: self._restore_source,
        }
        while page := await self._ledger.changes(_AT_ONCE):
            for change in page:
                self._check_stop()
                try:
                    await how[change.event](change)
                except PlatformError as error:
                    _raise_if_passing(error)
                    await self._keep(change, error.message)

    async def _keep(self, change: Change, reason: str) -> None:
        if change.event == Event.REMOVED_FROM_SOURCE.value:
            item = await self._ledger.item(change.item_id)
            if item is not None:
                await self._ledger.kept(item, "the source could not have it back, so the destination's stays")
        self.done.kept.append((change.before["path"], reason))
        await self._ledger.settled(change, reason, kept=True)

    async def _move_back(self, change: Change) -> None:
        item = await self._ledger.item(change.item_id)
        place = await self._ledger.item(change.before["destination_parent_id"] or 0)
        if item is None or place is None or place.destination_address is None:
            await self._keep(change, "its folder is no longer there")
            return
        name = change.before["destination_name"]
        folder = place.destination_entry()
        there = await self._destination.child(folder, name)
        if there is not None and there.identity == change.before["destination_identity"]:
            entry = there  # it never left, or is back already
        else:
            now = await self._present(item)
            if now is None:
                await self._keep(change, "was moved or deleted since")
                return
            entry = await self._destination.move(now, folder, name)
            self.done.moved_back += 1
        where = {
            "destination_address": entry.address,
            "destination_identity": entry.identity,
            "destination_name": entry.name,
            "destination_parent_id": place.id,
        }
        await self._ledger.ledger.relocated(item, where)
        await self._ledger.settled(change, "moved back", item=item, action="move", status="pending")

    async def _present(self, item: Item) -> Entry | None:
        """The item's counterpart, where the ledger knows it to be; None where it is not there."""
        parent = await self._ledger.item(item.destination_parent_id or 0)
        if parent is None or parent.destination_address is None or item.destination_name is None:
            return None
        found = await self._destination.child(parent.destination_entry(), item.destination_name)
        return found if found is not None and found.identity == item.destination_identity else None

    async def _revert(self, change: Change) -> None:
        item = await self._ledger.item(change.item_id)
        if item is None or item.destination_address is None:
            await self._keep(change, "was moved or deleted since")
            return
        if item.created_run == self._ledger.run.id:
            await self._ledger.settled(change, "is removed with what the run made")
            return
        earlier = change.before["destination_revision"]
        now = await self._destination.entry(item.destination_address)
        if now.revision == item.destination_revision != earlier:
            now = await self._destination.revert(now, earlier)
            self.done.reverted += 1
        elif now.revision != earlier and not await self._is_back(now, earlier):
            await self._keep(change, "was changed since")
            return
        if change.before["moved_revision"] is None:
            await self._ledger.unplaced(change, item, "put back to what was there before")
            return
        values = {"moved_revision": change.before["moved_revision"], "verified_run": None}
        values |= {"destination_revision": now.revision, "status": "pending", "action": "update"}
        await self._ledger.settled(change, "put back to its earlier version", item=item, **values)

    async def _is_back(self, now: Entry, revision: str) -> bool:
        """Whether the file holds what an earlier version held: an attempt that was cut short put it back."""
        versions = await self._destination.versions(now)
        earlier = next((version for version in versions[:-1] if version.revision == revision), None)
        return earlier is not None and await self._destination.sha1(earlier) == await self._destination.sha1(now)

    async def _restore(self, change: Change) -> None:
        await self._come_back(change, self._destination, change.before["destination_address"])

    async def _restore_source(self, change: Change) -> None:
        if await self._come_back(change, self._source, change.before["source_address"]):
            item = await self._ledger.item(change.item_id)
            if item is not None and item.source.get("removed"):
                kept = {name: value for name, value in item.source.items() if name != "removed"}
                await self._ledger.ledger.record_all([(item.id, {"source": kept})])

    async def _come_back(self, change: Change, platform: Platform, address: str) -> bool:
        """Bring an entry back from a platform's trash, unless it is there; whether it is there now."""
        at_source = platform is self._source
        kind, name = change.before["type"], change.before["name" if at_source else "destination_name"]
        try:
            await platform.entry(address)
        except PlatformError as error:
            if error.kind is not Kind.NOT_FOUND:
                raise
            parent = await self._parent(change, at_source=at_source)
            if parent is None:
                await self._keep(change, "its folder is no longer there")
                return False
            await platform.restore(Entry(address=address, identity="", type=kind, name=name), parent, name)
            self.done.restored += 1
        await self._ledger.settled(change, "restored")
        return True

    async def _parent(self, change: Change, *, at_source: bool) -> Entry | None:
        if at_source:
            item = await self._ledger.item(change.item_id)
            parent = await self._ledger.item(item.parent_id or 0) if item is not None else None
            return parent.source_entry() if parent is not None else None
        parent = await self._ledger.item(change.before["destination_parent_id"] or 0)
        there = parent is not None and parent.destination_address is not None
        return parent.destination_entry() if parent is not None and there else None

    async def remove_made(self) -> None:
        """Remove what the run made, from the inside out."""
        while page := await self._ledger.made(_AT_ONCE):
            for parent_id, group in groupby(page, lambda item: item.destination_parent_id):
                self._check_stop()
                await self._remove_from(parent_id, list(group))

    async def _remove_from(self, parent_id: int | None, made: Sequence[Item]) -> None:
        there = await self._listed(parent_id)
        gone: list[Item] = []
        for item in made:
            try:
                reason = await self._remove(item, there.get(item.destination_address or ""))
            except PlatformError as error:
                _raise_if_passing(error)
                reason = error.message
            if reason is None:
                gone.append(item)
            else:
                self.done.kept.append((item.path, reason))
                await self._ledger.kept(item, reason)
        await self._ledger.removed(gone)

    async def _listed(self, parent_id: int | None) -> dict[str, Entry]:
        parent = await self._ledger.item(parent_id or 0)
        found: dict[str, Entry] = {}
        if parent is not None and parent.destination_address is not None:
            try:
                async for page in self._destination.children(parent.destination_entry()):
                    found.update((entry.address, entry) for entry in page)
            except PlatformError as error:
                if error.kind is not Kind.NOT_FOUND:
                    raise
        return found

    async def _remove(self, item: Item, entry: Entry | None) -> str | None:
        """Remove what was made of an item; why it stays, or None."""
        if entry is None:
            return await self._why_elsewhere(item)
        if entry.name != item.destination_name:
            return "was renamed since"
        if item.type == "file" and entry.revision != item.destination_revision:
            return "was changed since"
        if item.type == "folder":
            async for page in self._destination.children(entry):
                if page:
                    return "holds what the run did not make, or what was changed since"
        await self._destination.delete(entry)
        self.done.removed += 1
        return None

    async def _why_elsewhere(self, item: Item) -> str | None:
        try:
            await self._destination.entry(item.destination_address or "")
        except PlatformError as error:
            if error.kind is Kind.NOT_FOUND:
                return None
            raise
        return "was moved since"


def _raise_if_passing(error: PlatformError) -> None:
    """What may work later is no reason to leave an item as it is: the undoing is begun again then."""
    if error.kind.is_passing and error.kind is not Kind.CHANGED:
        raise error
