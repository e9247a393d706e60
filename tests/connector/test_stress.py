"""What a call does when the server refuses, is slow, or breaks off: every end is right or a clear error."""

import asyncio
import gc
import subprocess
import sys
from typing import Any

import pytest

from holdall.connector import BlockingBox, Box, BoxError, Kind, Retry, RetryPolicy, Settings, Timeouts
from tests.connector.conftest import SkippingClock
from tests.connector.server import Reply, ScriptedServer

OK = Reply(json={"id": "1"})
FOLDER: Any = {"name": "a", "parent": {"id": "0"}}


def error(status: int, code: str = "a_code", **headers: str) -> Reply:
    body = {"type": "error", "status": status, "code": code, "message": "why", "request_id": "r1", "context_info": {}}
    return Reply(status, json=body, headers=headers)


async def failure(call) -> BoxError:
    with pytest.raises(BoxError) as caught:
        await call
    return caught.value


class TestErrorKinds:
    @pytest.mark.parametrize(
        ("status", "kind", "retry"),
        [
            (400, Kind.REFUSED, Retry.NEVER),
            (401, Kind.UNAUTHORIZED, Retry.AFTER_SIGN_IN),
            (403, Kind.FORBIDDEN, Retry.NEVER),
            (404, Kind.NOT_FOUND, Retry.NEVER),
            (405, Kind.REFUSED, Retry.NEVER),
            (409, Kind.CONFLICT, Retry.NEVER),
            (412, Kind.CHANGED, Retry.NEVER),
            (423, Kind.CONFLICT, Retry.NEVER),
            (501, Kind.UNSUPPORTED, Retry.NEVER),
        ],
    )
    async def test_a_refusal_is_raised_at_once(self, box: Box, server: ScriptedServer, status, kind, retry):
        server.otherwise = error(status)

        raised = await failure(box.files.get("1"))

        assert (raised.kind, raised.retry, raised.status, raised.code) == (kind, retry, status, "a_code")
        assert (raised.message, raised.request_id, raised.operation_id) == ("why", "r1", "get_files_id")
        assert len(server.received) == 1

    async def test_its_text_tells_all_in_one_line(self, box: Box, server: ScriptedServer):
        server.otherwise = error(404, "not_found")

        assert str(await failure(box.files.get("1"))) == "get_files_id: 404 not_found: why"

    async def test_not_modified_is_a_kind_of_its_own(self, box: Box, server: ScriptedServer):
        server.otherwise = Reply(304)

        assert (await failure(box.files.get("1", if_none_match="3"))).kind is Kind.UNCHANGED

    async def test_context_of_a_conflict_is_kept(self, box: Box, server: ScriptedServer):
        conflict = {"conflicts": {"type": "file", "id": "9"}}
        server.otherwise = Reply(409, json={"code": "item_name_in_use", "context_info": conflict})

        assert (await failure(box.folders.create(**FOLDER))).context == conflict

    async def test_an_answer_that_is_no_json_is_corrupt(self, box: Box, server: ScriptedServer):
        server.otherwise = Reply(body=b"<html>a proxy's page</html>")

        assert (await failure(box.files.get("1"))).kind is Kind.CORRUPT


class TestRateLimit:
    async def test_it_waits_as_long_as_the_server_asks(self, box: Box, server: ScriptedServer, clock: SkippingClock):
        server.script = [error(429, **{"Retry-After": "7"}), OK]

        assert await box.folders.create(**FOLDER) == {"id": "1"}
        assert clock.waits == [7.0]

    async def test_the_wait_may_be_a_date(self, box: Box, server: ScriptedServer, clock: SkippingClock):
        dates = {"Date": "Wed, 21 Oct 2026 07:28:00 GMT", "Retry-After": "Wed, 21 Oct 2026 07:28:09 GMT"}
        server.script = [error(429, **dates), OK]

        await box.files.get("1")

        assert clock.waits == [9.0]

    async def test_a_wait_beyond_patience_is_an_error(self, box: Box, server: ScriptedServer, clock: SkippingClock):
        server.otherwise = error(429, **{"Retry-After": "3600"})

        raised = await failure(box.files.get("1"))

        assert (raised.kind, raised.retry, clock.waits) == (Kind.RATE_LIMITED, Retry.LATER, [])

    async def test_other_calls_of_the_user_wait_too(self, server: ScriptedServer):
        paused = asyncio.Event()

        class Waiting(SkippingClock):
            async def sleep(self, seconds: float) -> None:
                self.waits.append(seconds)
                if len(self.waits) == 1:
                    paused.set()
                    await asyncio.sleep(0.01)
                    self.now += seconds

        clock = Waiting()
        server.script = [error(429, **{"Retry-After": "7"})]
        async with Box("t", base_url=server.url, clock=clock) as box:
            first = asyncio.create_task(box.files.get("1"))
            await paused.wait()
            await asyncio.gather(first, box.files.get("2"), box.as_user("5").files.get("3"))

        assert clock.waits == [7.0, 7.0]


class TestServerFailure:
    async def test_reading_is_repeated_with_growing_shortened_waits(self, box: Box, server: ScriptedServer, clock):
        server.script = [error(500), error(502), error(503), OK]

        assert await box.files.get("1") == {"id": "1"}
        assert [low / 2 <= wait <= low for low, wait in zip([1, 2, 4], clock.waits, strict=True)] == [True] * 3

    async def test_it_gives_up_after_so_many_attempts(self, box: Box, server: ScriptedServer, clock: SkippingClock):
        server.otherwise = error(500)

        raised = await failure(box.files.get("1"))

        assert (raised.kind, raised.retry) == (Kind.UNAVAILABLE, Retry.LATER)
        assert len(server.received) == RetryPolicy().attempts
        assert len(clock.waits) == RetryPolicy().attempts - 1

    @pytest.mark.parametrize("status", [500, 502, 504])
    async def test_a_change_that_may_have_happened_is_not_repeated(self, box: Box, server: ScriptedServer, status):
        server.otherwise = error(status)

        raised = await failure(box.folders.create(**FOLDER))

        assert (raised.kind, raised.retry, raised.status) == (Kind.OUTCOME_UNKNOWN, Retry.LOOK_FIRST, status)
        assert len(server.received) == 1

    async def test_a_change_that_was_refused_as_too_busy_is_repeated(self, box: Box, server: ScriptedServer):
        server.script = [error(503), OK]

        assert await box.folders.create(**FOLDER) == {"id": "1"}

    @pytest.mark.parametrize("code", ["operation_blocked_temporary", "name_temporarily_reserved"])
    async def test_a_conflict_that_passes_is_repeated(self, box: Box, server: ScriptedServer, code):
        server.script = [error(409, code), OK]

        assert await box.folders.create(**FOLDER) == {"id": "1"}


class TestTime:
    async def test_reading_that_takes_too_long_is_timed_out(self, box: Box, server: ScriptedServer):
        server.otherwise = Reply(json={}, delay=0.2)

        raised = await failure(box.with_options(timeout=0.05).files.get("1"))

        assert (raised.kind, raised.retry) == (Kind.TIMED_OUT, Retry.LATER)

    async def test_a_change_that_takes_too_long_may_have_happened(self, box: Box, server: ScriptedServer):
        server.otherwise = Reply(json={}, delay=0.5)

        assert (await failure(box.with_options(timeout=0.05).folders.create(**FOLDER))).kind is Kind.OUTCOME_UNKNOWN

    async def test_a_cancelled_call_leaves_a_client_that_works(self, box: Box, server: ScriptedServer):
        server.script = [Reply(json={}, delay=0.5), OK]
        task = asyncio.create_task(box.files.get("1"))
        while not server.received:
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

        assert await box.files.get("1") == {"id": "1"}


class TestUnready:
    async def test_a_commit_is_repeated_until_the_file_is_there(self, box: Box, server: ScriptedServer, clock):
        server.script = [Reply(202, headers={"Retry-After": "3"})] * 2 + [Reply(201, json={"total_count": 1})]

        answer = await box.chunked_uploads.commit("1", digest="sha=x", parts=[])

        assert answer == {"total_count": 1}
        assert clock.waits == [3.0, 3.0]

    async def test_a_download_that_is_being_made_is_waited_for(self, box: Box, server: ScriptedServer, clock):
        server.script = [Reply(202, headers={"Retry-After": "2"}), Reply(body=b"picture")]

        assert await (await box.files.get_thumbnail("1", "png")).read() == b"picture"
        assert clock.waits == [2.0]

    async def test_what_is_never_ready_is_an_error(self, box: Box, server: ScriptedServer):
        server.otherwise = Reply(202, headers={"Retry-After": "1"})

        assert (await failure(box.downloads.get("1"))).kind is Kind.NOT_READY

    async def test_an_accepted_job_is_an_answer(self, box: Box, server: ScriptedServer):
        server.otherwise = Reply(202, json={"id": "7"})

        assert await box.call("post_docgen_batches_v2025.0", body={}) == {"id": "7"}


class TestRedirection:
    async def test_content_is_fetched_elsewhere_without_what_belongs_to_the_api(self, box: Box, server: ScriptedServer):
        elsewhere = server.url.replace("127.0.0.1", "localhost") + "/signed?key=1"
        server.script = [Reply(302, headers={"Location": elsewhere}), Reply(206, body=b"bytes")]

        content = await box.as_user("5").downloads.get("1", range="bytes=0-4", boxapi="shared_link=x")

        assert await content.read() == b"bytes"
        api, signed = server.received
        assert {name: api.headers.get(name) for name in ("authorization", "as-user", "boxapi", "range")} == {
            "authorization": "Bearer the-token",
            "as-user": "5",
            "boxapi": "shared_link=x",
            "range": "bytes=0-4",
        }
        assert signed.target == "/signed?key=1"
        assert signed.headers.keys() & {"authorization", "as-user", "boxapi", "cookie"} == set()
        assert signed.headers["range"] == "bytes=0-4"

    async def test_a_refusal_elsewhere_is_no_reason_to_sign_in_again(self, box: Box, server: ScriptedServer):
        server.script = [Reply(302, headers={"Location": "/signed"}), error(401)]

        assert (await failure(box.downloads.get("1"))).kind is Kind.FORBIDDEN

    async def test_it_does_not_go_in_circles(self, box: Box, server: ScriptedServer):
        server.otherwise = Reply(302, headers={"Location": "/again"})

        assert (await failure(box.downloads.get("1"))).kind is Kind.REFUSED
        assert len(server.received) == 6

    async def test_other_operations_are_not_redirected(self, box: Box, server: ScriptedServer):
        server.otherwise = Reply(302, headers={"Location": "/elsewhere"})

        assert (await failure(box.files.get("1"))).kind is Kind.REFUSED
        assert len(server.received) == 1


class TestConnections:
    async def test_they_are_used_again(self, box: Box, server: ScriptedServer):
        for _ in range(5):
            await box.files.get("1")

        assert len({received.peer for received in server.received}) == 1

    async def test_content_that_is_not_read_gives_its_connection_up(self, box: Box, server: ScriptedServer):
        server.otherwise = Reply(body=b"x" * 10_000_000)
        async with await box.downloads.get("1") as content:
            async for _ in content:
                break
        server.otherwise = OK

        assert await box.files.get("1") == {"id": "1"}

    async def test_no_more_are_open_than_allowed(self, server: ScriptedServer):
        server.otherwise = Reply(json={}, delay=0.01)
        async with Box("t", base_url=server.url, settings=Settings(connections=3)) as box:
            await asyncio.gather(*(box.files.get(str(number)) for number in range(12)))

        assert len({received.peer for received in server.received}) == 3


class TestOptions:
    async def test_a_view_adds_headers_and_a_user(self, box: Box, server: ScriptedServer):
        await box.as_user("5").with_options(headers={"X-Trace": "t"}).files.get("1")
        await box.files.get("1")

        acting, plain = server.received
        assert (acting.headers["as-user"], acting.headers["x-trace"]) == ("5", "t")
        assert plain.headers.keys() & {"as-user", "x-trace"} == set()


class TestEndOfLife:
    def test_a_blocking_client_that_nobody_uses_closes_itself(self, server: ScriptedServer):
        client = BlockingBox("t", base_url=server.url)
        client.users.get_me()
        view, connections = client.as_user("5"), client._nearby

        del client
        gc.collect()
        open_while_a_view_lives = connections.is_open
        view.users.get_me()
        del view
        gc.collect()

        assert (open_while_a_view_lives, connections.is_open) == (True, False)

    def test_a_script_that_closes_nothing_ends_quietly(self, server: ScriptedServer):
        script = f"from holdall.connector import BlockingBox; print(BlockingBox('t', base_url='{server.url}').users.get_me())"
        ended = subprocess.run(
            [sys.executable, "-W", "default", "-c", script], capture_output=True, text=True, check=True
        )

        assert (ended.stdout, ended.stderr) == ("{'type': 'answer'}\n", "")


class TestProxy:
    async def test_requests_go_through_the_proxy_of_the_settings(self, server: ScriptedServer):
        settings = Settings(proxy=server.url)
        async with Box("t", base_url="http://box.invalid", settings=settings) as box:
            await box.users.get_me()

        assert [received.target for received in server.received] == ["http://box.invalid/2.0/users/me"]


class TestTimeouts:
    @pytest.mark.parametrize(("change", "kind"), [(False, Kind.UNREACHABLE), (True, Kind.OUTCOME_UNKNOWN)])
    async def test_a_server_that_falls_silent_is_given_up(self, server: ScriptedServer, change: bool, kind: Kind):
        server.otherwise = Reply(json={}, delay=0.3)
        settings = Settings(timeouts=Timeouts(read=0.05), retry=RetryPolicy(attempts=1))
        async with Box("t", base_url=server.url, settings=settings) as box:
            raised = await failure(box.folders.create(**FOLDER) if change else box.files.get("1"))

        assert raised.kind is kind
