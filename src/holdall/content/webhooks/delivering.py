"""Delivers what is due: a courier for each webhook that has something to be told, so that none waits for another.

One process of all delivers at a time. What it was about when it died is delivered again by the next.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import sqlalchemy as sa
import structlog

from holdall.base.clock import HOUR, MINUTE, SECOND
from holdall.base.db import Database, query, rows_of
from holdall.base.keys import ServerKey
from holdall.base.pace import BackgroundPiece
from holdall.base.tasks import end
from holdall.content.events.bell import Listener
from holdall.content.webhooks.ledger import Attempt, Delivery, due_lanes, note_attempts, webhooks_with_due
from holdall.content.webhooks.rules import Webhook
from holdall.content.webhooks.sending import Sender
from holdall.content.webhooks.signing import SignatureKeys, signature_keys
from holdall.content.webhooks.tables import SKILL, webhooks
from holdall.content.webhooks.tokens import fill_in_tokens

BATCH = 64
MOST_AT_ONCE = 8
"""Requests under way to one webhook."""
MOST_IN_ALL = 200
LONGEST_REST = MINUTE
"""A receiver that is away is tried again after a second, two, four and so on, but at least this often."""
FORGOTTEN_AFTER = HOUR
POLL_SECONDS = 1.0
"""Between looks where no bell rings: for what is to be tried again."""

log = structlog.get_logger()

_FIND = query(
    sa.select(*rows_of(Webhook, webhooks)).where(webhooks.c.id == sa.bindparam("webhook_id", type_=sa.BigInteger)),
    into=Webhook,
)


class _Courier:
    """What is known of one receiver: how many requests it takes at a time, and how long it has been away."""

    def __init__(self) -> None:
        self.at_once = 2
        self.failures = 0
        self.rests_until = 0

    def rests(self, now: int) -> bool:
        """Whether the receiver is left alone; not for longer than any rest is, should the clock have been set back."""
        return 0 < self.rests_until - now <= LONGEST_REST

    def note(self, *, is_away: bool, now: int) -> None:
        """Take more at a time from a receiver that answers, and rest where it is away."""
        if is_away:
            self.at_once = 1
            self.rests_until = now + min(SECOND << min(self.failures, 10), LONGEST_REST)
            self.failures += 1
        else:
            self.at_once = min(self.at_once * 2, MOST_AT_ONCE)
            self.failures = 0


class Deliverer:
    """Delivers for one process, with a sender that is open."""

    def __init__(self, db: Database, key: ServerKey, sender: Sender) -> None:
        self._db = db
        self._key = key
        self._sender = sender
        self._couriers: dict[int, _Courier] = {}
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(MOST_IN_ALL)

    async def run(self, listener: Listener) -> None:
        """Deliver until cancelled; the listener says when there may be something new."""
        try:
            while True:
                try:
                    await self.send_out()
                except Exception:
                    log.exception("webhook deliveries cannot be read")
                await listener.wait_and_gather(POLL_SECONDS)
        finally:
            await end(self._busy.values())

    async def drain(self) -> None:
        """Deliver until nothing is due that may be tried now."""
        while await self.send_out():
            await asyncio.gather(*self._busy.values())

    async def send_out(self) -> int:
        """Let a courier begin for each webhook that has something due and none under way; how many began."""
        due = await webhooks_with_due(self._db)
        self._forget(set(due))
        began = 0
        for webhook_id in due:
            courier = self._couriers.setdefault(webhook_id, _Courier())
            if webhook_id not in self._busy and not courier.rests(self._db.now):
                self._begin(webhook_id, self._deliver(webhook_id, courier))
                began += 1
        return began

    def _forget(self, due: set[int]) -> None:
        """Forget the receivers that have nothing to be told and are not known to be away."""
        now = self._db.now
        for webhook_id in self._couriers.keys() - due - self._busy.keys():
            courier = self._couriers[webhook_id]
            if not courier.failures or courier.rests_until + FORGOTTEN_AFTER < now:
                del self._couriers[webhook_id]

    def _begin(self, webhook_id: int, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._busy[webhook_id] = task
        task.add_done_callback(self._ended(webhook_id))

    def _ended(self, webhook_id: int) -> Callable[[asyncio.Task[None]], None]:
        def ended(task: asyncio.Task[None]) -> None:
            del self._busy[webhook_id]
            if not task.cancelled() and (error := task.exception()) is not None:
                log.error("webhook deliveries failed", webhook_id=webhook_id, exc_info=error)

        return ended

    async def _deliver(self, webhook_id: int, courier: _Courier) -> None:
        """Deliver to one webhook, batch after batch, until nothing is due or the receiver is away."""
        while not courier.rests(self._db.now):
            webhook = await self._db.one(_FIND, webhook_id=webhook_id)
            if webhook is None:
                return
            try:
                keys = await signature_keys(self._db, self._key, webhook.application_id)
            except ValueError as error:
                log.warning("a webhook cannot be signed", webhook_id=webhook_id, why=str(error))
                courier.note(is_away=True, now=self._db.now)
                return
            lanes = await due_lanes(self._db, webhook_id, BATCH)
            if not lanes:
                return
            async with BackgroundPiece():
                await self._deliver_batch(webhook, keys, lanes, courier)

    async def _deliver_batch(
        self, webhook: Webhook, keys: SignatureKeys, lanes: list[list[Delivery]], courier: _Courier
    ) -> None:
        """Tell what is in the lanes, some of them at a time, each in its order and up to its first failure.

        What is not begun when the receiver turns out to be away stays due.
        """
        waiting = lanes[::-1]
        attempts: list[Attempt] = []
        is_away = False

        async def work() -> None:
            nonlocal is_away
            while waiting:
                lane = waiting.pop()
                for delivery in lane:
                    if is_away:
                        return
                    async with self._slots:
                        began_at = self._db.now
                        body = self._body_of(webhook, delivery)
                        answer = await self._sender.send(webhook.address, body, keys, began_at)
                    attempt = Attempt(delivery, began_at, answer.status, answer.error)
                    is_away = is_away or answer.is_away
                    if not attempt.succeeded or delivery is lane[-1]:
                        attempts.append(attempt)
                        break
                    # The next one goes out when this one will not, even if the process dies.
                    await self._db.write(note_attempts, webhook.id, [attempt])

        try:
            async with asyncio.TaskGroup() as group:  # if one fails, none goes on behind the next courier's back
                for _ in range(min(courier.at_once, len(lanes))):
                    group.create_task(work())
        finally:
            courier.note(is_away=is_away, now=self._db.now)
            if attempts:
                await self._db.write(note_attempts, webhook.id, attempts)

    def _body_of(self, webhook: Webhook, delivery: Delivery) -> str:
        """What is sent: to a skill, with the tokens that are kept nowhere."""
        return fill_in_tokens(self._key, delivery.body) if webhook.target_type == SKILL else delivery.body
