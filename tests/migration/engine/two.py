"""Two companies on two servers, between which content moves with what belongs to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from holdall.base.db import Database
from holdall.connector import Box
from holdall.migration.engine.rows import Run
from holdall.migration.platforms.box import BoxPlatform
from holdall.migration.platforms.platform import Details
from holdall.testing.enterprise import TestUser
from tests.migration.engine.trees import migrate
from tests.support.companies import Company


@dataclass
class Two:
    """Two companies, a folder of each administrator's, and somebody who is in both."""

    database: Database
    old: Company
    new: Company
    old_box: Box
    new_box: Box
    source: BoxPlatform
    destination: BoxPlatform
    uma: TestUser
    new_uma: TestUser

    async def migrate(self, **options: Any) -> Run:
        return await migrate(self.database, self.source, self.destination, **options)

    async def folder(self, name: str = "Team") -> str:
        """The id of a new folder of the source."""
        return (await self.source.create_folder(await self.source.root(), name, Details())).address.split("/")[1]

    async def file(self, name: str = "report.txt", folder: str | None = None) -> str:
        """The id of a new file of the source."""
        parent = folder or (await self.source.root()).address.split("/")[1]
        return str((await self.old_box.upload(name.encode(), name=name, folder_id=parent))["id"])

    async def share(self, kind: str, identifier: str, role: str = "editor", **whom: Any) -> str:
        """The id of a new collaboration at the source."""
        made = await self.old_box.call(
            "post_collaborations",
            item={"type": kind, "id": identifier},
            accessible_by={"type": "user", "id": self.uma.id, **whom},
            role=role,
        )
        return str(made["id"])

    async def there(self, *path: str) -> dict[str, Any]:
        """What the destination has at a path, in full."""
        entry = await self.destination.find(path)
        kind, identifier = entry.address.split("/")
        fields = ["id", "description", "tags", "shared_link", "owned_by", *(["lock"] if kind == "file" else [])]
        asked: dict[str, Any] = {} if kind == "web_link" else {"fields": fields}
        found: dict[str, Any] = await self.new_box.call(f"get_{kind}s_id", **{f"{kind}_id": identifier}, **asked)
        return found

    async def shared_with(self, *path: str) -> dict[str, str]:
        """Who collaborates on what the destination has at a path, by address or group name, and as what."""
        assert self.destination.extras is not None
        grants = await self.destination.extras.grants(await self.destination.find(path))
        return {str((one.account and one.account.email) or (one.group and one.group.name)): one.role for one in grants}

    async def said(self, *path: str) -> list[str]:
        """The comments on a file of the destination."""
        found = await self.there(*path)
        return [one["message"] async for one in self.new_box.iterate("get_files_id_comments", file_id=found["id"])]


@asynccontextmanager
async def between(database: Database, old: Company, new: Company) -> AsyncIterator[Two]:
    """The two companies, each with a person Uma of the same address and an empty folder of its administrator."""
    login = f"uma@{old.enterprise.id}.example"
    uma, new_uma = old.user("Uma", login=login), new.user("Uma", login=login)
    async with old.box() as old_box, new.box() as new_box:
        folders = [await box.call("post_folders", name="root", parent={"id": "0"}) for box in (old_box, new_box)]
        source, destination = (
            BoxPlatform(box, root_folder_id=folder["id"])
            for box, folder in zip((old_box, new_box), folders, strict=True)
        )
        yield Two(database, old, new, old_box, new_box, source, destination, uma, new_uma)
