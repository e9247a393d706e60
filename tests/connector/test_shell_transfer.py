"""`holdall upload` and `holdall download`, against a running server."""

import itertools
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.live import Live

_numbers = itertools.count(os.getpid() * 1000)


@pytest.fixture(autouse=True)
def at_the_live_server(shell, live: Live, monkeypatch):
    """The shell's calls go to a Holdall of its own process."""
    monkeypatch.setenv("HOLDALL_URL", live.url)
    monkeypatch.setenv("HOLDALL_TOKEN", live.token)


@pytest.fixture
def folder(shell) -> str:
    """The id of a folder of one test."""
    name = f"transfer-{next(_numbers)}"
    return str(shell("box", "folders", "create", "--name", name, "--parent.id", "0").json["id"])


def entries(shell, folder: str) -> list[str]:
    listed = shell("box", "folders", "list-items", folder, "--columns", "name,size", "-o", "csv").out
    return list(listed.splitlines()[1:])


class TestUpload:
    @pytest.mark.parametrize("size", [0, 10, 25_000_000], ids=["empty", "small", "in parts"])
    def test_a_file_of_any_size_arrives_and_comes_back(self, shell, folder, size):
        Path("a.bin").write_bytes(os.urandom(size))

        uploaded = shell("upload", "a.bin", "--to", folder)
        downloaded = shell("download", uploaded.json["id"], "--to", "back")

        assert (uploaded.status, uploaded.json["size"]) == (0, size)
        assert downloaded.out == "back/a.bin\n"
        assert Path("back/a.bin").read_bytes() == Path("a.bin").read_bytes()
        assert sorted(path.name for path in Path().iterdir()) == ["a.bin", "back"]

    def test_several_files_go_into_a_folder(self, shell, folder):
        for name in ("a", "b"):
            Path(name).write_text(name)

        shell("upload", "a", "b", "--to", folder)

        assert entries(shell, folder) == ["a,1", "b,1"]

    def test_a_taken_name_is_a_conflict_or_a_version(self, shell, folder):
        Path("a").write_text("one")
        first = shell("upload", "a", "--to", folder).json["id"]
        Path("a").write_text("three")

        refused = shell("upload", "a", "--to", folder)
        again = shell("upload", "a", "--to", folder, "--on-conflict", "version")

        assert (refused.status, "item_name_in_use" in refused.err) == (1, True)
        assert (again.json["id"], entries(shell, folder)) == (first, ["a,5"])

    @pytest.mark.parametrize(
        ("words", "status", "message"),
        [
            (["upload"], 2, "nothing to upload is named"),
            (["upload", "nothing"], 2, "nothing"),
            (["download", "999999999999"], 1, "not_found"),
        ],
    )
    def test_what_can_not_be_is_told(self, shell, words, status, message):
        ran = shell(*words)

        assert ran.status == status
        assert message in ran.err
        assert "Traceback" not in ran.err


class TestTerminal:
    def test_a_bar_shows_how_far_a_transfer_is(self):
        Path("a.bin").write_bytes(b"x" * 100_000)

        output = self.on_a_terminal("upload", "a.bin", "--on-conflict", "version")

        assert "a.bin" in output
        assert "100.0/100.0 kB" in output

    def on_a_terminal(self, *words: str) -> str:
        """What a command writes to standard error, where that is a terminal."""
        master, terminal = pty.openpty()
        program = f"from holdall.cli import main; main({list(words)!r})"
        with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.DEVNULL, stderr=terminal) as process:
            os.close(terminal)
            written = b"".join(self.pieces(master))
        assert process.returncode == 0, written
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written.decode())

    def pieces(self, master: int) -> Iterator[bytes]:
        try:
            while piece := os.read(master, 65536):
                yield piece
        except OSError:  # how a terminal says that nobody is at its other end
            pass
        finally:
            os.close(master)
