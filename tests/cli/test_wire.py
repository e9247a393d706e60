"""The server as a stranger's client meets it: odd requests, unread bodies, connections that end."""

import msgspec

from holdall.testing import RunningServer
from tests.support.wire import Wire, ask

TOKEN = "Bearer demo-admin"
BIG = 8 * 1024 * 1024


class TestConnections:
    def test_stays_usable_after_a_refused_upload_whose_body_nobody_read(self, server: RunningServer) -> None:
        wire = Wire(server.base_url)
        wire.send("POST", "/2.0/files/content", b"x" * BIG, authorization="Bearer unknown")
        assert wire.read()[0] == 401
        wire.send("GET", "/2.0/users/me", authorization=TOKEN)
        assert wire.read()[0] == 200
        wire.close()

    def test_stays_usable_after_a_body_that_is_too_large(self, server: RunningServer) -> None:
        wire = Wire(server.base_url)
        wire.send("POST", "/2.0/folders", b"x" * (11 * 1024 * 1024), authorization=TOKEN)
        assert wire.read()[0] == 413
        wire.send("GET", "/healthz")
        assert wire.read()[0] == 200
        wire.close()

    def test_a_client_that_waits_for_100_continue_is_refused_before_it_sends(self, server: RunningServer) -> None:
        wire = Wire(server.base_url)
        wire.send(
            "POST", "/2.0/files/content", expect="100-continue", content_length=str(BIG), authorization="Bearer unknown"
        )
        assert wire.read()[0] == 401
        assert wire.is_closed()

    def test_a_client_that_waits_for_100_continue_is_told_to_go_on(self, server: RunningServer) -> None:
        wire = Wire(server.base_url)
        body = b'{"name": "after the word", "parent": {"id": "0"}}'
        wire.send("POST", "/2.0/folders", expect="100-continue", content_length=str(len(body)), authorization=TOKEN)
        assert wire.read()[0] == 100
        wire.send_raw(body)
        assert wire.read()[0] == 201
        wire.close()

    def test_requests_sent_at_once_are_answered_in_order(self, server: RunningServer) -> None:
        wire = Wire(server.base_url)
        wire.send("GET", "/healthz")
        wire.send("GET", "/nothing")
        wire.send("GET", "/readyz")
        assert [wire.read()[0] for _ in range(3)] == [200, 404, 200]
        wire.close()

    def test_a_client_that_leaves_in_the_middle_of_its_body_changes_nothing(self, server: RunningServer) -> None:
        wire = Wire(server.base_url)
        wire.send("POST", "/2.0/folders", b'{"name": "never whole', content_length="500", authorization=TOKEN)
        wire.close()
        listing = ask(server.base_url, "GET", "/2.0/folders/0/items", authorization=TOKEN)[2]
        assert b"never whole" not in listing


class TestOddRequests:
    def test_head_has_the_headers_of_get_and_no_body(self, server: RunningServer) -> None:
        wire = Wire(server.base_url)
        wire.send("HEAD", "/healthz")
        status, headers, _ = wire.read(of_head=True)
        assert (status, headers["content-length"]) == (200, "15")
        wire.send("GET", "/healthz")
        assert wire.read()[2] == b'{"status":"ok"}'
        wire.close()

    def test_a_chunked_body_is_read(self, server: RunningServer) -> None:
        wire = Wire(server.base_url)
        body = b'{"name": "in pieces", "parent": {"id": "0"}}'
        chunks = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (10, body[:10], len(body) - 10, body[10:])
        wire.send("POST", "/2.0/folders", chunks, transfer_encoding="chunked", authorization=TOKEN)
        assert wire.read()[0] == 201
        wire.close()

    def test_headers_that_are_too_large_are_refused_as_such(self, server: RunningServer) -> None:
        assert ask(server.base_url, "GET", "/healthz", x_long="a" * 60_000)[0] == 200
        assert ask(server.base_url, "GET", "/healthz", x_long="a" * 1_000_000)[0] == 431

    def test_two_lengths_are_refused(self, server: RunningServer) -> None:
        wire = Wire(server.base_url)
        wire.send_raw(b"POST /2.0/folders HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!")
        assert wire.read()[0] == 400
        wire.close()

    def test_bytes_that_are_no_text_are_refused_with_a_clear_answer(self, server: RunningServer) -> None:
        for method, path, body in (
            ("GET", "/2.0/folders/0%00", b""),
            ("GET", "/2.0/folders/%FF%FE", b""),
            ("POST", "/2.0/folders", b'{"name": "\xff", "parent": {"id": "0"}}'),
            ("POST", "/2.0/folders", b'{"name": "a\\u0000b", "parent": {"id": "0"}}'),
            ("POST", "/2.0/folders", b'{"name": "\\ud800", "parent": {"id": "0"}}'),
        ):
            status, _, answer = ask(server.base_url, method, path, body, authorization=TOKEN)
            assert (status // 100, msgspec.json.decode(answer)["type"]) == (4, "error"), (path, body, status)

    def test_a_header_that_is_no_text_is_refused_with_a_clear_answer(self, server: RunningServer) -> None:
        wire = Wire(server.base_url)
        wire.send_raw(b"GET /2.0/users/me HTTP/1.1\r\nhost: x\r\nauthorization: Bearer \xff\xfe\r\n\r\n")
        assert wire.read()[0] == 401
        wire.close()


class TestCutConnections:
    def test_a_fault_cuts_before_the_answer(self, server: RunningServer) -> None:
        server.control.inject_fault("get_users_id", cut="before", count=1)
        wire = Wire(server.base_url)
        wire.send("GET", "/2.0/users/101", authorization=TOKEN)
        assert wire.is_closed()
        assert ask(server.base_url, "GET", "/2.0/users/101", authorization=TOKEN)[0] == 200

    def test_a_fault_cuts_in_the_middle_of_the_answer(self, server: RunningServer) -> None:
        whole = ask(server.base_url, "GET", "/2.0/users/101", authorization=TOKEN)[2]
        server.control.inject_fault("get_users_id", cut="middle", count=1)
        wire = Wire(server.base_url)
        wire.send("GET", "/2.0/users/101", authorization=TOKEN)
        raw = wire._reader.read()
        assert raw.startswith(b"HTTP/1.1 200")
        assert f"content-length: {len(whole)}".encode() in raw
        assert raw.endswith(whole[: len(whole) // 2])
