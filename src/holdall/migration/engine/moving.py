"""Files: their bytes, version by version, from the source to the destination.

What the ledger does not know after a crash is looked up at the destination before anything is sent twice.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from holdall.migration.platforms.content import Content, NoContent
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.platform import Details, Entry

from .audit import Event
from .hashing import same_content
from .locks import loosen
from .owners import author_of
from .placing import free_name, leave_out, numbered, occupant, owner_of
from .reasons import Reason
from .rows import Item
from .sides import Sides


async def transfer(sides: Sides, item: Item) -> None:
    """Bring a file's counterpart up to the file; failures go to the ledger."""
    try:
        parent = await sides.folder(item)
        if parent is None:
            await leave_out(sides, item)
        elif item.action == "update":
            await _update(sides, item, parent)
        else:
            await _create(sides, item, parent)
    except PlatformError as error:
        await sides.failed(item, error)
    finally:
        sides.release(item)


async def _create(sides: Sides, item: Item, parent: Item) -> None:
    versions = await _versions(sides, item)
    done = Sent()

    async def take(name: str) -> Entry:
        put = partial(sides.destination.create_file, parent.destination_entry(), name)
        entry = await done.send(sides, versions[0], put)
        done.made = True
        return entry

    try:
        entry = await free_name(sides, item, parent, take)
    except PlatformError as error:
        if error.kind is not Kind.NAME_TAKEN:
            raise
        await _settle(sides, item, parent, versions)
        return
    await _finish(sides, item, parent, entry, versions[1:], done)


async def _settle(sides: Sides, item: Item, parent: Item, versions: Sequence[Entry]) -> None:
    """A new file's name is taken by something that no other item of the job put there."""
    name = sides.fitted(item.name)
    found = await occupant(sides, parent, name)
    if found is None:
        raise PlatformError(Kind.CHANGED, f"the name {name!r} was taken and is free again")
    if found.type != "file":
        raise PlatformError(Kind.NAME_TAKEN, f"the destination has a {found.type} {name!r} already")
    owner = await owner_of(sides, item, parent, found)
    if owner is not None:  # a file that the source has no longer: this one took its place
        await sides.ledger.inherit(item, owner)
    there = await sides.destination.versions(found)
    kept = 0
    for version, counterpart in zip(versions, there, strict=False):
        if not await same_content(sides, version, counterpart):
            break
        kept += 1
    if kept == len(there):  # ours from an attempt that was cut short, or the same by any other way
        await _finish(sides, item, parent, found, versions[kept:], Sent(already=kept))
        return
    policy = sides.options.item_overwrite
    if owner is None and sides.options.transfer_type == "sync":  # both contents are somebody's: the next run decides
        raise PlatformError(Kind.CHANGED, "the destination has got another file of this name since it was looked at")
    if owner is not None or policy == "overwrite":
        await _finish(sides, item, parent, found, versions, Sent())
    elif policy == "skip":
        reason = "the destination has another file of this name, which the job leaves as it is"
        await sides.skipped(item, Reason.KEPT_EXISTING, reason, action="none")
    else:
        raise PlatformError(Kind.NAME_TAKEN, "the destination has another file of this name")


async def _update(sides: Sides, item: Item, parent: Item) -> None:
    entry = item.destination_entry()
    await loosen(sides, item)
    try:
        now = await sides.destination.entry(entry.address)
    except PlatformError as error:
        if error.kind is not Kind.NOT_FOUND:
            raise
        await _create(sides, item, parent)
        return
    versions = _since(await _versions(sides, item), item.moved_revision)
    ours_alone = item.destination_revision is None  # the last attempt arrived damaged
    if not ours_alone and now.revision != item.destination_revision:
        if await same_content(sides, versions[-1], now):
            await _finish(sides, item, parent, now, [], Sent(already=1))
            return
        if not await _prevails(sides, item, parent, now):
            return
    await _finish(sides, item, parent, now, versions, Sent())


async def _prevails(sides: Sides, item: Item, parent: Item, now: Entry) -> bool:
    """Whether the source's content goes over the destination's, when both have changed since the last run."""
    policy = sides.options.conflict_resolution
    source = item.source_entry()
    if policy == "latest":
        policy = "source" if (source.modified or 0) >= (now.modified or 0) else "destination"
    if policy == "failure":
        raise PlatformError(Kind.NAME_TAKEN, "both sides have changed since the last run")
    if policy == "destination":
        message = "both sides have changed, and the destination's content is kept"
        seen = {"moved_revision": item.source_revision, "destination_revision": now.revision}
        await sides.skipped(item, Reason.CONFLICT_KEPT, message, action="none", **seen)
        return False
    if policy == "copy":
        await _keep_beside(sides, parent, now)
    return True


async def _keep_beside(sides: Sides, parent: Item, now: Entry) -> None:
    """Put what the destination holds beside itself under a numbered name, before the source's content replaces it."""
    if sides.destination.features.versions:
        return  # what is replaced stays as a version
    for number in range(2, 100):
        content = await sides.destination.open(now)
        try:
            name = numbered(now.name, number)
            await sides.destination.create_file(parent.destination_entry(), name, content, Details.of(now))
        except PlatformError as error:
            if error.kind is not Kind.NAME_TAKEN:
                raise
        else:
            return
        finally:
            await content.close()


async def _finish(  # noqa: PLR0917 - what a finished file consists of
    sides: Sides, item: Item, parent: Item, entry: Entry, versions: Sequence[Entry], sent: "Sent"
) -> None:
    """Put further versions over a file, and write down what has become of the item."""
    if versions and not sent.made:
        there = {
            "destination_address": entry.address,
            "destination_name": entry.name,
            "destination_parent_id": parent.id,
        }
        before = {**there, "destination_identity": entry.identity, "destination_revision": entry.revision}
        await sides.history.about_to_change(item, Event.UPDATED, **before)
    for version in versions:
        entry = await sent.send(sides, version, partial(sides.destination.replace, entry))
    sha1 = sent.sha1 or item.source_entry().hashes.get("sha1") or item.sha1
    unsent = Event.UPDATED if versions else Event.TAKEN_OVER
    event = Event.CREATED if sent.made else unsent
    await sides.arrived(item, parent, entry, event, sha1=sha1, sent=sent.bytes, versions=sent.versions)


class Sent:
    """What was sent for one item: bytes, versions, and the SHA-1 of the newest."""

    def __init__(self, already: int = 0) -> None:
        self.versions = already
        self.bytes = 0
        self.sha1: str | None = None
        self.made = False
        """Whether the file was not there before."""

    async def send(self, sides: Sides, version: Entry, put: Any) -> Entry:
        """The entry that `put` makes of a version's content and details."""
        limit = sides.destination.features.max_size
        if limit is not None and version.size > limit:
            raise PlatformError(Kind.TOO_LARGE, f"has {version.size} bytes; the destination takes {limit}")
        if sides.options.simulation_mode:
            entry: Entry = await put(NoContent(version.size), Details())
            self.bytes += version.size
            self.versions += 1
            return entry
        content: Content = await sides.source.open(version)
        try:
            modified = content.modified if content.modified is not None else version.modified
            times = (version.created, modified) if sides.options.timestamps else (None, None)
            author = await author_of(sides, version)
            entry = await put(content, Details(created=times[0], modified=times[1], author=author))
        finally:
            await content.close()
        self.sha1 = content.sha1
        self.bytes += content.size
        self.versions += 1
        return entry


async def _versions(sides: Sides, item: Item) -> Sequence[Entry]:
    """The versions that travel, oldest first; the newest is the file as it was planned."""
    file = item.source_entry()
    wanted = sides.options.versioning
    both = sides.source.features.versions and sides.destination.features.versions
    if wanted.preserve == "none" or wanted.select == "latest" or not both:
        return [file]
    return await sides.source.versions(file)


def _since(versions: Sequence[Entry], revision: str | None) -> Sequence[Entry]:
    """The versions after the one that the destination holds."""
    for place, version in enumerate(versions[:-1]):
        if version.revision == revision:
            return versions[place + 1 :]
    return versions[-1:]
