"""`holdall events` against a real server: what it prints of the past, and as things happen."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from holdall.testing import RunningServer, start_server


def create(url: str, name: str, token: str = "demo-admin") -> None:
    answer = httpx.post(
        f"{url}/2.0/folders",
        json={"name": name, "parent": {"id": "0"}},
        headers={"authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 201, answer.text


def command(url: str, *words: str) -> tuple[list[str], dict[str, str]]:
    environment = {**os.environ, "HOLDALL_URL": url, "HOLDALL_TOKEN": "demo-admin"}
    return [sys.executable, "-m", "holdall", "events", *words], environment


def run(url: str, *words: str) -> list[dict[str, Any]]:
    """The events that the command prints."""
    line, environment = command(url, *words)
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return [json.loads(one) for one in done.stdout.splitlines()]


@contextmanager
def following(url: str, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """The command as it follows."""
    line, environment = command(url, "--follow", "--every", "0.1", *words)
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def names(lines: list[dict[str, Any]]) -> list[str]:
    return [one["source"]["name"] for one in lines]


class TestPast:
    def test_it_goes_on_from_a_position_or_a_time(self, server: RunningServer) -> None:
        create(server.base_url, "first of two")
        create(server.base_url, "second of two")
        seen = run(server.base_url)
        assert names(seen)[-2:] == ["first of two", "second of two"]
        assert run(server.base_url, "--since", seen[-1]["stream_position"]) == []
        assert run(server.base_url, "--since", "now") == []
        assert names(run(server.base_url, "--since", "2020-01-01T00:00:00Z"))[-2:] == names(seen)[-2:]
        assert run(server.base_url, "--since", "2099-01-01T00:00:00Z") == []

    def test_types_and_the_log_of_the_enterprise(self, server: RunningServer) -> None:
        create(server.base_url, "of the user", token="demo-user")
        uploads = run(server.base_url, "--admin", "--type", "UPLOAD")
        assert uploads[-1]["source"]["item_name"] == "of the user"
        assert {event["event_type"] for event in uploads} == {"UPLOAD"}
        assert run(server.base_url, "--type", "ITEM_TRASH") == []

    def test_what_is_no_beginning_is_refused(self, server: RunningServer) -> None:
        line, environment = command(server.base_url, "--since", "yesterday")
        done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False, env=environment)
        assert (done.returncode, done.stdout) == (2, "")
        assert "yesterday" in done.stderr


class TestFollow:
    @pytest.mark.parametrize("more", [[], ["--admin"]])
    def test_it_prints_what_happens(self, server: RunningServer, more: list[str]) -> None:
        start = run(server.base_url, *more)[-1:]
        since = start[0]["stream_position"] if start else "0"
        with following(server.base_url, "--since", since, *more) as process:
            assert process.stdout is not None
            for name in (f"followed {len(more)} a", f"followed {len(more)} b"):
                create(server.base_url, name)
                event = json.loads(process.stdout.readline())
                assert event["source"]["item_name" if more else "name"] == name


class TestStop:
    def test_a_server_that_is_told_to_stop_sends_those_who_wait_elsewhere(self, tmp_path: Path) -> None:
        server = start_server(tmp_path / "data")
        authorization = {"authorization": "Bearer demo-admin"}
        (entry,) = httpx.request("OPTIONS", f"{server.base_url}/2.0/events", headers=authorization).json()["entries"]
        with ThreadPoolExecutor() as threads:
            polling = threads.submit(httpx.get, f"{entry['url']}&stream_position=now", timeout=60)
            while "holdall_requests_in_flight 2.0" not in httpx.get(f"{server.base_url}/metrics").text:
                assert not polling.done()
            assert server.stop() == 0
            assert polling.result().json()["message"] == "reconnect"
