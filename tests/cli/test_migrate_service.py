"""`holdall migrate run` and `watch` against a server, each a process of its own."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

PASSWORD = "correct horse battery"


class Ended(NamedTuple):
    status: int
    out: str
    err: str


class Server:
    """A server with a migration service, the folder that it may use, and an administrator."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        form = {"grant_type": "password", "username": "admin", "password": PASSWORD, "scope": "profile roles"}
        token = httpx.post(f"{url}/connect/token", data=form).json()["access_token"]
        self.client = httpx.Client(base_url=f"{url}/v1", headers={"authorization": f"Bearer {token}"})

    def connection(self, path: Path) -> str:
        path.mkdir(parents=True)
        body = {"name": path.name, "platform": {"id": "fs"}, "auth": {"uri": str(path)}}
        answer = self.client.post("/connections", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["connection"]["id"])

    def holdall(self, *words: str, **variables: str) -> Ended:
        environment = {**os.environ, "HOLDALL_MIGRATION_PASSWORD": PASSWORD, **variables}
        command = [sys.executable, "-m", "holdall", "migrate", *words]
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=100)
        assert "Traceback" not in ended.stderr
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def on_a_terminal(self, *words: str, columns: int) -> str:
        """What a terminal of so many columns gets until the command has ended."""
        terminal, screen = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        environment = {**os.environ, "HOLDALL_MIGRATION_PASSWORD": PASSWORD, "TERM": "xterm"}
        environment.pop("COLUMNS", None)
        command = [sys.executable, "-m", "holdall", "migrate", *words]
        with subprocess.Popen(command, env=environment, stdin=screen, stdout=screen, stderr=screen):
            os.close(screen)
            shown = b""
            with suppress(OSError):  # how the end of a terminal is told
                while piece := os.read(terminal, 65536):
                    shown += piece
        os.close(terminal)
        return shown.decode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    environment = {**os.environ, "HOLDALL_MIGRATION_ROOTS": str(folder)}
    place = ["--data", str(folder / "data")]
    command = [sys.executable, "-m", "holdall"]
    made = subprocess.run(
        [*command, "migrate", "admin", *place, "--password-stdin"],
        env=environment,
        input=PASSWORD,
        text=True,
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, "serve", "--dev", "--port", "0", *place],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert process.stdout is not None
    first = process.stdout.readline().split()
    assert first, (folder / "log").read_text()
    found = Server(folder, next(word for word in first if word.startswith("http")).rstrip("/"))
    yield found
    found.client.close()
    process.terminate()
    process.wait()
    process.stdout.close()


@pytest.fixture
def job(server: Server, tmp_path: Path) -> dict[str, Any]:
    """The body of a job between two folders of its own, with a file to move."""
    own = server.folder / tmp_path.name
    source, destination = server.connection(own / "source"), server.connection(own / "destination")
    (own / "source/report.txt").write_text("report")
    sides = {"source": {"connection": {"id": source}}, "destination": {"connection": {"id": destination}}}
    transfer = {"transfer_type": "copy", **sides}
    return {"name": f"Job {tmp_path.name}", "kind": "transfer", "transfer": transfer, "schedule": {"mode": "manual"}}


def test_a_job_of_a_file_is_made_run_and_watched_to_its_end(server: Server, job: dict[str, Any], tmp_path: Path):
    file = tmp_path / "job.json"
    file.write_text(json.dumps({**job, "colour": "red"}))

    ended = server.holdall("run", str(file), "--server", server.url, "--login", "admin")

    assert ended.status == 0, ended.err
    assert "made the job" in ended.out
    assert "warning: colour" in ended.out
    assert f"completed: {job['name']}" in ended.out
    assert (server.folder / tmp_path.name / "destination/report.txt").read_text() == "report"


def test_a_job_that_is_there_is_started_by_its_id_and_watched_later(server: Server, job: dict[str, Any]):
    identifier = server.client.post("/jobs", json=job).json()["job"]["id"]

    first = server.holdall("run", identifier, "--login", "admin", HOLDALL_MIGRATION_SERVER=server.url)
    second = server.holdall("run", identifier, "--login", "admin", HOLDALL_MIGRATION_SERVER=server.url)
    watched = server.holdall("watch", identifier, "--login", "admin", "--server", server.url)

    assert [ended.status for ended in (first, second, watched)] == [0, 0, 0]
    assert ["completed:" in first.out, "no_changes:" in second.out, "no_changes:" in watched.out] == [True] * 3
    assert "1 files" in watched.out


def test_a_narrow_terminal_shows_how_far_it_is_and_then_the_outcome_alone(server: Server, job: dict[str, Any]):
    body = {**job, "name": "A job with a name that is longer than the terminal is wide, [bold]as they are"}
    identifier = server.client.post("/jobs", json=body).json()["job"]["id"]

    shown = server.on_a_terminal("run", identifier, "--login", "admin", "--server", server.url, columns=50)

    moving, _, last = shown.rpartition("\x1b[2K")
    assert "%" in moving
    assert body["name"] not in moving
    first, second = last.splitlines()
    assert first.startswith(f"completed: {body['name']}, ")
    assert second == "  at the destination: 1 files, 6 B"


def test_what_is_wrong_is_told_in_a_line_with_a_status_of_its_own(server: Server, job: dict[str, Any], tmp_path: Path):
    file = tmp_path / "job.json"
    file.write_text("{")

    assert server.holdall("watch", "0" * 32, "--server", server.url, "--login", "nobody").status == 3
    assert server.holdall("watch", "0" * 32, "--server", server.url, "--login", "admin").status == 1
    assert server.holdall("watch", "0" * 32, "--server", "http://127.0.0.1:1", "--login", "admin").status == 4
    assert server.holdall("run", str(file), "--server", server.url, "--login", "admin").status == 2
    assert server.holdall("watch", "0" * 32).status == 2
