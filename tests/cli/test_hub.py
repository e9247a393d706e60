"""holdall hub, run as a command on a data folder."""

import asyncio
from pathlib import Path

import pytest

from holdall.base.settings import Settings
from holdall.cli.app import app
from holdall.cli.server import Application
from holdall.control.seeding import apply_seed, parse_seed

SEED = """
enterprises: [{users: [{login: uma@acme.example}, {login: vic@acme.example}]}]
hubs: [{owner: uma@acme.example, title: Welcome, key: hub}]
"""


def plant(data: Path) -> str:
    """The id of a hub on a data folder."""

    async def work() -> str:
        application = Application(Settings(data=data, dev=True, work="elsewhere", log_format="none"))
        platform = (await application.start()).platform
        planted = await apply_seed(platform, parse_seed(SEED))
        await application.stop()
        return planted.keys["hub"]

    return asyncio.run(work())


def run(capsys: pytest.CaptureFixture[str], data: Path, *words: str) -> tuple[int, str, str]:
    """The status of a command and what it prints, on both outputs."""
    status = 0
    try:
        app([*words, "--data", str(data)], exit_on_error=False)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_a_hub_is_shared_and_no_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hub_id = plant(tmp_path)
    first, second = [run(capsys, tmp_path, "hub", "share", hub_id, "--as", "uma@acme.example") for _ in range(2)]
    ended = run(capsys, tmp_path, "hub", "unshare", hub_id, "--as", "uma@acme.example")
    assert first == second
    assert (first[0], first[1][:3], len(first[1].strip())) == (0, "/s/", 35)
    assert ended == (0, f"hub {hub_id} has no shared link\n", "")


def test_whom_it_is_not_for_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hub_id = plant(tmp_path)
    hidden = run(capsys, tmp_path, "hub", "share", hub_id, "--as", "vic@acme.example")
    too_open = run(capsys, tmp_path, "hub", "share", hub_id, "--as", "uma@acme.example", "--access", "open")
    assert [one[0] for one in (hidden, too_open)] == [2, 2]
    assert f"There is no hub with id {hub_id}" in hidden[2]
    assert "choose company" in too_open[2]
