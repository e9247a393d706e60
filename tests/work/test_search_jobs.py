"""Search and background work together: a server finds what a file says without anybody's doing."""

import asyncio

from tests.support.enterprise import Enterprise
from tests.support.finding import names
from tests.support.uploads import upload, upload_version

PATIENCE_SECONDS = 60.0


async def found(enterprise: Enterprise, query: str, expected: list[str]) -> list[str]:
    """What is found, once that is what is expected or after a while."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (now := await names(enterprise.user, query)) != expected:
            await asyncio.sleep(0.05)
    return now


async def test_what_was_uploaded_is_found_by_its_text(working: Enterprise) -> None:
    file_id = (await upload(working.user, "a.txt", b"The walrus and the carpenter"))["id"]
    await upload(working.user, "b.html", b"<p>A <b>walrus</b></p><script>hidden</script>")
    assert await found(working, "walrus", ["b.html", "a.txt"]) == ["b.html", "a.txt"]
    assert await names(working.user, "hidden") == []
    await upload_version(working.user, file_id, b"An oyster")
    assert await found(working, "oyster", ["a.txt"]) == ["a.txt"]
    assert await names(working.user, "walrus") == ["b.html"]


async def test_the_index_follows_by_itself(working: Enterprise) -> None:
    await upload(working.user, "walrus.bin", b"\0")
    index = working.gateway.platform.search_index
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await index.is_current():
            await asyncio.sleep(0.05)
    assert await names(working.user, "walrus") == ["walrus.bin"]
