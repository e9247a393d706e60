"""The engine of this process: DBOS Transact, with the workflows of the registry, its queues and its schedules.

The library keeps one engine per process, so there is one here. Workflows run on the loop that starts it.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import structlog

from holdall.base.db.open import SQLITE_PREFIX
from holdall.base.tasks import end
from holdall.work import running
from holdall.work.address import APPLICATION, SCHEMA, engine_url
from holdall.work.library_log import join_library_log
from holdall.work.registry import LIMITS, Workflow, schedules, workflows
from holdall.work.site import Site
from holdall.work.verbs import State, Work

THREADS = 16
"""For the engine's own statements; workflows themselves run on the loop."""
STOP_SECONDS = 0.1
"""How long the library takes to notice that it shall stop; it asks the books nothing in between."""

log = structlog.get_logger()


class Engine:
    """A started engine. `Engine.start` and `stop` must be called on the same loop."""

    def __init__(self, site: Site, work: Work, executor_id: str) -> None:
        self.site = site
        self.work = work
        self.executor_id = executor_id
        self.tasks: set[asyncio.Task[Any]] = set()
        self.gate = asyncio.Event()
        self.gate.set()

    @classmethod
    async def start(cls, site: Site, work: Work, executor_id: str, shape: str) -> "Engine":
        """Bring the engine's books up to date and begin to run what waits; raises RuntimeError for a second engine."""
        global _engine  # noqa: PLW0603 - the library has one engine per process
        if _engine is not None:
            raise RuntimeError("there is an engine in this process already")
        url = engine_url(site.settings.database_url)
        engine = _engine = cls(site, work, executor_id)
        try:
            await asyncio.to_thread(_prepare, url)
            _launch(url, executor_id, shape)
            await asyncio.to_thread(_register)
        except BaseException:
            await engine.stop()
            raise
        return engine

    async def stop(self) -> None:
        """End what runs, in the middle of its steps, to be gone on with by the next engine."""
        global _engine  # noqa: PLW0603
        from dbos import DBOS

        await self.interrupt()
        # The library has lent the loop its threads, which end now.
        loop, threads = asyncio.get_running_loop(), ThreadPoolExecutor(thread_name_prefix="asyncio")
        loop.set_default_executor(threads)
        await asyncio.to_thread(DBOS.destroy)
        _engine = None

    async def interrupt(self) -> None:
        """End what runs, in the middle of its steps, and begin nothing until `go_on`."""
        self.gate.clear()
        await end(list(self.tasks))

    def go_on(self) -> None:
        """Begin again what is given to the engine."""
        self.gate.set()


_engine: Engine | None = None
_wrapped: dict[str, Callable[..., Coroutine[Any, Any, Any]]] = {}


class _Running:
    """The workflow that is running, for `holdall.work.running`."""

    def __init__(self, engine: Engine, workflow_id: str, workflow: Workflow) -> None:
        self._engine = engine
        self._id = workflow_id
        self._workflow = workflow
        self._is_in_step = False

    async def step(self, name: str, function: Callable[[], Awaitable[Any]]) -> Any:
        """Do a step, or answer what it answered before."""
        from dbos import DBOS

        async def call() -> Any:
            return await function()

        # Steps are told apart by their order, which is not the same again when they run side by side.
        if self._is_in_step:
            raise RuntimeError(f"step {name} was begun beside another one; do one after the other, or start parts")
        self._is_in_step = True
        try:
            return await DBOS.run_step_async({"name": name}, call)
        finally:
            self._is_in_step = False

    async def sleep(self, seconds: float) -> None:
        """Sleep, across restarts."""
        from dbos import DBOS

        await DBOS.sleep_async(seconds)

    async def start(self, name: str, arguments: tuple[Any, ...], key: str) -> str:
        """Start another workflow; its id."""
        from dbos import DBOS, EnqueueOptions

        if workflows[name].queue == self._workflow.queue:
            raise RuntimeError(f"{self._workflow.name} and {name} share the queue {self._workflow.queue}")
        child = f"{self._id}/{name}/{key}"
        options = EnqueueOptions(workflow_name=name, queue_name=workflows[name].queue, workflow_id=child)
        await DBOS.enqueue_workflow_with_options_async(options, *arguments)
        return child

    async def wait_for(self, workflow_id: str) -> Any:
        """Wait for another workflow; its answer."""
        from dbos import DBOS

        return await DBOS.get_result_async(workflow_id)

    async def should_stop(self) -> bool:
        """Whether the workflow was cancelled or paused."""
        return (await self._engine.work.find(self._id)).state is not State.RUNNING


def _prepare(url: str) -> None:
    """Make the books, or bring them up to date. In a thread: loading the library takes a while."""
    from dbos import DBOS

    if url.startswith(SQLITE_PREFIX):
        # The library leaves the journal as it finds it, and this setting is kept in the file.
        connection = sqlite3.connect(Path(url.removeprefix(SQLITE_PREFIX)), timeout=30)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
    DBOS.migrate(url, schema=SCHEMA)


def _launch(url: str, executor_id: str, shape: str) -> None:
    """Start the library on this loop, which is where it will run workflows."""
    from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer

    join_library_log()
    DBOS(
        config=DBOSConfig(
            name=APPLICATION,
            system_database_url=url,
            dbos_system_schema=SCHEMA,
            application_version=shape,
            executor_id=executor_id,
            serializer=DBOSPortableJSONSerializer(),
            run_migrations=False,
            max_executor_threads=THREADS,
            sys_db_pool_size=5,
            notification_listener_polling_interval_sec=STOP_SECONDS,
            log_level="WARNING",
        )
    )
    for one in workflows.values():
        _wrap(one)
    DBOS.launch()


def _register() -> None:
    """Tell the books of our queues and schedules; schedules that are ours no more are removed."""
    from dbos import DBOS, ScheduleInput

    for name, limits in LIMITS.items():
        DBOS.register_queue(
            name,
            worker_concurrency=limits.at_a_time,
            polling_interval_sec=limits.poll,
            on_conflict="always_update",
        )
    for known in DBOS.list_schedules():
        if known["schedule_name"] not in schedules:
            DBOS.delete_schedule(known["schedule_name"])
    DBOS.apply_schedules(
        [
            ScheduleInput(
                schedule_name=one.name,
                workflow_fn=_wrapped[one.name],
                schedule=one.cron,
                queue_name=workflows[one.name].queue,
            )
            for one in schedules.values()
        ]
    )


def _wrap(workflow: Workflow) -> None:
    """Make a workflow one of the library's, once per process."""
    if workflow.name in _wrapped:
        return
    from dbos import DBOS

    async def run(*arguments: Any) -> Any:
        engine, task, workflow_id = _engine, asyncio.current_task(), DBOS.workflow_id
        assert engine is not None
        assert task is not None
        assert workflow_id is not None
        engine.tasks.add(task)
        token = running.current.set(_Running(engine, workflow_id, workflow))
        try:
            await engine.gate.wait()
            # A schedule's workflow gets the time that it was due at and a context, which is always empty here.
            return await workflow.function(engine.site, *(() if workflow.name in schedules else arguments))
        finally:
            running.current.reset(token)
            engine.tasks.discard(task)

    _wrapped[workflow.name] = DBOS.workflow(name=workflow.name, max_recovery_attempts=workflow.attempts)(run)
