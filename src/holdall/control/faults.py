"""Faults: what a developer wants to see a client survive. They meet requests by operation, so often, in this order."""

import asyncio
import itertools
from fnmatch import fnmatchcase
from functools import partial
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from holdall.base.errors import ApiError, InvalidParameter, NotFound
from holdall.base.exchange import ConnectionCut, Exchange
from holdall.box.context import Answer, Context
from holdall.box.errors import error_body
from holdall.contract import load_operations
from holdall.control.cutting import cut_connection


class Fault(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What happens to requests in place of, or before, their operation."""

    operation: str = "*"
    """An operation's id, or a pattern with `*` and `?` such as `get_files_*`."""
    skip: Annotated[int, Meta(ge=0)] = 0
    """How many matching requests go through before the fault begins."""
    count: Annotated[int, Meta(ge=1)] | None = None
    """How many requests it meets; without it, all until it is cleared."""
    delay_ms: Annotated[int, Meta(ge=0, le=600_000)] = 0
    """Wait so long first. Without a status or a cut, the operation then goes on as usual."""
    status: Annotated[int, Meta(ge=200, le=599)] | None = None
    """Answer this status in place of the operation."""
    code: str = ""
    """The Box error code of the answer; without it, the usual one of the status."""
    message: str = "A fault that was injected through the control plane"
    """The message of the answer."""
    retry_after: Annotated[int, Meta(ge=0)] | None = None
    """Seconds in a Retry-After header."""
    cut: Literal["before", "middle"] | None = None
    """Close the connection without an answer, or in the middle of the real answer's body."""


class ActiveFault(Fault, kw_only=True):
    """A fault with the number it is cleared by and how many requests it has met."""

    id: int
    met: int = 0


class Faults:
    """The faults of one server, kept in its memory."""

    def __init__(self) -> None:
        self._faults: list[ActiveFault] = []
        self._ids = itertools.count(1)

    def add(self, fault: Fault) -> ActiveFault:
        """Let a fault happen from now on; raises InvalidParameter where it would never meet an operation."""
        if not any(fnmatchcase(operation_id, fault.operation) for operation_id in load_operations()):
            raise InvalidParameter("operation", f"no operation is called {fault.operation!r}")
        active = ActiveFault(id=next(self._ids), **msgspec.structs.asdict(fault))
        self._faults.append(active)
        return active

    def list(self) -> list[ActiveFault]:
        """The faults that may still happen."""
        return list(self._faults)

    def clear(self) -> None:
        """Let nothing happen any more."""
        self._faults.clear()

    def remove(self, fault_id: int) -> None:
        """Clear one fault; raises NotFound."""
        remaining = [fault for fault in self._faults if fault.id != fault_id]
        if len(remaining) == len(self._faults):
            raise NotFound(f"There is no fault {fault_id}; a fault is gone after its count")
        self._faults = remaining

    async def meet(self, context: Context, exchange: Exchange) -> Answer | None:
        """Do to a request what the first fault that matches it says; None where its operation shall go on."""
        fault = self._take(context.operation_id)
        if fault is None:
            return None
        await asyncio.sleep(fault.delay_ms / 1000)
        if fault.cut == "before":
            cut_connection(context.request.scope)
            raise ConnectionCut
        if fault.cut == "middle":
            exchange.cut_body_with = partial(cut_connection, context.request.scope)
        return None if fault.status is None else _answer(fault, fault.status, context.request_id)

    def _take(self, operation_id: str | None) -> ActiveFault | None:
        if operation_id is None:
            return None
        for fault in self._faults:
            if fnmatchcase(operation_id, fault.operation):
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                fault.met += 1
                if fault.met == fault.count:
                    self._faults.remove(fault)
                return fault
        return None


def _answer(fault: Fault, status: int, request_id: str) -> Answer:
    headers = {} if fault.retry_after is None else {"retry-after": str(fault.retry_after)}
    if status < 400:
        return Answer(status=status, headers=headers)
    error = ApiError(fault.message, code=fault.code or _usual_code(status))
    return Answer({**error_body(error, request_id), "status": status}, status, headers)


def _usual_code(status: int) -> str:
    kinds: list[type[ApiError]] = [ApiError, *ApiError.__subclasses__()]
    return next((kind.code for kind in kinds if kind.status == status), ApiError.code)
