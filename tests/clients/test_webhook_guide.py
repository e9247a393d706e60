"""The guide to webhooks, word by word: its receiver is told of an upload by a real server, and trusts what it is told."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from holdall.testing import RunningServer, start_server

GUIDE = (Path(__file__).parents[2] / "docs/how-to/webhooks.md").read_text()
HOLDALL = Path(sys.executable).with_name("holdall")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def server(data: Path) -> Iterator[RunningServer]:
    """What `./dev serve` starts."""
    with start_server(data) as server:
        yield server


def run(*words: str | Path) -> str:
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, check=True, timeout=60).stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def receiver(server: RunningServer, data: Path, tmp_path: Path) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """The receiver of the guide with the keys that the command prints, at a port of its own."""
    keys = json.loads(run(HOLDALL, "webhook", "keys", "--data", data, "--json"))
    port = free_port()
    code = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)[0].replace("9000", str(port))
    code = code.replace(
        'PRIMARY, SECONDARY = "...", "..."', f"PRIMARY, SECONDARY = {keys['primary']!r}, {keys['secondary']!r}"
    )
    (tmp_path / "receiver.py").write_text(code)
    process = subprocess.Popen(
        [sys.executable, "-u", str(tmp_path / "receiver.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield port, process
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_an_upload_into_the_folder_arrives_signed(
    server: RunningServer, data: Path, receiver: tuple[int, "subprocess.Popen[str]"]
) -> None:
    port, process = receiver
    headers = {"authorization": "Bearer demo-admin"}
    folder = httpx.post(
        f"{server.base_url}/2.0/folders", json={"name": "watched", "parent": {"id": "0"}}, headers=headers
    ).json()["id"]
    command = re.findall(r"    (curl [^`]*?)\n\n", GUIDE)[0]
    command = command.replace("http://127.0.0.1:8880", server.base_url).replace("9000", str(port))
    made = json.loads(run("bash", "-c", command.replace("FOLDER", folder).replace("curl", "curl --fail-with-body -s")))
    attributes = json.dumps({"name": "plan.txt", "parent": {"id": folder}})
    upload = httpx.post(
        f"{server.base_url}/api/2.0/files/content",
        data={"attributes": attributes},
        files={"file": b"plan"},
        headers=headers,
    )
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    assert (told["trigger"], told["source"]["name"], told["webhook"]["id"]) == ("FILE.UPLOADED", "plan.txt", made["id"])
    assert told["source"]["id"] == upload.json()["entries"][0]["id"]
    shown = httpx.get(f"{server.base_url}/_control/webhook-deliveries").json()["deliveries"]
    listed = json.loads(run(HOLDALL, "webhook", "deliveries", "--data", data, "--json"))
    assert [(one["id"], one["body"]) for one in shown] == [(one["id"], one["body"]) for one in listed]
    assert [one["trigger"] for one in listed] == ["FILE.UPLOADED"]
