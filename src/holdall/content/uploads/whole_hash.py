"""The SHA-1 of a whole file that arrives in parts, computed while they arrive, in the order of the file.

A hash in the making cannot be kept in the database. What a restart or another process lacks is read from the store again.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor

import structlog

from holdall.storage import BlobStore, Part, StoreError

MAX_SESSIONS = 1000
"""How many hashes are kept in the making; the one that was longest without a part makes room for another."""

log = structlog.get_logger()


class WholeHashes:
    """Hashes files part by part in the background, one thread for all of them."""

    def __init__(self, stores: Mapping[str, BlobStore], *, patience: float = 2.0) -> None:
        self.patience = patience
        """How many seconds `digest` waits before it says that it is not ready."""
        self._stores = stores
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="holdall-whole-hash")
        self._making: OrderedDict[str, _Making] = OrderedDict()

    def add(self, session_id: str, number: int, part: Part) -> None:
        """Tell that a part has come; it is hashed once those before it have been."""
        making = self._enter(session_id)
        making.parts[number] = part
        making.start(self._stores, self._thread)

    async def digest(self, session_id: str, parts: Sequence[Part]) -> str | None:
        """The SHA-1 (hex) of all parts in this order, or None where it takes longer than the patience.

        It goes on in the background, so a later call finds it further. Raises StoreError where a part cannot be read.
        """
        making = self._enter(session_id)
        making.parts = dict(enumerate(parts))
        making.start(self._stores, self._thread)
        if making.task is not None:
            await asyncio.wait([making.task], timeout=self.patience)
        if making.failure is not None:
            self.forget(session_id)
            raise making.failure
        return making.sha1.hexdigest() if making.next == len(parts) else None

    def forget(self, session_id: str) -> None:
        """Drop the hash of a session that has ended."""
        making = self._making.pop(session_id, None)
        if making is not None and making.task is not None:
            making.task.cancel()

    async def close(self) -> None:
        """Stop everything."""
        tasks = [making.task for making in self._making.values() if making.task is not None]
        for session_id in list(self._making):
            self.forget(session_id)
        await asyncio.gather(*tasks, return_exceptions=True)
        self._thread.shutdown()

    def _enter(self, session_id: str) -> "_Making":
        making = self._making.get(session_id)
        if making is None:
            making = self._making[session_id] = _Making()
        self._making.move_to_end(session_id)
        if len(self._making) > MAX_SESSIONS:
            self.forget(next(iter(self._making)))
        return making


class _Making:
    """A hash in the making: of the parts before number `next`."""

    def __init__(self) -> None:
        self.sha1 = hashlib.sha1(usedforsecurity=False)
        self.next = 0
        self.parts: dict[int, Part] = {}
        self.task: asyncio.Task[None] | None = None
        self.failure: StoreError | None = None

    def start(self, stores: Mapping[str, BlobStore], thread: Executor) -> None:
        """Go on in the background, unless it does already or there is nothing to do."""
        if (self.task is None or self.task.done()) and self.next in self.parts and self.failure is None:
            self.task = asyncio.create_task(self._go_on(stores, thread))

    async def _go_on(self, stores: Mapping[str, BlobStore], thread: Executor) -> None:
        loop = asyncio.get_running_loop()
        try:
            while (part := self.parts.get(self.next)) is not None:
                async for piece in await stores[part.store].read(part.key, 0, part.size):
                    await loop.run_in_executor(thread, self.sha1.update, piece)
                self.next += 1
        except StoreError as error:
            # Half of a part may be in the hash now, so it cannot go on: the next one begins anew.
            log.warning("hashing an upload failed", reason=str(error))
            self.failure = error
