"""Who ends a task waits until it is over, and is cancelled itself where somebody wants that."""

import asyncio

import pytest

from holdall.base.tasks import beside, end


async def _last_words(said: list[str]) -> None:
    try:
        await asyncio.sleep(60)
    finally:
        await asyncio.sleep(0)
        said.append("over")


async def _fail() -> None:
    raise ValueError("broken")


class TestEnd:
    async def test_it_waits_until_all_tasks_are_over(self) -> None:
        said: list[str] = []
        tasks = [asyncio.create_task(_last_words(said)) for _ in range(2)]
        await asyncio.sleep(0)
        await end(tasks)
        assert (said, [task.cancelled() for task in tasks]) == (["over", "over"], [True, True])

    async def test_what_a_task_failed_with_is_its_own_matter(self) -> None:
        task = asyncio.create_task(_fail())
        await asyncio.sleep(0)
        await end([task])
        assert repr(task.exception()) == "ValueError('broken')"


class TestBeside:
    async def test_the_work_ends_with_the_block(self) -> None:
        said: list[str] = []
        async with beside(_last_words(said)):
            await asyncio.sleep(0)
        assert said == ["over"]

    async def test_what_the_work_raised_is_raised_after_the_block(self) -> None:
        with pytest.raises(ValueError, match="broken"):
            async with beside(_fail()):
                await asyncio.sleep(0)

    async def test_a_block_that_is_cancelled_while_its_work_ends_is_cancelled(self) -> None:
        said: list[str] = []

        async def block() -> None:
            async with beside(_last_words(said)):
                await asyncio.sleep(0)

        task = asyncio.create_task(block())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        assert (said, task.cancelled()) == (["over"], True)
