"""holdall workflow and holdall skill, run as commands on a data folder."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest

from holdall.base.settings import Settings
from holdall.cli.app import app
from holdall.cli.server import Application
from holdall.control.seeding import apply_seed, parse_seed
from holdall.control.seeding.planting import Planted

SEED = """
enterprises:
  - users: [{login: uma@acme.example, name: Uma}]
    applications: [{name: Scanner, client_id: scanner-id}]
content:
  - {owner: uma@acme.example, items: [{folder: inbox, key: inbox}]}
"""
REVIEW = """
name: Review
outcomes:
  - {action: assign_task, people: [uma@acme.example], if_rejected: [{action: delete_file}]}
  - {action: lock_file}
"""


@pytest.fixture
def planted(tmp_path: Path) -> Planted:
    """A data folder with a user who has a folder, of which an application's service account is an editor."""

    async def work() -> Planted:
        application = Application(Settings(data=tmp_path, dev=True, work="elsewhere", log_format="none"))
        platform = (await application.start()).platform
        planted = await apply_seed(platform, parse_seed(SEED))
        account = planted.applications[0].service_account_id
        shared = f"[{{item: {planted.keys['inbox']}, user: {account}, role: editor}}]"
        await apply_seed(platform, parse_seed(f"collaborations: {shared}"))
        await application.stop()
        return planted

    return asyncio.run(work())


class Shell:
    """Runs commands on the data folder."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._data, self._capsys = data, capsys

    def run(self, *words: str) -> tuple[int, str]:
        """The status of a command, and what it prints."""
        status = 0
        try:
            app([*words, "--data", str(self._data)], exit_on_error=False)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        captured = self._capsys.readouterr()
        return status, captured.out + captured.err

    def rows(self, *words: str) -> Any:
        """What a command lists, as JSON."""
        return json.loads(self.run(*words, "--json")[1])


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("HOLDALL_WEBHOOK_TARGETS", "anywhere")
    return Shell(tmp_path, capsys)


class TestWorkflow:
    def test_one_is_defined_listed_switched_and_removed(self, shell: Shell, planted: Planted, tmp_path: Path) -> None:
        (tmp_path / "review.yaml").write_text(REVIEW)
        where = ("--folder", planted.keys["inbox"], "--as", "uma@acme.example")
        status, said = shell.run("workflow", "add", str(tmp_path / "review.yaml"), *where)
        workflow_id = re.findall(r"workflow (\d+) \(Review\)", said)[0]
        shell.run("workflow", "disable", workflow_id)
        listed = shell.rows("workflow", "list")
        ended = [shell.run("workflow", "remove", workflow_id)[0] for _ in range(2)]
        assert (status, listed) == (
            0,
            [
                {
                    "id": workflow_id,
                    "folder": planted.keys["inbox"],
                    "name": "Review",
                    "enabled": False,
                    "outcomes": "assign_task lock_file",
                }
            ],
        )
        assert (ended, shell.rows("workflow", "runs")) == ([0, 2], [])

    def test_a_definition_that_cannot_be_carried_out_is_refused_by_name(
        self, shell: Shell, planted: Planted, tmp_path: Path
    ) -> None:
        (tmp_path / "bad.yaml").write_text("{name: Bad, outcomes: [{action: upload_file}]}")
        where = ("--folder", planted.keys["inbox"], "--as", "uma@acme.example")
        status, said = shell.run("workflow", "add", str(tmp_path / "bad.yaml"), *where)
        assert (status, "outcomes[0].action" in said, "a file request takes these" in said) == (2, True, True)


class TestSkill:
    def test_one_is_turned_on_listed_and_removed(self, shell: Shell, planted: Planted) -> None:
        folder_id = planted.keys["inbox"]
        words = ("--url", "http://127.0.0.1:9/invoke", "--folder", folder_id, "--extension", "PDF")
        status, said = shell.run("skill", "add", "Scan", *words)
        skill_id = re.findall(r"skill (\d+) \(Scan\)", said)[0]
        (listed,) = shell.rows("skill", "list")
        ended = [shell.run("skill", "remove", skill_id)[0] for _ in range(2)]
        told = {name: listed[name] for name in ("id", "name", "url", "folders", "extensions")}
        assert (status, told) == (
            0,
            {
                "id": skill_id,
                "name": "Scan",
                "url": "http://127.0.0.1:9/invoke",
                "folders": folder_id,
                "extensions": "pdf",
            },
        )
        assert (ended, shell.rows("skill", "invocations"), shell.rows("webhook", "list")) == ([0, 2], [], [])
