"""What every platform is to a migration: entries to list, bytes to read and write, and what it declares of itself.

An address finds an entry; an identity says that it is still the same one after a rename or a move.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from .content import Content
from .errors import Kind, PlatformError
from .local_small import Copied, Failed, Reading, Writing
from .names import PathRules
from .schemas import Instance

if TYPE_CHECKING:
    from .extras import Extras

EntryType = Literal["file", "folder", "link", "other"]
Time = Literal["created", "modified"]
LinkKind = Literal["none", "symbolic", "web"]


class Features(msgspec.Struct, frozen=True, kw_only=True):
    """What a platform can do; the names that reports and answers use for it are these.

    `stable_identity`: an entry's identity survives renames and moves. `move`: it renames and moves without copying.
    `versions`: a file keeps what it held before. `empty_folders`: a folder may exist without content. `links`: which kind of
    entry that points elsewhere it keeps. `timestamps`: which times of content it keeps as told. `hashes`: which hashes it tells
    without reading. `impersonation`: one connection acts as other accounts. `max_size`: the largest file in bytes.
    `query_account` and `query_group`: it tells who is there. `permissions`: it tells who may do what with an item, and takes
    the same; `shared_links`, `comments`, `tags`, `metadata` (values of properties, by
    schemas), `descriptions` and `checkout` (locks) likewise.
    """

    stable_identity: bool = False
    move: bool = False
    versions: bool = False
    empty_folders: bool = True
    links: LinkKind = "none"
    timestamps: frozenset[Time] = frozenset()
    hashes: frozenset[str] = frozenset()
    impersonation: bool = False
    max_size: int | None = None
    query_account: bool = False
    query_group: bool = False
    permissions: bool = False
    shared_links: bool = False
    comments: bool = False
    tags: bool = False
    metadata: bool = False
    descriptions: bool = False
    checkout: bool = False


class Account(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person of a platform; `built_in` is one that stands for the platform itself, such as a service account."""

    id: str
    email: str | None = None
    name: str | None = None
    username: str | None = None
    external_id: str | None = None
    admin: bool = False
    disabled: bool = False
    built_in: bool = False


class Group(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A group of people of a platform."""

    id: str
    name: str | None = None
    caption: str | None = None
    external_id: str | None = None


class Wanted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whom a request means: by id, else by e-mail address, else by name. The words are those of `impersonate_as`."""

    id: str | None = None
    email: str | None = None
    name: str | None = None

    def __str__(self) -> str:
        """The words of the request that decide."""
        return self.id or self.email or self.name or "nobody"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An item as its platform tells of it; times are microseconds since 1970 UTC and belong to the content.

    `revision` changes whenever the content does. `target` is where a link points to. `problem` says why the item
    cannot be moved although it can be seen. `shared` is that it belongs to somebody else than the account that looks.
    `metadata` is there where it was asked for; see `telling`.
    """

    address: str
    identity: str
    type: EntryType
    name: str
    revision: str = ""
    size: int = 0
    hashes: Mapping[str, str] = {}
    created: int | None = None
    modified: int | None = None
    owner: Account | None = None
    shared: bool = False
    target: str | None = None
    problem: str | None = None
    metadata: tuple[Instance, ...] = ()


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """What an item brings along besides its name and its bytes; times as in Entry.

    `author` is an account of the platform that is to have written it: a platform that impersonates writes as that account
    where the account may write there, else as its own.
    """

    created: int | None = None
    modified: int | None = None
    author: Account | None = None

    @classmethod
    def of(cls, entry: Entry) -> "Details":
        """The details of an entry, for its counterpart."""
        return cls(created=entry.created, modified=entry.modified)


class Platform(ABC):
    """One connection to a platform, as one account. Every method raises PlatformError, and says so by kind."""

    id: str
    features: Features
    rules: PathRules
    extras: "Extras | None" = None
    """What travels besides content, where the platform has any of it."""

    @abstractmethod
    async def root(self) -> Entry:
        """The folder that everything is below."""

    @abstractmethod
    def children(self, folder: Entry) -> AsyncIterator[Sequence[Entry]]:
        """What is in a folder, a page at a time, in no particular order; NOT_FOUND where the folder is gone."""

    @abstractmethod
    async def entry(self, address: str) -> Entry:
        """The entry at an address as it is now, with every hash and time that the platform knows; or NOT_FOUND."""

    @abstractmethod
    async def open(self, file: Entry) -> Content:
        """The content of the file, or of the version, that the entry tells of.

        CHANGED, at once or when the bytes are read to their end, where it holds something else by now.
        """

    @abstractmethod
    async def create_folder(self, parent: Entry, name: str, details: Details) -> Entry:
        """A new folder; NAME_TAKEN where the name is in use."""

    @abstractmethod
    async def create_file(self, parent: Entry, name: str, content: Content, details: Details) -> Entry:
        """A new file; it appears whole or not at all. NAME_TAKEN where the name is in use."""

    @abstractmethod
    async def replace(self, file: Entry, content: Content, details: Details) -> Entry:
        """New content for a file, as a new version where the platform has versions; whole or not at all.

        CHANGED where the file's revision is no longer the entry's.
        """

    @abstractmethod
    async def move(self, entry: Entry, parent: Entry, name: str) -> Entry:
        """The entry under another parent or name; NAME_TAKEN where the name is in use."""

    @abstractmethod
    async def delete(self, entry: Entry) -> None:
        """Remove a file, or a folder with all that is in it; NOT_FOUND where it is gone already."""

    async def versions(self, file: Entry) -> Sequence[Entry]:
        """The versions of a file from the oldest to the current one, each to be opened; the file alone by default."""
        return [file]

    async def create_link(self, parent: Entry, name: str, target: str) -> Entry:
        """A new link; UNSUPPORTED where the platform has none."""
        raise PlatformError(Kind.UNSUPPORTED, f"{self.id} keeps no links; {name!r} points to {target}")

    async def restore(self, entry: Entry, parent: Entry, name: str) -> Entry:
        """A deleted entry back from the trash, with all that was in it, into a folder under a name.

        NOT_FOUND where it is in no trash, NAME_TAKEN where the name is in use, UNSUPPORTED where the platform has no trash.
        """
        raise PlatformError(Kind.UNSUPPORTED, f"{self.id} keeps nothing that is deleted, so {name!r} cannot come back")

    async def revert(self, file: Entry, revision: str) -> Entry:
        """The file with the content of an earlier version, which becomes its newest; UNSUPPORTED without versions.

        CHANGED where the file's revision is no longer the entry's.
        """
        raise PlatformError(Kind.UNSUPPORTED, f"{self.id} keeps no earlier versions, so {file.name!r} stays as it is")

    def as_account(self, account: Account) -> "Platform":
        """The same connection acting as another account, from that account's root; it is closed with this one.

        UNSUPPORTED where the platform has no impersonation.
        """
        raise PlatformError(Kind.UNSUPPORTED, f"a connection to {self.id} cannot act as another account")

    async def myself(self) -> Account:
        """Whom the connection is signed in as; UNSUPPORTED where the platform has no accounts."""
        raise PlatformError(Kind.UNSUPPORTED, f"{self.id} has no accounts")

    async def account(self, wanted: Wanted) -> Account:
        """The one account that is meant; NOT_FOUND where there is none, or where a name means several."""
        raise PlatformError(Kind.UNSUPPORTED, f"{self.id} has no accounts")

    def accounts(self, q: str | None = None) -> AsyncIterator[Sequence[Account]]:
        """The accounts, a page at a time; with `q` those whose name or address begins so."""
        raise PlatformError(Kind.UNSUPPORTED, f"{self.id} has no accounts")

    async def group(self, wanted: Wanted) -> Group:
        """The one group that is meant, by id or name; NOT_FOUND as for accounts."""
        raise PlatformError(Kind.UNSUPPORTED, f"{self.id} has no groups")

    def groups(self, q: str | None = None) -> AsyncIterator[Sequence[Group]]:
        """The groups, a page at a time; with `q` those whose name begins so."""
        raise PlatformError(Kind.UNSUPPORTED, f"{self.id} has no groups")

    async def sha1(self, file: Entry) -> str:
        """The SHA-1 of a file's bytes: as the platform tells it, else by reading them."""
        if "sha1" in file.hashes:
            return file.hashes["sha1"]
        content = await self.open(file)
        try:
            async for _ in content.pieces():
                pass
        finally:
            await content.close()
        return content.sha1

    async def settle(self) -> None:
        """Come back when everything written so far would outlast a crash of the machine."""
        return

    async def close(self) -> None:
        """Close connections; closing twice is no error."""
        return

    async def find(self, path: Sequence[str]) -> Entry:
        """The entry that these names lead to from the root; NOT_FOUND names the first that is missing."""
        entry = await self.root()
        for depth, name in enumerate(path):
            found = await self.child(entry, name)
            if found is None:
                raise PlatformError(Kind.NOT_FOUND, f"there is no /{'/'.join(path[: depth + 1])} on {self.id}")
            entry = found
        return entry

    async def child(self, folder: Entry, name: str) -> Entry | None:
        """The entry of a folder by its exact name, else None."""
        async for page in self.children(folder):
            for entry in page:
                if entry.name == name:
                    return entry
        return None


class DirectPlatform(Platform):
    """A platform of this machine, where a small file costs less than the way to another thread: many are done for one.

    These verbs say what is to be done, and what was; local_small does it. They wait on the thread that calls them.
    """

    @abstractmethod
    def reading(self, file: Entry) -> Reading:
        """How to read a small file."""

    @abstractmethod
    def writing(self, parent: Entry, name: str, details: Details) -> Writing:
        """How to write a new small file; as `create_file`."""

    @abstractmethod
    def written(self, parent: Entry, name: str, copied: Copied) -> Entry:
        """A small file that was written."""

    @abstractmethod
    def problem_at(self, address: str, failed: Failed) -> PlatformError:
        """Why a small file could not be read or written."""


class Side(msgspec.Struct, frozen=True):
    """A platform, and the entry of it that a job's path leads to."""

    platform: Platform
    root: Entry
