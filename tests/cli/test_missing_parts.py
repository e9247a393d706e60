"""The command where not every extra of the package was installed: it says what to install."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("missing", "words", "told"),
    [
        ("cyclopts", [], "holdall: the command needs more: pip install 'holdall[cli]' (cyclopts is missing)\n"),
        (
            "granian",
            ["serve"],
            "holdall: this verb needs more: pip install 'holdall[server]' (granian is missing)\n",
        ),
    ],
)
def test_what_is_missing_is_named_with_the_way_to_get_it(missing: str, words: list[str], told: str) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; from holdall.cli import main; main({words!r})"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", told)
