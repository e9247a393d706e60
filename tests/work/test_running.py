"""Outside an engine a workflow is a plain function, and what it says are plain calls."""

import logging

import pytest

from holdall.box.platform import Platform
from holdall.work import running, should_stop, sleep, step
from holdall.work.library_log import join_library_log
from holdall.work.registry import Consumer, consumer, consumers
from tests.work import flows


class TestOutsideAnEngine:
    async def test_a_workflow_can_be_called(self, site: Platform) -> None:
        flows.gates["called two"].set()

        assert await flows.three_steps(site, "called") == ["one", "two", "three"]

    async def test_steps_and_sleeps_are_plain_calls(self) -> None:
        await sleep(0)

        assert await step(flows.note, "plain", "one") == "one"
        assert not await should_stop()

    async def test_only_an_engine_starts_others_and_waits_for_them(self) -> None:
        with pytest.raises(RuntimeError, match="place an order instead"):
            await running.start("test sleeper")
        with pytest.raises(RuntimeError, match="only a workflow that runs in an engine"):
            await running.wait_for("anything")


class TestRegistry:
    def test_two_of_one_name_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(consumers, "test twice", Consumer("test twice", flows.ignore, 10))

        with pytest.raises(ValueError, match="there are two of the name 'test twice'"):
            consumer("test twice")(flows.ignore)


class TestLibraryLog:
    def test_the_library_alarms_about_trouble_and_not_about_what_was_meant(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        join_library_log()
        library = logging.getLogger("dbos")

        with caplog.at_level(logging.WARNING, logger="dbos"):
            library.warning("Workflow x is no longer owned by this execution. Waiting for the owner's recorded outcome")
            library.warning("Asyncio task cancelled for workflow or step x")
            library.warning("The disk is full")

        assert caplog.messages == ["The disk is full"]
