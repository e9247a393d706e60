"""Bytes over a real socket: clients that break off, uploads that are refused, content that is damaged."""

import json
import os
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from holdall.testing import RunningServer
from tests.support.uploads import FORM_TYPE, file_form
from tests.support.wire import Wire, ask

TOKEN = "Bearer demo-admin"
LARGE = os.urandom(3_000_000)


def form(name: str, content: bytes) -> bytes:
    return file_form({"name": name, "parent": {"id": "0"}}, content)


def upload(server: RunningServer, name: str, content: bytes) -> tuple[int, Any]:
    status, _, body = ask(
        server.base_url,
        "POST",
        "/api/2.0/files/content",
        form(name, content),
        authorization=TOKEN,
        content_type=FORM_TYPE,
    )
    return status, json.loads(body)


def link_of(server: RunningServer, name: str, content: bytes) -> str:
    _, body = upload(server, name, content)
    file_id = body["entries"][0]["id"]
    _, headers, _ = ask(server.base_url, "GET", f"/2.0/files/{file_id}/content", authorization=TOKEN)
    return urlsplit(headers["location"]).path


def blobs(server: RunningServer) -> set[Path]:
    return {path for path in (server.data / "blobs").glob("*/*") if path.is_file()}


def left_since(server: RunningServer, before: set[Path]) -> set[Path]:
    """The blobs that have come since, once they are gone or it has become clear that they stay.

    Some of those before may have gone, too: what other tests have removed is collected meanwhile.
    """
    patience = time.monotonic() + 10
    while blobs(server) - before and time.monotonic() < patience:
        time.sleep(0.02)
    return blobs(server) - before


class TestUploads:
    @pytest.mark.parametrize("declared", [True, False])
    def test_a_client_that_leaves_in_the_middle_of_a_file_leaves_nothing(
        self, server: RunningServer, declared: bool
    ) -> None:
        before, body = blobs(server), form("half.bin", LARGE)
        wire = Wire(server.base_url)
        length = {"content_length": str(len(body))} if declared else {"transfer_encoding": "chunked"}
        sent = body[:2_000_000] if declared else b"%x\r\n%s\r\n" % (2_000_000, body[:2_000_000])
        wire.send("POST", "/api/2.0/files/content", sent, authorization=TOKEN, content_type=FORM_TYPE, **length)
        wire.close()
        assert left_since(server, before) == set()
        assert upload(server, f"half-{declared}.bin", b"whole")[0] == 201

    def test_a_refused_upload_is_heard_out_and_the_connection_stays(self, server: RunningServer) -> None:
        upload(server, "taken.bin", b"first")
        before = blobs(server)
        wire = Wire(server.base_url)
        for _ in range(2):
            wire.send(
                "POST", "/api/2.0/files/content", form("TAKEN.bin", LARGE), authorization=TOKEN, content_type=FORM_TYPE
            )
            status, _, body = wire.read()
            assert (status, json.loads(body)["code"]) == (409, "item_name_in_use")
        wire.close()
        assert blobs(server) - before == set()


class TestDownloads:
    def test_ranges_of_a_link_come_over_one_connection(self, server: RunningServer) -> None:
        link = link_of(server, "ranges.bin", LARGE)
        wire = Wire(server.base_url)
        for first in range(0, len(LARGE), 700_000):
            wire.send("GET", link, range=f"bytes={first}-{first + 699_999}")
            status, _, body = wire.read()
            assert (status, body) == (206, LARGE[first : first + 700_000])
        wire.close()

    def test_a_client_that_leaves_harms_nobody(self, server: RunningServer) -> None:
        link = link_of(server, "left.bin", LARGE * 8)
        for _ in range(3):
            wire = Wire(server.base_url)
            wire.send("GET", link)
            wire.socket.recv(1000)
            wire.close()
        assert ask(server.base_url, "GET", link, range="bytes=0-4")[2] == LARGE[:5]

    def test_content_that_is_lost_is_an_error_and_not_an_empty_file(self, server: RunningServer) -> None:
        before = blobs(server)
        link = link_of(server, "lost.bin", LARGE)
        for path in blobs(server) - before:
            path.unlink()
        status, _, body = ask(server.base_url, "GET", link)
        assert (status, json.loads(body)["code"]) == (500, "internal_server_error")

    def test_content_that_ends_early_cuts_the_connection(self, server: RunningServer) -> None:
        before = blobs(server)
        link = link_of(server, "short.bin", LARGE)
        for path in blobs(server) - before:
            os.truncate(path, 2_000_000)
        with pytest.raises(EOFError):
            ask(server.base_url, "GET", link)
