"""What travels with an item besides its content: who may do what with it, its shared link, comments, tags,
metadata, a lock.

A platform that has such things tells of them and takes them through `Extras`; instants are microseconds since 1970 UTC.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from .platform import Account, Entry, Group
from .schemas import Instance, Schema

LinkAccess = Literal["open", "company", "collaborators"]


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's rights to an item. `address` finds it; of an invited person there may be an e-mail address alone. Where no
    `role` is known, `rights` are its words.
    """

    address: str
    account: Account | None = None
    group: Group | None = None
    role: str
    rights: str = ""
    expires: int | None = None


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A shared link. A password cannot be read; `has_password` says that there is one."""

    access: LinkAccess
    url: str = ""
    expires: int | None = None
    can_download: bool = True
    can_edit: bool = False
    has_password: bool = False


class Lock(msgspec.Struct, frozen=True, kw_only=True):
    """A file's lock and who holds it."""

    owner: Account | None = None
    expires: int | None = None
    prevents_download: bool = False


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """A comment on a file."""

    address: str
    author: Account | None
    created: int
    text: str


class Traits(msgspec.Struct, frozen=True, kw_only=True):
    """What an item has of all this; `is_shared` and `comments` say whether it is worth asking for them. `metadata` is there
    where it was asked for.
    """

    is_shared: bool = False
    comments: int = 0
    link: Link | None = None
    lock: Lock | None = None
    description: str = ""
    tags: tuple[str, ...] = ()
    metadata: tuple[Instance, ...] = ()
    owner: Account | None = None


class Extras(ABC):
    """The extras of one platform. Every method raises PlatformError."""

    @abstractmethod
    async def survey(self, folder: Entry, *, metadata: bool = False) -> Mapping[str, Traits]:
        """What the entries of a folder have, by their addresses; `metadata` too where that is asked for."""

    @abstractmethod
    async def traits(self, entry: Entry, *, metadata: bool = False) -> Traits:
        """What one entry has; `metadata` too where that is asked for."""

    @abstractmethod
    async def grants(self, entry: Entry, *, inherited: bool = False) -> Sequence[Grant]:
        """Who was given rights on the entry itself; with `inherited` also those from the folders above it."""

    @abstractmethod
    async def grant(self, entry: Entry, whom: Account | Group, role: str, expires: int | None) -> str:
        """Give somebody rights without telling them by mail; the address of the grant. An account without an id is
        invited by its e-mail address.
        """

    @abstractmethod
    async def change_grant(self, entry: Entry, address: str, role: str) -> None:
        """Give somebody other rights."""

    @abstractmethod
    async def revoke(self, entry: Entry, address: str) -> None:
        """Take rights away; nothing happens where they are gone already."""

    @abstractmethod
    async def make_owner(self, entry: Entry, whom: Account) -> None:
        """Give the entry to another owner, with all below it; FORBIDDEN or UNSUPPORTED where that cannot be."""

    @abstractmethod
    async def share(self, entry: Entry, link: Link) -> Link:
        """Give the entry a shared link like this one; the link as it is now."""

    @abstractmethod
    async def comments(self, file: Entry) -> Sequence[Comment]:
        """The comments on a file, in the order in which they were written."""

    @abstractmethod
    async def comment(self, file: Entry, text: str) -> str:
        """Comment on a file; the comment's address."""

    @abstractmethod
    async def describe(self, entry: Entry, *, description: str | None, tags: Sequence[str] | None) -> None:
        """Set a description, tags, or both."""

    @abstractmethod
    async def schemas(self) -> Sequence[Schema]:
        """The schemas that there are for metadata."""

    @abstractmethod
    async def make_schema(self, schema: Schema) -> Schema:
        """A new schema like this one; FORBIDDEN where the connection's account may not make any."""

    @abstractmethod
    async def extend_schema(self, schema: Schema, wanted: Schema) -> Schema:
        """A schema with the properties and choices of another one that it lacks; FORBIDDEN as above."""

    @abstractmethod
    async def metadata(self, entry: Entry) -> Sequence[Instance]:
        """The values of metadata that an entry has."""

    @abstractmethod
    async def write_metadata(self, entry: Entry, wanted: Instance, present: Instance | None) -> Instance:
        """Give an entry these values in place of those that are `present`; the values as they are now."""

    @abstractmethod
    async def remove_metadata(self, entry: Entry, schema: str) -> None:
        """Take the values of a schema away; nothing happens where there are none."""

    @abstractmethod
    async def passed_on(self, folder: Entry) -> Sequence[str]:
        """The schemas whose values on a folder everything below it gets."""

    @abstractmethod
    async def pass_on(self, folder: Entry, schema: str) -> None:
        """Let everything below a folder get its values of a schema; nothing happens where it does already."""

    @abstractmethod
    async def stop_passing_on(self, folder: Entry, schema: str) -> None:
        """Let nothing get a folder's values of a schema any more; nothing happens where nothing does."""

    @abstractmethod
    async def lock(self, file: Entry, lock: Lock) -> None:
        """Lock a file, as the lock's owner where it names one and the connection may act as that account."""

    @abstractmethod
    async def unlock(self, file: Entry) -> None:
        """Take the lock off a file; nothing happens where there is none."""
