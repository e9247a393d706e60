"""The pool of children: processes in which files of strangers are opened, each kept until it is old, breaks, or is killed.

A child is fed the descriptor of a file and answers with bytes. Nothing here blocks the event loop.
"""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Protocol

import msgspec
import structlog

from holdall.content.renditions.errors import Exhausted, NoChild, Refused
from holdall.content.renditions.messages import LENGTH, Job, Reply, decode_reply, frame

log = structlog.get_logger()

CHILD = "holdall.content.renditions.child"
_START_SECONDS = 30.0
_PIECE = 256 * 1024


class HasDescriptor(Protocol):
    """An open file of the operating system."""

    def fileno(self) -> int:
        """Its descriptor."""


class Limits(msgspec.Struct, frozen=True):
    """What a child may use: bytes of address space, seconds for a job, bytes of an answer.

    After `lifetime` seconds of work, or where nobody asked it for `idle` seconds, it makes room for a fresh one.
    """

    memory: int = 1024 * 1024 * 1024
    seconds: float = 20.0
    answer: int = 64 * 1024 * 1024
    lifetime: float = 60.0
    idle: float = 60.0

    @property
    def cpu_seconds(self) -> int:
        """The processor time of a child in all its life, which the kernel counts: it holds if the server is gone."""
        return int(self.lifetime + self.seconds) + 10


class Children:
    """A pool of at most `size` children, begun when they are needed. `close` ends them."""

    def __init__(self, size: int = 2, limits: Limits | None = None, module: str = CHILD) -> None:
        self._limits = limits or Limits()
        self._module = module
        self._turns = asyncio.Semaphore(size)
        self._idle: list[_Child] = []
        self._ends: set[asyncio.Task[None]] = set()

    async def carry_out(self, job: Job, source: HasDescriptor) -> dict[str, bytes]:
        """The parts that a child makes of an open file, by name; waits for its turn.

        Raises Refused where the content cannot be rendered, Exhausted where the child had to be killed over it, and
        NoChild where none can be begun.
        """
        async with self._turns:
            child = await self._take()
            child.is_busy()
            is_good = False
            try:
                reply = await child.carry_out(job, source)
                is_good = not reply.is_last and child.worked < self._limits.lifetime
            except Exhausted as error:
                log.warning("a child was killed", task=job.task, reason=str(error))
                raise
            finally:
                # A cancelled job leaves a child at work, so it goes too.
                if is_good:
                    child.is_idle(self._retire)
                    self._idle.append(child)
                else:
                    self._end(child)
        if reply.is_last:
            log.warning("a child stumbled", task=job.task, reason=reply.refusal)
        if reply.refusal:
            raise Refused(reply.refusal)
        return reply.parts

    async def close(self) -> None:
        """Kill all children and wait until they are gone."""
        while self._idle:
            self._end(self._idle.pop())
        await asyncio.gather(*self._ends)

    async def _take(self) -> "_Child":
        """A child that waits for a job; one that died while it waited, since memory ran out perhaps, is passed over."""
        while self._idle:
            child = self._idle.pop()
            if child.is_alive:
                return child
            self._end(child)
        return await self._begin()

    async def _begin(self) -> "_Child":
        """A fresh child that has shut itself in; raises NoChild where it does not come up."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                process = await asyncio.to_thread(_start, self._module, self._limits, theirs)
        except OSError as error:
            ours.close()
            raise NoChild(f"No process can be begun: {error}") from None
        except BaseException:
            ours.close()  # a child that nobody waits for any more reads the end of its socket, and ends
            raise
        child = _Child(process, ours, self._limits)
        try:
            await child.wait_until_ready()
        except Exhausted as error:
            self._end(child)
            log.exception("a child does not come up", module=self._module)
            raise NoChild(f"A child does not come up: {error}") from None
        except BaseException:
            self._end(child)
            raise
        return child

    def _retire(self, child: "_Child") -> None:
        """End a child that nobody has asked for a while."""
        self._idle.remove(child)
        self._end(child)

    def _end(self, child: "_Child") -> None:
        task = asyncio.get_running_loop().create_task(child.end())
        self._ends.add(task)
        task.add_done_callback(self._ends.discard)


class _Child:
    """One process and our end of its socket."""

    def __init__(self, process: "subprocess.Popen[bytes]", connection: socket.socket, limits: Limits) -> None:
        self.worked = 0.0
        """How many seconds it has been at work."""
        self._process = process
        self._connection = connection
        self._limits = limits
        self._retirement: asyncio.TimerHandle | None = None
        connection.setblocking(False)

    @property
    def is_alive(self) -> bool:
        """Whether its process is there."""
        return self._process.poll() is None

    async def wait_until_ready(self) -> None:
        """Wait for its first words: it has imported what it needs and shut itself in."""
        greeting = await self._receive_within(_START_SECONDS)
        if "ready" not in greeting.parts:
            log.warning("children of this system are held by their limits alone", greeting=list(greeting.parts))

    async def carry_out(self, job: Job, source: HasDescriptor) -> Reply:
        """Its reply to a job; raises Exhausted where there is none."""
        began = asyncio.get_running_loop().time()
        try:
            # It waits for us, so its buffer is empty and takes this at once.
            socket.send_fds(self._connection, [frame(job)], [source.fileno()])
        except OSError as error:
            raise Exhausted(f"The child had gone before it was asked: {error}") from None
        reply = await self._receive_within(self._limits.seconds)
        self.worked += asyncio.get_running_loop().time() - began
        return reply

    def is_idle(self, retire: "Callable[[_Child], None]") -> None:
        """It waits for a job; after a while `retire` is called."""
        self._retirement = asyncio.get_running_loop().call_later(self._limits.idle, retire, self)

    def is_busy(self) -> None:
        """It has a job again."""
        if self._retirement is not None:
            self._retirement.cancel()

    async def end(self) -> None:
        """Kill it and wait until it is gone."""
        self.is_busy()
        self._process.kill()
        self._connection.close()
        await asyncio.to_thread(self._process.wait)

    async def _receive_within(self, seconds: float) -> Reply:
        try:
            async with asyncio.timeout(seconds):
                return await self._receive()
        except TimeoutError:
            raise Exhausted(f"It took more than {seconds:g} seconds") from None

    async def _receive(self) -> Reply:
        length = int.from_bytes(await self._read(LENGTH))
        if length > self._limits.answer:
            raise Exhausted(f"The answer would have {length} bytes")
        try:
            return decode_reply(await self._read(length))
        except msgspec.MsgspecError as error:
            raise Exhausted(f"The answer makes no sense: {error}") from None

    async def _read(self, length: int) -> bytes:
        loop, data = asyncio.get_running_loop(), bytearray()
        while len(data) < length:
            try:
                piece = await loop.sock_recv(self._connection, min(length - len(data), _PIECE))
            except OSError:
                piece = b""
            if not piece:
                raise Exhausted("The child ended in the middle of it, out of memory or broken by the content")
            data += piece
        return bytes(data)


def _start(module: str, limits: Limits, connection: socket.socket) -> "subprocess.Popen[bytes]":
    """A child with nothing of ours but where Python's modules are: no environment, no open file, no terminal."""
    command = [sys.executable, "-P", "-s", "-m", module, str(limits.memory), str(limits.cpu_seconds)]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        stdin=connection.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        cwd="/",
        start_new_session=True,
    )


def _environment() -> dict[str, str]:
    modules = [os.path.abspath(place) for place in sys.path if place]  # noqa: PTH100 - the interpreter wants text
    return {"PYTHONPATH": os.pathsep.join(modules), "LC_ALL": "C.UTF-8"}
