"""Asks again until something that takes time is done."""

from collections.abc import Callable, Mapping
from typing import Any

from holdall.connector.errors import BoxError, Kind
from holdall.connector.recipes.clients import Client

UNFINISHED = frozenset(
    {
        *("accepted", "converting", "created", "generating", "in_progress", "initiated", "not_started", "pending"),
        *("processing", "queued", "running", "started", "submitted"),
    }
)
"""What the fields `status` and `state` say of work that goes on, in lower case."""


def is_finished(record: Mapping[str, Any]) -> bool:
    """Whether a record's `status` or `state` says that the work is over; one without either is finished."""
    words = [record.get(name) for name in ("status", "state")]
    return not any(isinstance(word, str) and word.lower() in UNFINISHED for word in words)


async def wait(
    box: Client,
    operation: str,
    arguments: Mapping[str, Any],
    *,
    until: Callable[[Any], bool] = is_finished,
    every: float = 1.0,
    longest: float = 15.0,
    patience: float = 3600.0,
) -> Any:
    """The operation's answer once `until` accepts it.

    It asks after `every` seconds at first, and then less often, up to `longest` apart.
    Raises BoxError (NOT_READY) after `patience` seconds, and as the call does.
    """
    end = box.clock.seconds() + patience
    while True:
        answer = await box.call(operation, **arguments)
        if until(answer):
            return answer
        if box.clock.seconds() + every > end:
            raise BoxError(Kind.NOT_READY, f"not finished after {patience:g} seconds", operation_id=operation)
        await box.clock.sleep(every)
        every = min(every * 1.5, longest)
