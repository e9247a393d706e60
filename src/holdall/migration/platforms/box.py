"""Box, and whatever speaks its API such as Holdall, as one account: the platforms `box` and `box-service`.

It stands on the connector alone, so that it works the same against Box itself.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from holdall.connector import Box, BoxError

from . import box_people
from .box_errors import problem_of
from .box_extras import BoxExtras
from .content import PIECE, BytesContent, Content
from .errors import Kind, PlatformError
from .names import PathRules, problem
from .platform import Account, Details, Entry, Features, Group, Platform, Wanted
from .reached import Reached

_FIELDS = [
    "type",
    "id",
    "name",
    "size",
    "sha1",
    "url",
    "file_version",
    "content_created_at",
    "content_modified_at",
    "owned_by",
    "item_status",
]


_PARTS = 2
"""How many parts of a large file are under way at once: each is held in memory, and several files go side by side."""


class BoxPlatform(Platform):
    """One account's content at Box or Holdall, through a client that the platform closes.

    Box takes the times of content with an upload and never otherwise, in whole seconds; folders have their own.

    `delete_permanently` empties the trash of what is deleted, as the connections' `delete_behavior` asks. `directory` is asked
    for people and groups: whoever is acted as may not know them. `account_id` is who looks, where that is known.
    """

    features = Features(
        stable_identity=True,
        move=True,
        versions=True,
        links="web",
        timestamps=frozenset({"created", "modified"}),
        hashes=frozenset({"sha1"}),
        impersonation=True,
        query_account=True,
        query_group=True,
        permissions=True,
        shared_links=True,
        comments=True,
        tags=True,
        metadata=True,
        descriptions=True,
        checkout=True,
    )
    rules = PathRules(
        invalid_characters=frozenset("/\\"),
        invalid_beginnings=(" ",),
        invalid_endings=(" ",),
        case_sensitive=False,
        composition_sensitive=False,
    )

    extras: BoxExtras

    def __init__(
        self,
        box: Box,
        *,
        root_folder_id: str = "0",
        delete_permanently: bool = False,
        platform_id: str = "box",
        directory: Box | None = None,
        account_id: str | None = None,
    ) -> None:
        self.id = platform_id
        self._box = box
        self._directory = directory or box
        self._root = f"folder/{root_folder_id}"
        self._permanently = delete_permanently
        self.extras = BoxExtras(self._reach, self._directory)
        self._account_id = account_id
        self._may_write: dict[tuple[str, str], bool] = {}

    def _reach(self, address: str) -> Reached:
        kind, identifier = address.split("/")
        return Reached(self._box, kind, identifier)

    def as_account(self, account: Account) -> "BoxPlatform":
        """The same connection acting as another account, from that account's root; it is closed with this one."""
        return BoxPlatform(
            self._box.as_user(account.id),
            delete_permanently=self._permanently,
            platform_id=self.id,
            directory=self._directory,
            account_id=account.id,
        )

    async def myself(self) -> Account:
        """Whom the connection is signed in as; see Platform."""
        return await box_people.myself(self._box)

    async def account(self, wanted: Wanted) -> Account:
        """A user of the enterprise; see Platform. Everybody is found by themselves, others by administrators."""
        return await box_people.find_account(self._directory, wanted)

    def accounts(self, q: str | None = None) -> AsyncIterator[Sequence[Account]]:
        """The users of the enterprise, for administrators; see Platform."""
        return box_people.accounts(self._directory, q)

    async def group(self, wanted: Wanted) -> Group:
        """A group of the enterprise; see Platform."""
        return await box_people.find_group(self._directory, wanted)

    def groups(self, q: str | None = None) -> AsyncIterator[Sequence[Group]]:
        """The groups of the enterprise; see Platform."""
        return box_people.groups(self._directory, q)

    async def root(self) -> Entry:
        """The account's root, or the folder that stands for it; see Platform."""
        return Entry(address=self._root, identity=self._root, type="folder", name="")

    async def entry(self, address: str) -> Entry:
        """One item; see Platform."""
        kind, identifier = address.split("/")
        record = await self._call(f"get_{kind}s_id", **{f"{kind}_id": identifier}, **_fields_of(kind))
        if record.get("item_status", "active") != "active":
            raise PlatformError(Kind.NOT_FOUND, f"{record['name']} is in the trash")
        return _entry(record)

    async def child(self, folder: Entry, name: str) -> Entry | None:
        """An item of a folder; see Platform. Box takes names without regard to case for the same."""
        if reason := problem(name, self.rules):
            raise PlatformError(Kind.NAME_REFUSED, f"the name {name!r} {reason}")
        return await super().child(folder, name)

    async def children(self, folder: Entry) -> AsyncIterator[Sequence[Entry]]:
        """The items of a folder; see Platform."""
        own = await self._own_id()
        pages = self._box.pages(
            "get_folders_id_items", folder_id=_id(folder), fields=_FIELDS, usemarker=True, limit=1000
        )
        try:
            async for page in pages:
                yield [_entry(record, own) for record in page]
        except BoxError as error:
            raise problem_of(error) from error

    async def versions(self, file: Entry) -> Sequence[Entry]:
        """The versions, oldest first; see Platform."""
        older: list[Entry] = []
        try:
            async for record in self._box.iterate(
                "get_files_id_versions", file_id=_id(file), fields=["id", "sha1", "size", "modified_at", "trashed_at"]
            ):
                if not record.get("trashed_at"):
                    older.append(_version(file, record))
        except BoxError as error:
            raise problem_of(error) from error
        return [*reversed(older), file]

    async def open(self, file: Entry) -> Content:
        """The bytes of the entry's version, checked by their SHA-1; see Platform."""
        if file.size <= PIECE:
            wanted = {"id": _id(file), "size": file.size, "sha1": file.hashes["sha1"]}
            try:
                return BytesContent(await self._box.read(wanted, version_id=file.revision or None))
            except BoxError as error:
                raise problem_of(error) from error
        return _BoxContent(self._box, file)

    async def create_folder(self, parent: Entry, name: str, details: Details) -> Entry:
        """A new folder; see Platform."""
        self._check(name)
        return _entry(await self._call("post_folders", name=name, parent={"id": _id(parent)}, fields=_FIELDS))

    async def create_file(self, parent: Entry, name: str, content: Content, details: Details) -> Entry:
        """A new file; see Platform."""
        self._check(name)
        box = await self._writer(details, parent)
        return await self._upload(box, content, details, name=name, folder_id=_id(parent))

    async def replace(self, file: Entry, content: Content, details: Details) -> Entry:
        """A new version; see Platform."""
        record = await self._call("get_files_id", file_id=_id(file), fields=[*_FIELDS, "etag"])
        if _entry(record).revision != file.revision:
            raise PlatformError(Kind.CHANGED, f"{file.name} has changed since it was looked at")
        target = {"name": file.name, "file_id": _id(file), "if_match": record["etag"]}
        return await self._upload(await self._writer(details, file), content, details, **target)

    async def create_link(self, parent: Entry, name: str, target: str) -> Entry:
        """A new web link; see Platform."""
        self._check(name)
        return _entry(await self._call("post_web_links", name=name, url=target, parent={"id": _id(parent)}))

    async def move(self, entry: Entry, parent: Entry, name: str) -> Entry:
        """Another name or parent; see Platform."""
        self._check(name)
        kind, identifier = entry.address.split("/")
        changes = {"name": name, "parent": {"id": _id(parent)}, **_fields_of(kind)}
        return _entry(await self._call(f"put_{kind}s_id", **{f"{kind}_id": identifier}, **changes))

    async def delete(self, entry: Entry) -> None:
        """Into the trash, and out of it where deletions are permanent; see Platform."""
        kind, identifier = entry.address.split("/")
        arguments: dict[str, Any] = {f"{kind}_id": identifier}
        await self._call(f"delete_{kind}s_id", **arguments, **({"recursive": True} if kind == "folder" else {}))
        if self._permanently:
            await self._call(f"delete_{kind}s_id_trash", **arguments)

    async def restore(self, entry: Entry, parent: Entry, name: str) -> Entry:
        """Out of the trash; see Platform."""
        kind, identifier = entry.address.split("/")
        where = {"name": name, "parent": {"id": _id(parent)}}
        return _entry(await self._call(f"post_{kind}s_id", **{f"{kind}_id": identifier}, **where, **_fields_of(kind)))

    async def revert(self, file: Entry, revision: str) -> Entry:
        """An earlier version as the newest; see Platform."""
        now = await self.entry(file.address)
        if now.revision != file.revision:
            raise PlatformError(Kind.CHANGED, f"{file.name} has changed since it was looked at")
        await self._call("post_files_id_versions_current", file_id=_id(file), id=revision, type="file_version")
        return await self.entry(file.address)

    async def close(self) -> None:
        """Close the client's connections."""
        await self._box.close()

    async def _own_id(self) -> str:
        """The id of the account that looks; asked for once."""
        if self._account_id is None:
            self._account_id = (await self.myself()).id
        return self._account_id

    def _check(self, name: str) -> None:
        if reason := problem(name, self.rules):
            raise PlatformError(Kind.NAME_REFUSED, f"the name {name!r} {reason}")

    async def _writer(self, details: Details, place: Entry) -> Box:
        """The client that writes to a folder or a file: the author's, where the author may write there."""
        author = details.author
        if author is None:
            return self._box
        box, known = self._box.as_user(author.id), (author.id, place.address)
        if known not in self._may_write:
            kind, identifier = place.address.split("/")
            try:
                record = await box.call(f"get_{kind}s_id", **{f"{kind}_id": identifier}, fields=["permissions"])
                self._may_write[known] = bool(record["permissions"]["can_upload"])
            except BoxError as error:
                if problem_of(error).kind not in (Kind.FORBIDDEN, Kind.NOT_FOUND):
                    raise problem_of(error) from error
                self._may_write[known] = False
        return box if self._may_write[known] else self._box

    async def _upload(self, box: Box, content: Content, details: Details, **target: Any) -> Entry:
        source = await content.read() if content.size <= PIECE else content.pieces()
        arguments: dict[str, Any] = {**target, **_times(details), "size": content.size, "concurrency": _PARTS}
        try:
            record = await box.upload(source, **arguments)
        except BoxError as error:
            raise problem_of(error) from error
        # The answer to an upload may leave fields out, and the times are what a migration must prove.
        return _entry(record) if "content_modified_at" in record else await self.entry(f"file/{record['id']}")

    async def _call(self, operation: str, **arguments: Any) -> Any:
        try:
            return await self._box.call(operation, **arguments)
        except BoxError as error:
            raise problem_of(error) from error


class _BoxContent(Content):
    """A large file's bytes as they arrive."""

    def __init__(self, box: Box, file: Entry) -> None:
        super().__init__(file.size)
        self._box = box
        self._file = file

    async def _pieces(self) -> AsyncIterator[bytes]:
        arguments = {"file_id": _id(self._file), **({"version": self._file.revision} if self._file.revision else {})}
        try:
            content = await self._box.call("get_files_id_content", **arguments)
            async with content:
                async for piece in content:
                    yield piece
        except BoxError as error:
            raise problem_of(error) from error

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes; CORRUPT where they are not the ones that Box's SHA-1 promises."""
        async for piece in super().pieces():
            yield piece
        if self.sha1 != self._file.hashes.get("sha1", self.sha1):
            raise PlatformError(Kind.CORRUPT, f"{self._file.name} arrived with SHA-1 {self.sha1}, not with Box's")


def _fields_of(kind: str) -> dict[str, Any]:
    """The fields to ask for; operations on web links know no such argument."""
    return {} if kind == "web_link" else {"fields": _FIELDS}


def _id(entry: Entry) -> str:
    return entry.address.split("/")[1]


def _entry(record: Mapping[str, Any], own: str | None = None) -> Entry:
    """An item; whether it is somebody else's is told to who says who looks."""
    kind = {"web_link": "link"}.get(record["type"], record["type"])
    owner = record.get("owned_by")
    address = f"{record['type']}/{record['id']}"
    return Entry(
        address=address,
        identity=address,
        type=kind,
        name=record["name"],
        revision=(record.get("file_version") or {}).get("id", ""),
        size=record.get("size", 0) if kind == "file" else 0,
        hashes={"sha1": record["sha1"]} if "sha1" in record else {},
        created=_microseconds(record.get("content_created_at")),
        modified=_microseconds(record.get("content_modified_at")),
        owner=Account(id=owner["id"], email=owner.get("login"), name=owner.get("name")) if owner else None,
        shared=bool(own and owner and owner["id"] != own),
        target=record.get("url"),
    )


def _version(file: Entry, record: Mapping[str, Any]) -> Entry:
    return Entry(
        address=file.address,
        identity=file.identity,
        type="file",
        name=file.name,
        revision=record["id"],
        size=record["size"],
        hashes={"sha1": record["sha1"]},
        created=file.created,
        modified=_microseconds(record.get("modified_at")),
        owner=file.owner,
    )


def _microseconds(text: str | None) -> int | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond


def _times(details: Details) -> dict[str, str]:
    """Box keeps whole seconds."""
    times = {"content_created_at": details.created, "content_modified_at": details.modified}
    return {
        name: datetime.fromtimestamp(moment // 1_000_000, UTC).isoformat()
        for name, moment in times.items()
        if moment is not None
    }
