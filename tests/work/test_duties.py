"""What processes find to do: a worker has the same background work as a server."""

import subprocess
import sys

from holdall.work.registry import consumers, load_jobs, schedules, services

_TOLD = """
import holdall.cli.duties
from holdall.work.registry import consumers, load_jobs, schedules, services
load_jobs()
print(*sorted({*consumers, *schedules, *services}), sep="\\n")
"""


def test_a_process_that_answers_nobody_has_all_the_work_that_a_server_has() -> None:
    import holdall.cli.server  # noqa: F401 - what is to be compared

    load_jobs()
    in_a_worker = subprocess.run([sys.executable, "-c", _TOLD], capture_output=True, text=True, check=True)
    names = {*consumers, *schedules, *services}
    assert {name for name in names if not name.startswith("test ")} == set(in_a_worker.stdout.split("\n")) - {""}
    assert {"webhooks", "skills", "workflows"} <= names
