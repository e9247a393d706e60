"""What the guide to previews says to type is typed here, against a running server."""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from holdall.testing import RunningServer, start_server
from tests.support.documents import pdf
from tests.support.pictures import form_and_size

GUIDE = (Path(__file__).parents[2] / "docs/how-to/previews.md").read_text()
COMMANDS = re.findall(r"^```sh\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
AUTHORIZATION = {"authorization": "Bearer demo-user"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """What `./dev serve` starts."""
    with start_server(tmp_path_factory.mktemp("previews") / "data") as server:
        yield server


@pytest.fixture(scope="module")
def file(server: RunningServer) -> Any:
    """A PDF of two pages, of which what the guide asks for is made, however slow the machine is."""
    attributes = json.dumps({"name": "plan.pdf", "parent": {"id": "0"}})
    form = {"file": ("plan.pdf", pdf("First", "Second"))}
    with httpx.Client(base_url=server.base_url, headers=AUTHORIZATION, timeout=60) as client:
        file = client.post("/api/2.0/files/content", data={"attributes": attributes}, files=form).json()["entries"][0]
        version = file["file_version"]["id"]
        page = f"/2.0/internal_files/{file['id']}/versions/{version}/representations/png_paged_1024x1024/content/1.png"
        for path in (f"/2.0/files/{file['id']}/thumbnail.png", page):
            while client.get(path).status_code == 202:
                time.sleep(0.1)
    return file


def run(number: int, server: RunningServer, file: Any, folder: Path) -> str:
    """Type a command of the guide and answer what it prints."""
    variables = {
        "HOLDALL": server.base_url,
        "TOKEN": "demo-user",
        "FILE_ID": file["id"],
        "VERSION_ID": file["file_version"]["id"],
        "PATH": "/usr/bin:/bin:/usr/local/bin",
    }
    command = COMMANDS[number].replace("curl -s", "curl -f -s")
    done = subprocess.run(
        ["bash", "-c", command], env=variables, cwd=folder, capture_output=True, text=True, timeout=90, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_command_of_the_guide_is_typed_here() -> None:
    assert len(COMMANDS) == 4


def test_a_thumbnail(server: RunningServer, file: Any, tmp_path: Path) -> None:
    run(0, server, file, tmp_path)
    form, size = form_and_size((tmp_path / "thumbnail.png").read_bytes())
    assert (form, max(size)) == ("PNG", 128)


def test_representations(server: RunningServer, file: Any, tmp_path: Path) -> None:
    entries = json.loads(run(1, server, file, tmp_path))["representations"]["entries"]
    assert [entry["info"]["url"].rpartition("/")[2] for entry in entries] == ["png_paged_1024x1024", "extracted_text"]


def test_a_page(server: RunningServer, file: Any, tmp_path: Path) -> None:
    run(2, server, file, tmp_path)
    form, size = form_and_size((tmp_path / "page.png").read_bytes())
    assert (form, max(size)) == ("PNG", 1024)


def test_a_preview_in_a_frame(server: RunningServer, file: Any, tmp_path: Path) -> None:
    url = json.loads(run(3, server, file, tmp_path))["expiring_embed_link"]["url"]
    page = httpx.get(url, follow_redirects=True, timeout=60)
    assert (page.status_code, page.text.count('alt="Page ')) == (200, 2)
