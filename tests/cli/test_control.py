"""`holdall control`: the control plane from a shell, against a server in a process of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from holdall.cli.app import main
from holdall.testing import RunningServer, start_server


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that these tests alone change."""
    with start_server(tmp_path_factory.mktemp("control") / "data", "--seed", "empty") as running:
        yield running


class Shell:
    """Runs the command as a shell does."""

    def __init__(self, server: RunningServer, captured: pytest.CaptureFixture[str]) -> None:
        self.server = server
        self.captured = captured

    def run(self, *words: str) -> Any:
        """Run a verb that succeeds; the JSON it prints, if any."""
        main_of(["control", *words, "--server", self.server.base_url])
        printed = self.captured.readouterr().out
        return msgspec.json.decode(printed) if printed else None

    def refused(self, *words: str) -> str:
        """Run a verb that exits with status 2; what it says."""
        with pytest.raises(SystemExit) as stopped:
            main_of(["control", *words, "--server", self.server.base_url])
        assert stopped.value.code == 2
        return self.captured.readouterr().err.strip()


def main_of(words: list[str]) -> None:
    try:
        main(words)
    except SystemExit as stopped:
        if stopped.code:
            raise


@pytest.fixture
def shell(own_server: RunningServer, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The command, on a server that holds nothing."""
    own_server.control.reset()
    return Shell(own_server, capsys)


class TestControl:
    def test_seeds_by_name_and_by_file(self, shell: Shell, tmp_path: Path) -> None:
        (tmp_path / "mine.yaml").write_text("enterprises: [{id: 5, name: Mine}]")
        assert shell.run("seed", "demo")["enterprises"] == [{"id": "100", "name": "Demo Company"}]
        assert shell.run("seed", str(tmp_path / "mine.yaml"))["enterprises"] == [{"id": "5", "name": "Mine"}]
        assert shell.run("reset", "--seed", "conformance")["environment"]["USER_ID"] == "300"

    def test_snapshots(self, shell: Shell) -> None:
        assert shell.run("snapshot", "take", "base") is None
        assert [one["name"] for one in shell.run("snapshot", "list")["snapshots"]] == ["base"]
        assert shell.run("snapshot", "restore", "base") is None
        assert shell.run("snapshot", "delete", "base") is None
        assert shell.refused("snapshot", "restore", "base") == "holdall: There is no snapshot 'base'"

    def test_clock(self, shell: Shell) -> None:
        assert shell.run("clock", "set", "2031-02-03T04:05:06Z")["now"].startswith("2031-02-03T04:05:")
        assert shell.run("clock", "advance", "--days", "2")["now"].startswith("2031-02-05T04:05:")
        assert shell.run("clock", "set", "real")["offset"] == 0
        assert shell.run("clock", "show")["offset"] == 0

    def test_faults(self, shell: Shell) -> None:
        added = shell.run("faults", "add", "get_users_*", "--status", "503", "--retry-after", "1")
        assert (added["operation"], added["status"], added["retry_after"]) == ("get_users_*", 503, 1)
        assert [one["id"] for one in shell.run("faults", "list")["faults"]] == [added["id"]]
        assert shell.run("faults", "clear", str(added["id"])) is None
        assert shell.run("faults", "list") == {"faults": []}
        assert shell.refused("faults", "add", "get_nothing").endswith("no operation is called 'get_nothing'")
        shell.run("faults", "add", "--cut", "before")
        shell.run("faults", "clear")
        assert shell.run("faults", "list") == {"faults": []}

    def test_mail(self, shell: Shell) -> None:
        assert shell.run("mail") == {"mail": []}

    def test_a_seed_that_cannot_be_is_refused_by_the_place(self, shell: Shell, tmp_path: Path) -> None:
        (tmp_path / "wrong.yaml").write_text("tokens: [{user: nobody}]")
        assert shell.refused("seed", str(tmp_path / "wrong.yaml")).startswith("holdall: tokens[0].user: ")
        assert "cannot be read" in shell.refused("seed", str(tmp_path / "none.yaml"))


class TestNoControlPlane:
    def test_a_server_without_one_says_how_to_have_one(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with start_server(tmp_path / "data", dev=False) as server:
            assert Shell(server, capsys).refused("reset") == (
                f"holdall: the control plane of {server.base_url} is off: start the server with --dev"
            )

    def test_no_server_at_all(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            main_of(["control", "reset", "--server", "http://127.0.0.1:1"])
        assert capsys.readouterr().err.startswith("holdall: no server answers at http://127.0.0.1:1: ")
