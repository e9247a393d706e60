"""SIGKILL while thumbnails, pages and texts are made: what was begun is made once after all, and nothing is left half done."""

import asyncio
import io
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

from holdall.base.db import query
from holdall.content.renditions.tables import renditions
from tests.faults.killable import Dice, Killable, Kills, attempt
from tests.faults.tree import Tree
from tests.support.documents import docx, pdf
from tests.support.pictures import form_and_size

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

FILES = 4
_DEATHS = query(sa.select(sa.func.count()).where(renditions.c.attempts > 0))


@pytest.fixture
def kills(kills: int) -> int:
    """Each of them comes with children that start anew."""
    return kills // 2


def content(kind: str, dice: Dice) -> bytes:
    """A file that no other has the bytes of."""
    words = dice.random.randbytes(8).hex()
    if kind == "png":
        written = io.BytesIO()
        Image.frombytes("RGB", (120, 60), dice.random.randbytes(120 * 60 * 3)).save(written, "PNG")
        return written.getvalue()
    return pdf(words) if kind == "pdf" else docx(words)


async def look(server: Killable, file: dict[str, Any]) -> tuple[str | None, int] | None:
    """A file's thumbnail and text, waited for: the form of the one and the length of the other; None where the server ended."""
    version = file["file_version"]["id"]
    name = "jpg_1024x1024" if file["name"].endswith("png") else "extracted_text"
    other = f"/2.0/internal_files/{file['id']}/versions/{version}/representations/{name}/content"
    answers = []
    for path in (f"/2.0/files/{file['id']}/thumbnail.png", other):
        while (answer := await attempt(server.http.get(path))) is not None and answer.status_code == 202:
            await asyncio.sleep(0.01)
        if answer is None:
            return None
        answers.append(answer.content)
    return form_and_size(answers[0])[0], len(answers[1])


async def test_renditions(server: Killable, dice: Dice, kills: int) -> None:
    tree, killer = Tree(server), Kills(server, dice)
    for number in range(kills):
        folder = await tree.create_folder(f"Looks {number}")
        kinds = [dice.random.choice(("png", "pdf", "docx")) for _ in range(FILES)]
        files = [
            file
            for index, kind in enumerate(kinds)
            if (file := await tree.upload(f"{index}.{kind}", folder, content(kind, dice))) is not None
        ]
        seen: dict[str, tuple[str | None, int]] = {}

        async def see(file: dict[str, Any], seen: Any = seen) -> None:
            if (found := await look(server, file)) is not None:
                seen[file["id"]] = found

        await killer.kill_during([see(file) for file in files])

        after = {file["id"]: await look(server, file) for file in files}
        assert len(after) == FILES
        assert {form for form, _ in filter(None, after.values())} == {"PNG"}
        assert seen.items() <= after.items()
    async with server.database() as db:
        assert await db.value(_DEATHS) == 0  # that the server died is no fault of a file
    await killer.finish()
