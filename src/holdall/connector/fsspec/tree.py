"""From paths to Box's ids: folders are listed once and remembered for a while, large ones are asked for a name alone.

A path is the names from the root folder, joined by slashes; the root itself is the empty path.
"""

import unicodedata
from collections.abc import Mapping, MutableMapping
from datetime import datetime
from typing import Any

from holdall.connector.box import Box
from holdall.connector.errors import BoxError, Kind

FIELDS = (
    "type",
    "id",
    "name",
    "size",
    "sha1",
    "etag",
    "created_at",
    "modified_at",
    "content_modified_at",
    "file_version",
)  # fmt: skip
"""What is asked of each item."""

_PAGE = 1000
_KINDS = {"file": "file", "folder": "directory"}

Info = dict[str, Any]
"""What fsspec says of a path: name, size, type, and here also id, etag, sha1, created, modified."""


class Tree:
    """The items below a root folder, by path. `listings` keeps whole folders; whoever changes one forgets it."""

    def __init__(self, box: Box, root_id: str, listings: MutableMapping[str, list[Info]]) -> None:
        self._box = box
        self._root_id = root_id
        self._listings = listings
        self._folder_ids: dict[str, str] = {}

    async def find(self, path: str) -> Info | None:
        """What is at a path, None where there is nothing; raises BoxError as listing does."""
        if not path:
            return root_info(self._root_id)
        parent, _, name = path.rpartition("/")
        known = self._folder_ids.get(parent)
        if known is not None:
            try:
                return await self._child(known, parent, name)
            except BoxError as error:
                if error.kind is not Kind.NOT_FOUND:
                    raise
                self.forget_below(parent)  # moved or deleted by somebody else: look again, from the root
        folder = await self.find(parent)
        if folder is None or folder["type"] != "directory":
            return None
        return await self._child(folder["id"], parent, name)

    async def listing(self, path: str, folder_id: str) -> list[Info]:
        """Everything in a folder; raises BoxError as listing does."""
        try:
            return self._listings[path]
        except KeyError:
            entries = self._box.iterate("get_folders_id_items", folder_id=folder_id, fields=FIELDS)
            infos = [info_of(record, path) async for record in entries]
            return self._keep(path, infos)

    def forget(self, path: str) -> None:
        """What is at the path has changed: the listing that has it is no longer true."""
        self._listings.pop(path.rpartition("/")[0], None)

    def forget_below(self, path: str) -> None:
        """A folder is gone, with everything in it."""
        self.forget(path)
        for known in (self._listings, self._folder_ids):
            for other in [other for other in known if not path or other == path or other.startswith(path + "/")]:
                known.pop(other, None)

    def learn(self, info: Info) -> None:
        """Remember the id of a folder that is at hand."""
        if info["type"] == "directory":
            self._folder_ids[info["name"]] = info["id"]

    async def _child(self, folder_id: str, parent: str, name: str) -> Info | None:
        try:
            infos = self._listings[parent]
        except KeyError:
            page = await self._box.call(
                "get_folders_id_items", folder_id=folder_id, fields=FIELDS, limit=_PAGE, usemarker=True
            )
            infos = [info_of(record, parent) for record in page["entries"]]
            if page.get("next_marker"):
                return _named(infos, parent, name) or await self._ask(folder_id, parent, name)
            self._keep(parent, infos)
        return _named(infos, parent, name)

    async def _ask(self, folder_id: str, parent: str, name: str) -> Info | None:
        """Ask for one name of a large folder, by a check whether a file could be uploaded under it."""
        try:
            await self._box.call("options_files_content", name=name, parent={"id": folder_id}, size=0)
        except BoxError as error:
            taken = _conflict(error)
            if taken is None:
                if error.kind in {Kind.FORBIDDEN, Kind.CONFLICT, Kind.UNSUPPORTED}:
                    return _named(await self.listing(parent, folder_id), parent, name)
                raise
            kind = taken["type"]
            record = await self._box.call(f"get_{kind}s_id", **{f"{kind}_id": taken["id"], "fields": FIELDS})
            return _named([info_of(record, parent)], parent, name)
        return None

    def _keep(self, path: str, infos: list[Info]) -> list[Info]:
        self._listings[path] = infos
        for info in infos:
            self.learn(info)
        return infos


def root_info(root_id: str) -> Info:
    """The root folder."""
    return {"name": "", "size": 0, "type": "directory", "id": root_id}


def info_of(record: Mapping[str, Any], parent: str) -> Info:
    """An item's record as fsspec says it; other things than files and folders have the type other."""
    info: Info = {
        "name": f"{parent}/{record['name']}" if parent else record["name"],
        "size": record.get("size") or 0 if record["type"] == "file" else 0,
        "type": _KINDS.get(record["type"], "other"),
        "id": record["id"],
        "etag": record.get("etag"),
    }
    if record["type"] == "file":
        info["sha1"] = record.get("sha1")
        info["file_version"] = record.get("file_version")
    for name, field in (("created", "created_at"), ("modified", "content_modified_at")):
        text = record.get(field) or record.get("modified_at" if name == "modified" else field)
        if text:
            info[name] = datetime.fromisoformat(text)
    return info


def _named(infos: list[Info], parent: str, name: str) -> Info | None:
    wanted = unicodedata.normalize("NFC", f"{parent}/{name}" if parent else name)
    return next((info for info in infos if unicodedata.normalize("NFC", info["name"]) == wanted), None)


def _conflict(error: BoxError) -> Mapping[str, Any] | None:
    """The item that has the name already, out of a refusal."""
    conflicts = error.context.get("conflicts")
    if isinstance(conflicts, list):
        conflicts = conflicts[0] if conflicts else None
    return conflicts if isinstance(conflicts, Mapping) and {"type", "id"} <= conflicts.keys() else None
