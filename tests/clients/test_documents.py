"""What README and guides say to type is typed here, word by word, against a running server."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdall.testing import RunningServer, start_server

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
GUIDE = (ROOT / "docs/how-to/testing-with-holdall.md").read_text()
ADDRESS = "http://127.0.0.1:8880"

pytest_plugins = ["pytester"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """What `./dev serve` starts."""
    with start_server(tmp_path_factory.mktemp("demo") / "data") as server:
        yield server


def section(text: str, heading: str) -> str:
    return re.split(r"^## ", text.partition(f"## {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def indented(text: str) -> str:
    return "\n".join(line[4:] for line in text.splitlines() if line.startswith("    ") or not line.strip())


class TestReadme:
    def test_the_five_minutes_with_curl(self, demo: RunningServer, tmp_path: Path) -> None:
        commands = indented(section(README, "Five minutes with curl")).replace(ADDRESS, demo.base_url)
        upload = next(part for part in commands.split("\n\n") if "files/content" in part)
        remembered = (
            "UPLOADED=$("
            + upload.partition("\n")[2]
            + ')\nFILE_ID=$(echo "$UPLOADED" | grep -oE \'"id":"[0-9]+"\' | head -1 | grep -oE \'[0-9]+\')'
        )
        script = commands.replace(upload, remembered).replace("FILE_ID/", "$FILE_ID/").replace("FILE_ID?", "$FILE_ID?")
        (tmp_path / "README.md").write_text(README)
        script = "set -eu\n" + script.replace("curl -s", "curl --fail-with-body -s")
        done = subprocess.run(
            ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert (tmp_path / "copy.md").read_text() == README
        for word in ("Uma User", "Plans", "readme.md", "shared_link"):
            assert word in done.stdout

    def test_the_same_with_the_official_sdk(self, demo: RunningServer, tmp_path: Path) -> None:
        code = indented(section(README, "The same with the official SDK")).replace(ADDRESS, demo.base_url)
        code = code.replace("pip install boxsdk", "")
        (tmp_path / "README.md").write_text(README)
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
        )
        assert (done.returncode, done.stdout) == (0, "uma@demo.example\nb'# Holdall'\n"), done.stderr

    def test_every_page_it_leads_to_is_there(self) -> None:
        links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if not link.startswith("http")]
        assert [link for link in links if not (ROOT / link).exists()] == []


class TestGuideToTesting:
    def test_its_tests_pass(self, pytester: pytest.Pytester) -> None:
        blocks = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)
        pytester.makepyfile("\n\n".join(blocks))
        result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-q")
        result.assert_outcomes(passed=4)

    def test_its_shell_commands_work(self, tmp_path: Path) -> None:
        (tmp_path / "mine.yaml").write_text("enterprises: [{id: 5, applications: [{client_id: mine}]}]")
        with start_server(tmp_path / "data", "--seed", "mine.yaml", "--write-env", "DIR", folder=tmp_path) as server:
            assert (tmp_path / "DIR" / "app.json").exists()
            for line in re.findall(r"^    holdall (control .*)$", GUIDE, flags=re.MULTILINE):
                subprocess.run(
                    [sys.executable, "-m", "holdall", *line.split()],
                    env={**os.environ, "HOLDALL_SERVER": server.base_url},
                    check=True,
                    timeout=60,
                )

    def test_every_page_it_leads_to_is_there(self) -> None:
        links = re.findall(r"\]\(([^)#]+)\)", GUIDE)
        assert [link for link in links if not (ROOT / "docs" / "how-to" / link).exists()] == []
