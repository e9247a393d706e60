"""The tutorial of the migration service, as it stands: its commands in a shell, against a server as it says to start it."""

import json
import re
import subprocess
import sys
from pathlib import Path

from holdall.testing import start_server

TUTORIAL = (Path(__file__).parents[2] / "docs/tutorial/first-migration.md").read_text()
HOLDALL = Path(sys.executable).with_name("holdall")


def test_a_folder_is_moved_proved_and_followed(tmp_path: Path):
    blocks = re.findall(r"```sh\n(.*?)```", TUTORIAL, re.DOTALL)
    settings = {"HOLDALL_MIGRATION_ROOTS": str(tmp_path / "first-move")}
    assert "HOLDALL_MIGRATION_ROOTS=$PWD/first-move ./dev serve" in TUTORIAL

    with start_server(tmp_path / "data", settings=settings) as server:
        script = "".join(blocks).replace("http://127.0.0.1:8880", server.base_url)
        script = script.replace("./dev holdall", str(HOLDALL)).replace("sleep 1", "sleep 0.1")
        ended = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f"{script}\nrun"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=110,
        )

    assert ended.returncode == 0, ended.stderr
    said = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    runs = [one["job"]["previous_execution"]["status"] for one in said if "previous_execution" in one.get("job", {})]
    statuses = next(one["item"] for one in said if one.get("type") == "item")
    assert runs == ["completed", "completed", "completed", "no_changes"]
    assert {item["source"]["path"]: item["status"] for item in statuses} == {
        "/Reports/2025": "success",
        "/Reports/2025/the plan: final?.txt": "success",
        "/Reports/draft.tmp": "skipped",
        "/Reports/numbers.txt": "success",
    }
    assert [entry["name"] for one in said for entry in one.get("entries", [])] == ["the plan: final?.txt"]
    assert ended.stderr.count("3 of 3 items are as the manifest says") == 2
    assert [ended.stdout.count(f'"event": "{event}"') for event in ("moved", "updated")] == [1, 1]
    assert "<html" in (tmp_path / "report.html").read_text()
