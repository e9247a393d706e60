"""The guide tells the truth: its Python runs, in order, against a running server; its table of kinds is complete."""

import re
from pathlib import Path

import pytest

from holdall.connector import BlockingBox, Kind
from holdall.connector.sign_in import ServerJwt
from tests.connector.live import LiveServer

GUIDE = (Path(__file__).parents[2] / "docs/how-to/connector.md").read_text()


def test_the_code_of_the_guide_runs(live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.json").write_bytes(live_server.app.read_bytes())
    with BlockingBox(ServerJwt(live_server.settings), base_url=live_server.url) as box:
        for item in box.iterate("get_folders_id_items", folder_id="0"):
            if item["name"] == "Reports":
                box.folders.delete(item["id"], recursive=True)
        names = {"TOKEN": box.downscope(["root_readwrite"]).access_token}

    blocks = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)
    for block in blocks:
        exec(block.replace("http://127.0.0.1:8880", live_server.url), names)

    assert len(blocks) >= 8
    assert (tmp_path / "copy.txt").read_text() == "42"


def test_the_guide_lists_every_kind_of_error() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| ([a-z -]+) \|$", GUIDE, flags=re.MULTILINE))

    assert rows == {kind.value: kind.retry.value.replace("_", " ").replace("sign in", "sign-in") for kind in Kind}
