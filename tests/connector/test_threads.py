"""Blocking calls, which run in the thread that makes them: what ends them ends them as it ends awaited ones."""

import gzip
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from httptools import HttpParserError

from holdall.connector import BlockingBox, Box, BoxError, Kind, RetryPolicy, Settings, Timeouts
from holdall.connector.response import Response
from holdall.connector.sign_in import ClientCredentials
from holdall.connector.thread_transport import ThreadTransport
from tests.connector import test_broken_connections, test_stress
from tests.connector.conftest import SkippingClock
from tests.connector.server import Received, Reply, ScriptedServer

FOLDER = test_stress.FOLDER


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Interrupts are heard, as they are not where a shell has begun the tests in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
async def box(server: ScriptedServer, clock: SkippingClock) -> AsyncIterator[Box]:
    """An asynchronous client over the transport of threads, so that one set of tests is for both."""
    async with Box("the-token", base_url=server.url, clock=clock, transport=ThreadTransport()) as client:
        yield client


class TestErrorKinds(test_stress.TestErrorKinds):
    """The same, over the other transport."""


class TestBrokenConnection(test_broken_connections.TestBrokenConnection):
    """The same, over the other transport."""


class TestRedirection(test_stress.TestRedirection):
    """The same, over the other transport."""


class TestUnready(test_stress.TestUnready):
    """The same, over the other transport."""


class TestConnections:
    def test_they_are_used_again_by_whichever_thread(self, blocking_box: BlockingBox, server: ScriptedServer):
        with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as second:
            for thread in (first, second, first):
                thread.submit(blocking_box.files.get, "1").result()

        assert len({received.peer for received in server.received}) == 1

    def test_no_more_are_open_than_allowed(self, server: ScriptedServer):
        server.otherwise = Reply(json={}, delay=0.01)
        with (
            BlockingBox("t", base_url=server.url, settings=Settings(connections=3)) as box,
            ThreadPoolExecutor(12) as pool,
        ):
            list(pool.map(box.files.get, [str(number) for number in range(12)]))

        assert len({received.peer for received in server.received}) == 3

    def test_content_that_nobody_reads_gives_its_connection_up(self, server: ScriptedServer):
        server.otherwise = Reply(body=b"x" * 10_000_000)
        with BlockingBox("t", base_url=server.url, settings=Settings(connections=1)) as box:
            content = box.downloads.get("1")
            assert next(iter(content)) != b""
            del content
            server.otherwise = test_stress.OK

            assert box.files.get("1") == {"id": "1"}

    def test_one_that_the_server_has_ended_is_not_used_again(self):
        with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:

            def answer() -> bytes:
                connection, _ = listener.accept()
                with connection:
                    asked = connection.recv(65536)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
                return asked.partition(b" ")[0]

            with BlockingBox("t", base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as box:
                first = pool.submit(answer)
                box.files.get("1")
                assert first.result() == b"GET"
                second = pool.submit(answer)
                box.folders.create(**FOLDER)

                assert second.result() == b"POST"

    def test_a_server_that_falls_silent_is_given_up(self, server: ScriptedServer):
        server.otherwise = Reply(json={}, delay=0.3)
        settings = Settings(timeouts=Timeouts(read=0.05), retry=RetryPolicy(attempts=1))
        with BlockingBox("t", base_url=server.url, settings=settings) as box:
            with pytest.raises(BoxError) as reading:
                box.files.get("1")
            with pytest.raises(BoxError) as making:
                box.folders.create(**FOLDER)

        assert (reading.value.kind, making.value.kind) == (Kind.UNREACHABLE, Kind.OUTCOME_UNKNOWN)

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no forks")
    def test_a_forked_child_has_its_own_and_no_thread_is_made(self, server: ScriptedServer):
        script = (
            "import os, threading; from holdall.connector import BlockingBox; "
            f"box = BlockingBox('t', base_url='{server.url}'); box.files.get('1'); child = os.fork(); box.files.get('2'); "
            "child and os.waitpid(child, 0); print(threading.active_count())"
        )
        ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

        assert ended.stdout == "1\n1\n"
        assert [received.target for received in server.received] == [f"/2.0/files/{number}" for number in (1, 2, 2)]
        assert len({received.peer for received in server.received}) == 2


class TestCalls:
    def test_a_compressed_answer_is_read(self, blocking_box: BlockingBox, server: ScriptedServer):
        server.otherwise = Reply(body=gzip.compress(b'{"id": "1"}'), headers={"Content-Encoding": "gzip"})

        assert blocking_box.files.get("1") == {"id": "1"}

    def test_a_header_beyond_latin_arrives_as_it_was(self, blocking_box: BlockingBox, server: ScriptedServer):
        blocking_box.with_options(headers={"x-name": "Größe 大"}).files.get("1")

        assert server.received[0].headers["x-name"] == "Größe 大"

    def test_a_time_limit_for_the_whole_call_holds(self, blocking_box: BlockingBox, server: ScriptedServer):
        server.otherwise = Reply(json={}, delay=0.3)

        with pytest.raises(BoxError) as caught:
            blocking_box.with_options(timeout=0.05).files.get("1")

        assert caught.value.kind is Kind.TIMED_OUT

    async def test_where_an_event_loop_runs_they_are_refused(self, blocking_box: BlockingBox, server: ScriptedServer):
        with pytest.raises(RuntimeError, match="this thread runs an event loop"):
            blocking_box.files.get("1")

        assert server.received == []

    def test_an_interrupt_ends_the_wait_and_leaves_a_client_that_works(
        self, server: ScriptedServer, interruptible: None
    ):
        main = threading.get_ident()

        def interrupt(received: Received) -> Reply:
            server.answer = None
            signal.pthread_kill(main, signal.SIGINT)
            return Reply(json={}, delay=1)

        server.answer = interrupt
        with BlockingBox("t", base_url=server.url) as box:
            with pytest.raises(KeyboardInterrupt):
                box.files.get("1")

            assert box.files.get("2") == {"type": "answer"}

    def test_threads_that_need_a_token_at_once_ask_for_one(self, server: ScriptedServer):
        def answer(received: Received) -> Reply:
            if received.target.endswith("/oauth2/token"):
                return Reply(json={"access_token": "a", "expires_in": 3600}, delay=0.05)
            return Reply(json={"authorization": received.headers["authorization"]})

        server.answer = answer
        with (
            BlockingBox(ClientCredentials("c", "s", user_id="7"), base_url=server.url) as box,
            ThreadPoolExecutor(8) as pool,
        ):
            answers = list(pool.map(lambda _: box.users.get_me(), range(8)))

        assert answers == [{"authorization": "Bearer a"}] * 8
        assert sum(received.target.endswith("/oauth2/token") for received in server.received) == 1


@pytest.fixture
def answered() -> Iterator[Callable[[str], Response]]:
    """Makes an answer, its head read, of a server that writes just this and closes the connection."""
    with ExitStack() as opened:

        def answer(written: str) -> Response:
            near, far = socket.socketpair()
            opened.enter_context(near)
            with far:
                far.sendall(written.encode())
            response = Response(near)
            response.read_head()
            return response

        yield answer


class TestReading:
    """What servers may write, from a socket that writes just that."""

    @pytest.mark.parametrize(
        ("written", "body", "is_kept"),
        [
            ("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody", b"body", True),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n", b"body", True),
            ("HTTP/1.1 200 OK\r\n\r\nbody", b"body", False),
            ("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody", b"body", False),
            ("HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nbody", b"body", False),
            (
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
                b"body",
                True,
            ),
            ("HTTP/1.1 204 No Content\r\n\r\n", b"", True),
            ("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbodyHTTP/1.1 200 OK\r\n", b"body", False),
        ],
    )
    def test_a_body_ends_where_its_server_says(self, answered, written: str, body: bytes, is_kept: bool):
        response = answered(written)

        assert (response.read(), response.leaves_connection) == (body, is_kept)
        assert "link" not in response.headers

    @pytest.mark.parametrize(
        "written",
        [
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody",
        ],
    )
    def test_one_that_ends_before_is_an_error(self, answered, written: str):
        with pytest.raises(ConnectionError):
            answered(written).read()

    def test_what_is_no_http_is_an_error(self, answered):
        with pytest.raises(HttpParserError):
            answered("SSH-2.0-OpenSSH_9.9\r\n")
