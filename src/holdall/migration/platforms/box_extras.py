"""Collaborations, shared links, comments, tags, descriptions and locks of Box, without a mail to anybody.

https://developer.box.com/guides/api-calls/suppress-notifications/
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from holdall.connector import Box, BoxError
from holdall.connector import Kind as BoxKind

from .box_errors import problem_of
from .box_metadata import BoxMetadata, instances_in
from .box_people import account_of
from .errors import Kind, PlatformError
from .extras import Comment, Grant, Link, Lock, Traits
from .platform import Account, Entry, Group
from .reached import Reached
from .schemas import Instance

_FIELDS = ["id", "type", "shared_link", "has_collaborations", "description", "tags", "owned_by"]
_FILE_FIELDS = [*_FIELDS, "lock", "comment_count"]
_GRANT_FIELDS = ["id", "role", "status", "accessible_by", "invite_email", "expires_at", "item"]


class BoxExtras(BoxMetadata):
    """The extras of what `reach` finds by addresses; `directory` is the client that knows the enterprise's templates."""

    def __init__(self, reach: Callable[[str], Reached], directory: Box) -> None:
        super().__init__(directory)
        self._reach_address = reach

    async def survey(self, folder: Entry, *, metadata: bool = False) -> Mapping[str, Traits]:
        """What the items of a folder have, a thousand at a call; see Extras."""
        there = self._reach(folder)
        found: dict[str, Traits] = {}
        asked = await self._instance_fields() if metadata else [[]]
        try:
            for number, names in enumerate(asked):
                fields = [*([] if number else _FILE_FIELDS), "type", "id", *names]
                async for record in there.box.iterate(
                    "get_folders_id_items", folder_id=there.id, fields=fields, usemarker=True, limit=1000
                ):
                    address = f"{there.prefix}{record['type']}/{record['id']}"
                    if number:
                        found[address] = _with(found.get(address, Traits()), instances_in(record))
                    else:
                        found[address] = _traits(record)
        except BoxError as error:
            raise problem_of(error) from error
        return found

    async def traits(self, entry: Entry, *, metadata: bool = False) -> Traits:
        """What one item has; see Extras."""
        there = self._reach(entry)
        asked = await self._instance_fields() if metadata else [[]]
        fields = [*(_FILE_FIELDS if there.type == "file" else _FIELDS), *asked[0]]
        found = _traits(await self._of(there, "get", fields=fields))
        if len(asked) > 1:  # more templates than a listing is asked for at once
            return msgspec.structs.replace(found, metadata=_sorted(await self.metadata(entry)))
        return found

    async def grants(self, entry: Entry, *, inherited: bool = False) -> Sequence[Grant]:
        """The collaborations on the item, without those of the folders above unless they are asked for; see Extras."""
        there = self._reach(entry)
        if there.type == "web_link" or (there.type, there.id) == ("folder", "0"):
            return []
        records = await self._collaborations(there)
        own = [record for record in records if (record.get("item") or {}).get("id") == there.id]
        told_nowhere = [record for record in records if record.get("item") is None]  # not accepted yet
        if told_nowhere and not inherited:
            above = await self._above(there)
            own += [record for record in told_nowhere if record["id"] not in above]
        return [_grant(record) for record in (records if inherited else own) if record["status"] != "rejected"]

    async def grant(self, entry: Entry, whom: Account | Group, role: str, expires: int | None) -> str:
        """A new collaboration; see Extras."""
        there = self._reach(entry)
        grantee: dict[str, Any] = {"type": "group" if isinstance(whom, Group) else "user"}
        grantee |= {"id": whom.id} if whom.id else {"login": getattr(whom, "email", None)}
        more = {} if expires is None else {"expires_at": _text(expires)}
        record = await self._call(
            there,
            "post_collaborations",
            item={"type": there.type, "id": there.id},
            accessible_by=grantee,
            role=role,
            notify=False,
            **more,
        )
        return str(record["id"])

    async def change_grant(self, entry: Entry, address: str, role: str) -> None:
        """Another role; see Extras."""
        await self._call(self._reach(entry), "put_collaborations_id", collaboration_id=address, role=role)

    async def revoke(self, entry: Entry, address: str) -> None:
        """End a collaboration; see Extras."""
        try:
            await self._call(self._reach(entry), "delete_collaborations_id", collaboration_id=address)
        except PlatformError as error:
            if error.kind is not Kind.NOT_FOUND:
                raise

    async def make_owner(self, entry: Entry, whom: Account) -> None:
        """A collaborator becomes the owner of a folder at the top of the account; see Extras.

        Box hands over nothing else alone, and what is handed over lies at the top of the new owner's account from then on.
        """
        record = await self._of(self._reach(entry), "get", fields=["type", "parent"])
        if record["type"] != "folder" or (record.get("parent") or {}).get("id") != "0":
            raise PlatformError(Kind.UNSUPPORTED, "only folders at the top of an account are handed over")
        present = [one for one in await self.grants(entry) if one.account and one.account.id == whom.id]
        address = present[0].address if present else await self.grant(entry, whom, "editor", None)
        await self._call(self._reach(entry), "put_collaborations_id", collaboration_id=address, role="owner")

    async def share(self, entry: Entry, link: Link) -> Link:
        """A shared link; see Extras. What Box does not take of it is left out."""
        there = self._reach(entry)
        wanted: dict[str, Any] = {"access": link.access}
        if link.expires is not None:
            wanted["unshared_at"] = _text(link.expires)
        if there.type == "file" and link.access != "collaborators":
            wanted["permissions"] = {"can_download": link.can_download, "can_edit": link.can_edit}
        elif there.type == "folder" and link.access != "collaborators":
            wanted["permissions"] = {"can_download": link.can_download}
        record = await self._of(there, "put", shared_link=wanted, fields=["shared_link"])
        return _link(record["shared_link"]) or link

    async def comments(self, file: Entry) -> Sequence[Comment]:
        """The comments on a file; see Extras."""
        there = self._reach(file)
        try:
            records = [
                record
                async for record in there.box.iterate(
                    "get_files_id_comments",
                    file_id=there.id,
                    fields=["id", "message", "created_by", "created_at"],
                    limit=1000,
                )
            ]
        except BoxError as error:
            raise problem_of(error) from error
        return [
            Comment(
                address=record["id"],
                author=_account(record.get("created_by")),
                created=_instant(record["created_at"]) or 0,
                text=record["message"],
            )
            for record in records
        ]

    async def comment(self, file: Entry, text: str) -> str:
        """A new comment; see Extras."""
        there = self._reach(file)
        record = await self._call(there, "post_comments", item={"type": "file", "id": there.id}, message=text)
        return str(record["id"])

    async def describe(self, entry: Entry, *, description: str | None, tags: Sequence[str] | None) -> None:
        """A description and tags; see Extras. Web links have no tags that could be set."""
        there = self._reach(entry)
        changes: dict[str, Any] = {} if description is None else {"description": description}
        if tags is not None and there.type != "web_link":
            changes["tags"] = list(tags)
        if changes:
            await self._of(there, "put", **changes, fields=["id"])

    async def lock(self, file: Entry, lock: Lock) -> None:
        """A lock, of the connection's own account or of the one that it names; see Extras."""
        there = self._reach(file)
        if lock.owner is not None:
            there = there._replace(box=there.box.as_user(lock.owner.id))
        wanted: dict[str, Any] = {"access": "lock", "is_download_prevented": lock.prevents_download}
        if lock.expires is not None:
            wanted["expires_at"] = _text(lock.expires)
        await self._of(there, "put", lock=wanted, fields=["id"])

    async def unlock(self, file: Entry) -> None:
        """Take the lock off; see Extras."""
        await self._of(self._reach(file), "put", lock=None, fields=["id"])

    def _reach(self, entry: Entry) -> Reached:
        return self._reach_address(entry.address)

    async def _collaborations(self, there: Reached) -> list[dict[str, Any]]:
        try:
            return [
                record
                async for record in there.box.iterate(
                    f"get_{there.type}s_id_collaborations",
                    **{f"{there.type}_id": there.id},
                    fields=_GRANT_FIELDS,
                    limit=1000,
                )
            ]
        except BoxError as error:
            raise problem_of(error) from error

    async def _above(self, there: Reached) -> set[str]:
        """The ids of the collaborations that hold for the folder above."""
        record = await self._of(there, "get", fields=["parent"])
        parent = (record.get("parent") or {}).get("id", "0")
        if parent == "0":
            return set()
        return {one["id"] for one in await self._collaborations(there._replace(type="folder", id=parent))}

    async def _of(self, there: Reached, verb: str, **arguments: Any) -> Any:
        """An operation on the item itself."""
        if there.type == "web_link":  # whose operations know no fields
            arguments.pop("fields", None)
        return await self._call(there, f"{verb}_{there.type}s_id", **{f"{there.type}_id": there.id}, **arguments)

    async def _call(self, there: Reached, operation: str, **arguments: Any) -> Any:
        quiet = there.box.with_options(headers={"Box-Notifications": "off"})
        try:
            return await quiet.call(operation, **arguments)
        except BoxError as error:
            if error.kind is BoxKind.REFUSED and error.code == "user_already_collaborator":
                raise PlatformError(Kind.NAME_TAKEN, str(error)) from error
            raise problem_of(error) from error


def _with(traits: Traits, more: Sequence[Instance]) -> Traits:
    return msgspec.structs.replace(traits, metadata=_sorted([*traits.metadata, *more]))


def _sorted(instances: Sequence[Instance]) -> tuple[Instance, ...]:
    return tuple(sorted(instances, key=lambda one: one.schema))


def _traits(record: Mapping[str, Any]) -> Traits:
    lock = record.get("lock")
    return Traits(
        is_shared=bool(record.get("has_collaborations")),
        comments=record.get("comment_count") or 0,
        link=_link(record.get("shared_link")),
        lock=None
        if lock is None
        else Lock(
            owner=_account(lock.get("created_by")),
            expires=_instant(lock.get("expires_at") or lock.get("expired_at")),
            prevents_download=bool(lock.get("is_download_prevented")),
        ),
        description=record.get("description") or "",
        tags=tuple(record.get("tags") or ()),
        owner=_account(record.get("owned_by")),
        metadata=instances_in(record),
    )


def _link(record: Mapping[str, Any] | None) -> Link | None:
    if record is None:
        return None
    permissions = record.get("permissions") or {}
    return Link(
        access=record.get("access") or record.get("effective_access") or "company",
        url=record.get("url") or "",
        expires=_instant(record.get("unshared_at")),
        can_download=bool(permissions.get("can_download", True)),
        can_edit=bool(permissions.get("can_edit", False)),
        has_password=bool(record.get("is_password_enabled")),
    )


def _grant(record: Mapping[str, Any]) -> Grant:
    whom = record.get("accessible_by")
    is_group = whom is not None and whom["type"] == "group"
    account = _account(whom) if whom is not None and not is_group else None
    if account is None and not is_group:
        account = Account(id="", email=record.get("invite_email"))
    return Grant(
        address=record["id"],
        account=account,
        group=Group(id=whom["id"], name=whom.get("name")) if whom is not None and is_group else None,
        role=record["role"],
        expires=_instant(record.get("expires_at")),
    )


def _account(record: Mapping[str, Any] | None) -> Account | None:
    if not record or not record.get("id"):
        return None
    return account_of(record)


def _instant(text: str | None) -> int | None:
    return None if text is None else int(datetime.fromisoformat(text).timestamp()) * 1_000_000


def _text(instant: int) -> str:
    return datetime.fromtimestamp(instant // 1_000_000, UTC).isoformat()
