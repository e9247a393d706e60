"""`holdall events`: what has happened and what happens, an event a line, from where one was."""

import asyncio
import sys
from typing import Any

import msgspec

from holdall.base.clock import parse_instant
from holdall.cli.failures import run_to_exit
from holdall.connector.box import Box
from holdall.connector.connections import open_box
from holdall.connector.errors import BoxError, Kind
from holdall.connector.recipes.events import EventStream, StreamType

POLL_SECONDS = 5.0
_PAGE = 500
_PASSING = frozenset({Kind.UNREACHABLE, Kind.TIMED_OUT, Kind.UNAVAILABLE, Kind.RATE_LIMITED})
"""Failures that go by: a server that restarts, a network that is away."""


def events(
    *,
    since: str = "0",
    follow: bool = False,
    type: tuple[str, ...] = (),
    admin: bool = False,
    every: float = POLL_SECONDS,
    connection: str | None = None,
    as_user: str | None = None,
) -> None:
    """Print events as JSON lines, the oldest first, each with the position to go on from.

    A line's `stream_position`, given as --since, goes on behind it; where that is the middle of a page, the page is
    printed again, and `event_id` tells what was there before.

    Parameters
    ----------
    since
        Where to begin: a position, a date and time, or `now`; without it, the oldest event that is kept.
    follow
        Go on with what happens, until interrupted; a server that restarts is waited for.
    type
        Only events of this type; may be repeated.
    admin
        The events of the whole enterprise, for administrators, instead of one's own.
    every
        Seconds between looks at the events of an enterprise, which cannot be waited for.
    connection
        The connection to use (see holdall connect list).
    as_user
        The id of the user to act as.
    """
    run_to_exit(_print_events(since, follow, type, admin, every, open_box(connection), as_user))


async def _print_events(  # noqa: PLR0917 - one for each option
    since: str, follow: bool, types: tuple[str, ...], admin: bool, every: float, box: Box, as_user: str | None
) -> int:
    position, filters = _begin(since)
    if types and admin:
        filters["event_type"] = list(types)
    async with box.as_user(as_user) if as_user else box as client:
        if not follow:
            await _print_past(client, position, "admin_logs" if admin else "all", filters, types)
            return 0
        stream_type: StreamType = "admin_logs_streaming" if admin else "all"
        stream = EventStream(client, position, stream_type=stream_type, every=every, filters=filters)
        while True:
            try:
                async for page in stream.pages():
                    _print_page(page, types, before=stream.position, after=stream.following)
            except BoxError as error:
                if error.kind not in _PASSING:
                    raise
                print(f"holdall: {error}; trying again", file=sys.stderr)
                await asyncio.sleep(every)


async def _print_past(
    box: Box, position: str, stream_type: str, filters: dict[str, Any], types: tuple[str, ...]
) -> None:
    """Print pages until there are no more events."""
    while True:
        page = await box.call("get_events", stream_position=position, stream_type=stream_type, limit=_PAGE, **filters)
        following = str(page["next_stream_position"])
        if not page["entries"]:
            return
        _print_page(page["entries"], types, before=position, after=following)
        position = following


def _begin(since: str) -> tuple[str, dict[str, Any]]:
    """The position to begin at, and the time to begin with; raises ValueError for what is neither."""
    if since == "now" or (since.isascii() and since.isdigit()):
        return since, {}
    parse_instant(since)
    return "0", {"created_after": since}


def _print_page(page: list[dict[str, Any]], types: tuple[str, ...], *, before: str, after: str) -> None:
    for event in page:
        if types and event["event_type"] not in types:
            continue
        place = after if event is page[-1] else before
        sys.stdout.write(msgspec.json.encode({**event, "stream_position": place}).decode() + "\n")
    sys.stdout.flush()
