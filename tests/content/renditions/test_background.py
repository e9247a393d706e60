"""Thumbnails are made of uploads before anybody asks, by the background work of a server."""

import asyncio
from pathlib import Path
from typing import Any

from holdall.base.settings import Settings
from holdall.box.gateway import Gateway
from holdall.cli.server import Application
from holdall.content.events.feed import Event
from holdall.content.renditions.background import draw_thumbnails, files_to_draw
from tests.support.documents import docx
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.pictures import picture
from tests.support.tree import create
from tests.support.uploads import upload, upload_version


def event(event_type: str, item: Any, kind: str = "file") -> Event:
    """An event about an item, as the outbox tells it."""
    return Event(1, 1, "", event_type, None, 0, None, None, None, None, kind, int(item["id"]), {})


async def is_made(gateway: Gateway, file: Any) -> bool | None:
    """Whether a file's thumbnails are there, without asking for them; None where nobody has tried."""
    renditions = gateway.platform.renditions
    source = await renditions.source(int(file["file_version"]["id"]), file["name"])
    assert source is not None
    found = await renditions.find(source, "png-256")
    return None if found is None else found.is_made


class TestRules:
    async def test_pictures_and_documents_that_were_uploaded_are_drawn(self, enterprise: Enterprise) -> None:
        files = {
            name: await upload(enterprise.user, name, b"content")
            for name in ("a.png", "b.pdf", "c.docx", "d.txt", "e.html", "f.exe")
        }
        folder = await create(enterprise.user, "Folder.png")
        told = [event("ITEM_UPLOAD", file) for file in files.values()]
        told += [event("ITEM_RENAME", files["a.png"]), event("ITEM_CREATE", folder, "folder")]
        found = await files_to_draw(enterprise.gateway.platform.db, told)
        assert found == sorted(int(files[name]["id"]) for name in ("a.png", "b.pdf", "c.docx"))

    async def test_nothing_that_happened_elsewhere_is_drawn(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", b"content")
        assert await files_to_draw(enterprise.gateway.platform.db, [event("ITEM_DOWNLOAD", file)]) == []

    async def test_what_cannot_be_drawn_or_is_gone_does_not_stop_the_rest(self, enterprise: Enterprise) -> None:
        platform = enterprise.gateway.platform
        contents = {"a.png": picture(), "broken.png": b"no picture", "c.docx": docx("Dear Ada")}
        files = [await upload(enterprise.user, name, content) for name, content in contents.items()]
        drawn = await draw_thumbnails(platform.db, platform.renditions, [17, *(int(file["id"]) for file in files)])
        assert (drawn, [await is_made(enterprise.gateway, file) for file in files]) == (2, [True, False, True])


async def test_an_upload_has_its_thumbnails_without_being_asked_for(tmp_path: Path) -> None:
    application = Application(Settings(data=tmp_path, log_format="none"))
    gateway = await application.start()
    enterprise = await make_enterprise(gateway)
    file = await upload(enterprise.user, "a.png", picture())
    newer = await upload_version(enterprise.user, file["id"], picture(size=(30, 60)))
    async with asyncio.timeout(60):
        while not await is_made(gateway, newer):
            await asyncio.sleep(0.05)
    await application.stop()
