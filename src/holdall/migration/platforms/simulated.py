"""A destination that nothing is written to: it answers as the real one would, for simulations.

What the real destination holds counts; what would be made is remembered by name alone.
"""

import itertools
from collections.abc import AsyncIterator, Mapping, Sequence

from .content import Content
from .errors import Kind, PlatformError
from .extras import Comment, Extras, Grant, Link, Lock, Traits
from .names import key
from .platform import Account, Details, Entry, Group, Platform, Wanted
from .schemas import Instance, Schema

_MARK = "simulated:"

IMAGINED = Entry(address=f"{_MARK}root", identity=f"{_MARK}root", type="folder", name="")
"""The root of a destination that is not there yet."""


class SimulatedPlatform(Platform):
    """Another platform, read and never written to; it is closed with this one."""

    def __init__(self, real: Platform) -> None:
        self._real = real
        self.features = real.features
        self.rules = real.rules
        self._taken: dict[str, set[str]] = {}
        self._numbers = itertools.count()
        self.extras = SimulatedExtras(real.extras) if real.extras is not None else None

    @property
    def id(self) -> str:  # type: ignore[override] # the real one's, which is known now
        """The real platform's id."""
        return self._real.id

    async def root(self) -> Entry:
        """The real root; see Platform."""
        return await self._real.root()

    async def children(self, folder: Entry) -> AsyncIterator[Sequence[Entry]]:
        """What is really in a folder, nothing where the folder is not real; see Platform."""
        if not _is_simulated(folder):
            async for page in self._real.children(folder):
                yield page

    async def entry(self, address: str) -> Entry:
        """A real entry; see Platform."""
        if address.startswith(_MARK):
            raise PlatformError(Kind.NOT_FOUND, "the entry is only simulated")
        return await self._real.entry(address)

    async def open(self, file: Entry) -> Content:
        """The content of a real file; see Platform."""
        return await self._real.open(file)

    async def versions(self, file: Entry) -> Sequence[Entry]:
        """The versions of a real file; see Platform."""
        return await self._real.versions(file)

    async def create_folder(self, parent: Entry, name: str, details: Details) -> Entry:
        """What a folder would be; see Platform."""
        return await self._make(parent, name, "folder", 0)

    async def create_file(self, parent: Entry, name: str, content: Content, details: Details) -> Entry:
        """What a file would be; its content is not read. See Platform."""
        return await self._make(parent, name, "file", content.size)

    async def create_link(self, parent: Entry, name: str, target: str) -> Entry:
        """What a link would be; see Platform."""
        return await self._make(parent, name, "link", 0)

    async def replace(self, file: Entry, content: Content, details: Details) -> Entry:
        """The file as it is; see Platform."""
        return file

    async def move(self, entry: Entry, parent: Entry, name: str) -> Entry:
        """What the entry would be at its new place; see Platform."""
        return await self._make(parent, name, entry.type, entry.size)

    async def delete(self, entry: Entry) -> None:
        """Nothing is removed; see Platform."""

    async def myself(self) -> Account:
        """Whom the connection is signed in as; see Platform."""
        return await self._real.myself()

    async def account(self, wanted: Wanted) -> Account:
        """A real account; see Platform."""
        return await self._real.account(wanted)

    def accounts(self, q: str | None = None) -> AsyncIterator[Sequence[Account]]:
        """The real accounts; see Platform."""
        return self._real.accounts(q)

    async def group(self, wanted: Wanted) -> Group:
        """A real group; see Platform."""
        return await self._real.group(wanted)

    def groups(self, q: str | None = None) -> AsyncIterator[Sequence[Group]]:
        """The real groups; see Platform."""
        return self._real.groups(q)

    async def close(self) -> None:
        """Close the real platform."""
        await self._real.close()

    async def _make(self, parent: Entry, name: str, kind: str, size: int) -> Entry:
        names = self._taken.get(parent.address)
        if names is None:
            names = {key(entry.name, self.rules) async for page in self.children(parent) for entry in page}
            self._taken[parent.address] = names
        if key(name, self.rules) in names:
            raise PlatformError(Kind.NAME_TAKEN, f"the name {name!r} is taken")
        names.add(key(name, self.rules))
        address = f"{_MARK}{next(self._numbers)}"
        return Entry(address=address, identity=address, type=kind, name=name, size=size)  # type: ignore[arg-type]


class SimulatedExtras(Extras):
    """The extras of a destination that nothing is written to: what is not real has none."""

    def __init__(self, real: Extras) -> None:
        self._real = real

    async def survey(self, folder: Entry, *, metadata: bool = False) -> Mapping[str, Traits]:
        """What a real folder's entries have; see Extras."""
        return {} if _is_simulated(folder) else await self._real.survey(folder, metadata=metadata)

    async def traits(self, entry: Entry, *, metadata: bool = False) -> Traits:
        """What a real entry has; see Extras."""
        return Traits() if _is_simulated(entry) else await self._real.traits(entry, metadata=metadata)

    async def schemas(self) -> Sequence[Schema]:
        """The real schemas; see Extras."""
        return await self._real.schemas()

    async def make_schema(self, schema: Schema) -> Schema:
        """No schema is made; see Extras."""
        return schema

    async def extend_schema(self, schema: Schema, wanted: Schema) -> Schema:
        """No schema is changed; see Extras."""
        return wanted

    async def metadata(self, entry: Entry) -> Sequence[Instance]:
        """The values of a real entry; see Extras."""
        return [] if _is_simulated(entry) else await self._real.metadata(entry)

    async def write_metadata(self, entry: Entry, wanted: Instance, present: Instance | None) -> Instance:
        """No values are written; see Extras."""
        return wanted

    async def remove_metadata(self, entry: Entry, schema: str) -> None:
        """No values are taken away; see Extras."""

    async def passed_on(self, folder: Entry) -> Sequence[str]:
        """The schemas of a real folder; see Extras."""
        return [] if _is_simulated(folder) else await self._real.passed_on(folder)

    async def pass_on(self, folder: Entry, schema: str) -> None:
        """Nothing is passed on; see Extras."""

    async def stop_passing_on(self, folder: Entry, schema: str) -> None:
        """Nothing stops; see Extras."""

    async def grants(self, entry: Entry, *, inherited: bool = False) -> Sequence[Grant]:
        """Whom a real entry is shared with; see Extras."""
        return [] if _is_simulated(entry) else await self._real.grants(entry, inherited=inherited)

    async def comments(self, file: Entry) -> Sequence[Comment]:
        """The comments on a real file; see Extras."""
        return [] if _is_simulated(file) else await self._real.comments(file)

    async def grant(self, entry: Entry, whom: Account | Group, role: str, expires: int | None) -> str:
        """Nothing is granted; see Extras."""
        return f"{_MARK}{whom.id}"

    async def change_grant(self, entry: Entry, address: str, role: str) -> None:
        """Nothing is changed; see Extras."""

    async def revoke(self, entry: Entry, address: str) -> None:
        """Nothing is taken away; see Extras."""

    async def make_owner(self, entry: Entry, whom: Account) -> None:
        """Nothing is handed over; see Extras."""

    async def share(self, entry: Entry, link: Link) -> Link:
        """No link is made; see Extras."""
        return link

    async def comment(self, file: Entry, text: str) -> str:
        """Nothing is said; see Extras."""
        return _MARK

    async def describe(self, entry: Entry, *, description: str | None, tags: Sequence[str] | None) -> None:
        """Nothing is described; see Extras."""

    async def lock(self, file: Entry, lock: Lock) -> None:
        """Nothing is locked; see Extras."""

    async def unlock(self, file: Entry) -> None:
        """Nothing is unlocked; see Extras."""


def _is_simulated(entry: Entry) -> bool:
    return entry.address.startswith(_MARK)
