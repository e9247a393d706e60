"""A whole Box enterprise: its root holds a folder for every user, named by the e-mail address, and each acts as that user.

`/ada@company.com/Reports` is what Ada sees as `/Reports`.
"""

from collections.abc import AsyncIterator, Sequence

import msgspec

from holdall.connector import Box

from .box import BoxPlatform
from .box_extras import BoxExtras
from .content import Content
from .errors import Kind, PlatformError
from .platform import Account, Details, Entry, Group, Platform, Wanted
from .reached import Reached

_ROOT = Entry(address="enterprise", identity="enterprise", type="folder", name="")


class EnterprisePlatform(Platform):
    """The content of every user of an enterprise, through the client of an administrator or of a service account.

    An address is the user's id before the address at Box. With `only` that one user's folder is all there is, and
    permissions are not carried, as the vendor documents it for an administrator's connection that impersonates.
    """

    extras: BoxExtras

    def __init__(
        self,
        box: Box,
        *,
        delete_permanently: bool = False,
        platform_id: str = "box",
        impersonates_in_path: bool = False,
        only: Account | None = None,
    ) -> None:
        self.id = platform_id
        self._own = BoxPlatform(box, delete_permanently=delete_permanently, platform_id=platform_id)
        kept = only is None
        self.features = msgspec.structs.replace(self._own.features, permissions=kept, shared_links=kept)
        self.rules = self._own.rules
        self.client = box
        self._permanently = delete_permanently
        self._in_path = impersonates_in_path
        self._only = only
        self._accounts: dict[str, BoxPlatform] = {}
        self.extras = BoxExtras(self._reach, box)

    def as_account(self, account: Account) -> Platform:
        """One user's content; see Platform.

        Where paths name the user anyway (an administrator's connection) they still do, and permissions stay behind.
        """
        if not self._in_path:
            return self._own.as_account(account)
        return EnterprisePlatform(
            self.client,
            delete_permanently=self._permanently,
            platform_id=self.id,
            impersonates_in_path=True,
            only=account,
        )

    async def root(self) -> Entry:
        """The folder of the users' folders; see Platform."""
        return _ROOT

    async def children(self, folder: Entry) -> AsyncIterator[Sequence[Entry]]:
        """The users, or what is in a folder of one; see Platform."""
        if folder.address == _ROOT.address:
            async for page in self._users():
                yield page
            return
        user, inside = self._inside(folder)
        async for page in self._of(user).children(inside):
            yield [_outside(user, entry) for entry in page]

    async def child(self, folder: Entry, name: str) -> Entry | None:
        """An entry of a folder, or a user by e-mail address; see Platform."""
        if folder.address != _ROOT.address:
            user, inside = self._inside(folder)
            found = await self._of(user).child(inside, name)
            return found and _outside(user, found)
        if "@" not in name:
            message = f"the path begins with {name!r}: on this connection it begins with a user's e-mail address"
            raise PlatformError(Kind.NOT_FOUND, message)
        if self._only is not None:
            return _home(self._only) if (self._only.email or "").casefold() == name.casefold() else None
        try:
            return _home(await self._own.account(Wanted(email=name)))
        except PlatformError as error:
            if error.kind is Kind.NOT_FOUND:
                return None
            raise

    async def entry(self, address: str) -> Entry:
        """One entry, or a user's folder; see Platform."""
        if address == _ROOT.address:
            return _ROOT
        user, _, inside = address.partition("/")
        if inside == _HOME:
            return _home(await self._own.account(Wanted(id=user)))
        return _outside(user, await self._of(user).entry(inside))

    async def versions(self, file: Entry) -> Sequence[Entry]:
        """The versions of a file; see Platform."""
        user, inside = self._inside(file)
        return [_outside(user, version) for version in await self._of(user).versions(inside)]

    async def open(self, file: Entry) -> Content:
        """The content of a file; see Platform."""
        user, inside = self._inside(file)
        return await self._of(user).open(inside)

    async def create_folder(self, parent: Entry, name: str, details: Details) -> Entry:
        """A folder of a user's; see Platform. People are not made by a migration."""
        if parent.address == _ROOT.address and await self.child(parent, name):
            raise PlatformError(Kind.NAME_TAKEN, f"{name} is a user")
        user, inside = self._inside(parent)
        return _outside(user, await self._of(user).create_folder(inside, name, details))

    async def create_file(self, parent: Entry, name: str, content: Content, details: Details) -> Entry:
        """A file of a user's; see Platform."""
        user, inside = self._inside(parent)
        return _outside(user, await self._of(user).create_file(inside, name, content, details))

    async def create_link(self, parent: Entry, name: str, target: str) -> Entry:
        """A web link of a user's; see Platform."""
        user, inside = self._inside(parent)
        return _outside(user, await self._of(user).create_link(inside, name, target))

    async def replace(self, file: Entry, content: Content, details: Details) -> Entry:
        """A new version; see Platform."""
        user, inside = self._inside(file)
        return _outside(user, await self._of(user).replace(inside, content, details))

    async def move(self, entry: Entry, parent: Entry, name: str) -> Entry:
        """Another name or parent in the same user's content; see Platform."""
        self._refuse_homes(entry)
        user, inside, target = self._within(entry, parent)
        return _outside(user, await self._of(user).move(inside, target, name))

    async def delete(self, entry: Entry) -> None:
        """Remove an item of a user's; see Platform."""
        self._refuse_homes(entry)
        user, inside = self._inside(entry)
        await self._of(user).delete(inside)

    async def restore(self, entry: Entry, parent: Entry, name: str) -> Entry:
        """Out of a user's trash; see Platform."""
        user, inside, target = self._within(entry, parent)
        return _outside(user, await self._of(user).restore(inside, target, name))

    async def revert(self, file: Entry, revision: str) -> Entry:
        """An earlier version as the newest; see Platform."""
        user, inside = self._inside(file)
        return _outside(user, await self._of(user).revert(inside, revision))

    async def myself(self) -> Account:
        """Whom the connection is signed in as; see Platform."""
        return await self._own.myself()

    async def account(self, wanted: Wanted) -> Account:
        """A user; see Platform."""
        return await self._own.account(wanted)

    def accounts(self, q: str | None = None) -> AsyncIterator[Sequence[Account]]:
        """The users; see Platform."""
        return self._own.accounts(q)

    async def group(self, wanted: Wanted) -> Group:
        """A group; see Platform."""
        return await self._own.group(wanted)

    def groups(self, q: str | None = None) -> AsyncIterator[Sequence[Group]]:
        """The groups; see Platform."""
        return self._own.groups(q)

    async def close(self) -> None:
        """Close the client's connections."""
        await self._own.close()

    async def _users(self) -> AsyncIterator[Sequence[Entry]]:
        if self._only is not None:
            yield [_home(self._only)]
            return
        async for page in self._own.accounts():
            yield [_home(account) for account in page if account.email and not account.built_in]

    def _of(self, user: str) -> BoxPlatform:
        """The content of one user, acting as that user."""
        if user not in self._accounts:
            self._accounts[user] = self._own.as_account(Account(id=user))
        return self._accounts[user]

    def _reach(self, address: str) -> Reached:
        if address == _ROOT.address:  # which has no extras of its own, as no account's root has
            return Reached(self.client, "folder", "0")
        user, kind, identifier = address.split("/")
        return Reached(self.client.as_user(user), kind, identifier, f"{user}/")

    def _inside(self, entry: Entry) -> tuple[str, Entry]:
        """The user's id, and the entry as that user's own connection knows it."""
        user, _, address = entry.address.partition("/")
        if not address:
            raise PlatformError(
                Kind.FORBIDDEN, "the folder of all users holds their folders alone: name one by e-mail address"
            )
        identity = address if address == _HOME else entry.identity
        return user, msgspec.structs.replace(entry, address=address, identity=identity)

    def _within(self, entry: Entry, parent: Entry) -> tuple[str, Entry, Entry]:
        """The user, the entry and a folder of the same user's; FORBIDDEN where the folder is another's."""
        (user, inside), (other, target) = self._inside(entry), self._inside(parent)
        if user != other:
            message = f"{entry.name} belongs to another user than the folder that it is to be moved to"
            raise PlatformError(Kind.FORBIDDEN, message)
        return user, inside, target

    def _refuse_homes(self, entry: Entry) -> None:
        if entry.address.endswith(f"/{_HOME}"):
            raise PlatformError(
                Kind.FORBIDDEN, f"{entry.name} is a user: a migration neither renames nor deletes people"
            )


_HOME = "folder/0"


def _home(account: Account) -> Entry:
    return Entry(
        address=f"{account.id}/{_HOME}",
        identity=f"user/{account.id}",
        type="folder",
        name=account.email or account.id,
        owner=Account(id=account.id, email=account.email, name=account.name),
    )


def _outside(user: str, entry: Entry) -> Entry:
    """An entry of a user's own connection, with the user before its address; what it is stays the same for everybody."""
    return msgspec.structs.replace(entry, address=f"{user}/{entry.address}")
