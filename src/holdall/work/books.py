"""The engine's books, as a client of the library reads and writes them: for the verbs, and for the engine that leads.

Statements of the library block, so each runs in a thread. Nothing here runs a workflow.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from holdall.base.db.open import SQLITE_PREFIX
from holdall.content.orders import Order, workflow_id
from holdall.work.address import APPLICATION, SCHEMA, engine_url
from holdall.work.registry import Queue, workflows

if TYPE_CHECKING:
    from dbos import DBOSClient, EnqueueOptions, WorkflowStatus

PAUSED = "paused"
ANEW = "anew"
"""Marks of ours on a cancelled workflow: it was paused, or it is about to be begun anew."""

UNFINISHED = ["ENQUEUED", "DELAYED", "PENDING"]
BATCH = 500


def queue_of(name: str) -> str:
    """The queue that workflows of a name wait in."""
    known = workflows.get(name)
    return known.queue if known is not None else Queue.QUICK


class Books:
    """The books that belong to a platform's database; opened at first use."""

    def __init__(self, database_url: str) -> None:
        self._url = engine_url(database_url)
        self._client: DBOSClient | None = None
        self._opening = asyncio.Lock()
        self._exist = False

    async def client(self) -> "DBOSClient":
        """The library's client; raises OSError or the driver's errors where there are no books."""
        async with self._opening:
            if self._client is None:
                self._client = await asyncio.to_thread(_connect, self._url)
            return self._client

    async def close(self) -> None:
        """Let the books go."""
        if self._client is not None:
            client, self._client = self._client, None
            await asyncio.to_thread(client.destroy)

    async def rows(self, **filters: Any) -> "list[WorkflowStatus]":
        """Workflows as the library has them."""
        return await (await self.client()).list_workflows_async(**filters)

    async def enqueue(self, run_id: str, name: str, arguments: Sequence[Any], *, delay: float = 0) -> None:
        """Let a workflow wait in its queue; nothing happens where there is one of this id."""
        options = _options(run_id, name)
        if delay > 0:
            options["delay_seconds"] = delay
        await (await self.client()).enqueue_async(options, *arguments)

    async def enqueue_orders(self, orders: Sequence[Order]) -> None:
        """Let the workflows of orders wait in their queues, in one commit."""
        client = await self.client()

        def write() -> None:
            with client._sys_db.engine.begin() as connection:
                for order in orders:
                    options = _options(workflow_id(order.id), order.workflow)
                    client.enqueue_in_transaction(connection, options, *order.arguments)

        await asyncio.to_thread(write)

    async def executors(self) -> set[str]:
        """The engines, alive or dead, that run something."""
        running = await self.rows(status="PENDING", load_input=False, load_output=False)
        return {row.executor_id for row in running if row.executor_id is not None}

    async def requeue(self, executor_id: str) -> int:
        """Give what a dead engine was running back to the queues; how much that was.

        The library's public verb for this would also revive what was cancelled in between, and forget how often a
        workflow has lost its engine; so the one is used that the library recovers its own work with.
        """
        lost = await self.rows(status="PENDING", executor_id=executor_id, load_input=False, load_output=False)
        books = (await self.client())._sys_db
        for row in lost:
            await asyncio.to_thread(books.reenqueue_for_recovery, row.workflow_id, [executor_id], queue_of(row.name))
        return len(lost)

    async def begin_anew(self, shape: str) -> int:
        """Begin anew what waits and was begun in another shape than this; how much that was.

        A mark comes first, so that what was only cancelled when the process died is not taken for over.
        """
        client = await self.client()
        others = [one["version_name"] for one in await client.list_application_versions_async()]
        others = [name for name in others if name != shape]
        rows = await self.rows(
            status=["ENQUEUED", "DELAYED", "CANCELLED"], app_version=others, load_input=False, load_output=False
        )
        rows = [row for row in rows if row.status != "CANCELLED" or (row.attributes or {}).get(ANEW)] if others else []
        for row in rows:
            await client.update_workflow_attributes_async(row.workflow_id, {ANEW: True})
            await client.cancel_workflow_async(row.workflow_id)
            await client.rewind_workflow_async(
                row.workflow_id, start_step=1, application_version=shape, queue_name=queue_of(row.name)
            )
            await client.update_workflow_attributes_async(row.workflow_id, None)
        return len(rows)

    async def sort_out(self, order_ids: Sequence[int]) -> tuple[list[int], list[int]]:
        """Which of these orders are over, and which the books know nothing of."""
        by_run = {workflow_id(order_id): order_id for order_id in order_ids}
        rows = await self.rows(workflow_ids=list(by_run), load_input=False, load_output=False)
        over = [by_run[row.workflow_id] for row in rows if row.status not in UNFINISHED and not row.attributes]
        unknown = by_run.keys() - {row.workflow_id for row in rows}
        return over, sorted(by_run[run_id] for run_id in unknown)

    async def forget_all(self) -> None:
        """Strike out every workflow, what waits and what is over; what runs must have been interrupted."""
        if not await self.exist():
            return
        client = await self.client()
        while rows := await self.rows(limit=BATCH, load_input=False, load_output=False):
            await client.delete_workflows_async([row.workflow_id for row in rows])

    async def forget_before(self, moment: datetime, *, is_done: bool) -> int:
        """Strike out what was done before a moment, or else what ended otherwise before it; how much that was."""
        client, count = await self.client(), 0
        statuses = ["SUCCESS"] if is_done else ["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
        filters = {"status": statuses, "completed_before": moment.isoformat(), "limit": BATCH}
        while rows := await self.rows(**filters, load_input=False, load_output=False):
            await client.delete_workflows_async([row.workflow_id for row in rows])
            count += len(rows)
        return count

    async def counts(self) -> Mapping[str, int]:
        """How many workflows wait, and how many run."""
        books = (await self.client())._sys_db.engine
        schema = None if books.dialect.name == "sqlite" else SCHEMA
        table = sa.table("workflow_status", sa.column("status", sa.Text), schema=schema)
        count = sa.select(table.c.status, sa.func.count()).where(table.c.status.in_(UNFINISHED))

        def read() -> dict[str, int]:
            with books.connect() as connection:
                return {row[0]: row[1] for row in connection.execute(count.group_by(table.c.status))}

        found = await asyncio.to_thread(read)
        running = found.pop("PENDING", 0)
        return {"waiting": sum(found.values()), "running": running}

    async def exist(self) -> bool:
        """Whether an engine has ever been started on this database; its file may be there before its tables."""
        self._exist = self._exist or await asyncio.to_thread(self._are_there)
        return self._exist

    def _are_there(self) -> bool:
        url, schema = sa.make_url(self._url), None
        if self._url.startswith(SQLITE_PREFIX):
            if not Path(self._url.removeprefix(SQLITE_PREFIX)).exists():
                return False
        else:
            url, schema = url.set(drivername="postgresql+psycopg"), SCHEMA
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        return sa.inspect(engine).has_table("workflow_status", schema=schema)


def _options(run_id: str, name: str) -> "EnqueueOptions":
    from dbos import EnqueueOptions

    return EnqueueOptions(workflow_name=name, queue_name=queue_of(name), workflow_id=run_id)


def _connect(url: str) -> "DBOSClient":
    from dbos import DBOSClient, DBOSPortableJSONSerializer  # late: the library is not loaded by who never asks

    return DBOSClient(
        system_database_url=url,
        dbos_system_schema=SCHEMA,
        serializer=DBOSPortableJSONSerializer(),
        application_name=APPLICATION,
        system_database_pool_size=3,
        lazy=True,
        retry_connection_errors=False,
    )
