"""Events: a user's own stream, the enterprise's log for its administrators, and long polls for the news of the first."""

from typing import Literal
from urllib.parse import urlencode

from holdall.base.clock import DAY
from holdall.base.errors import InsufficientPermissions, InvalidParameter
from holdall.base.paging import check_limit
from holdall.box.binding import CommaList, Instant
from holdall.box.context import Context
from holdall.box.long_poll import LIFETIME, MAX_RETRIES, Waiter, poll, read_channel, write_channel
from holdall.box.operations import operation, page
from holdall.box.views.events import render_log, render_stream
from holdall.box.views.plain import Document
from holdall.content.events.log import read_log
from holdall.content.events.streams import Stream, read_stream
from holdall.content.events.types import known_types
from holdall.content.identity.operation_scopes import insufficient_scope
from holdall.content.identity.scopes import opened_by

POLL_PATH = "/events/subscribe"
LIVE = 14 * DAY
"""How far back the stream for live monitoring goes."""

_LOG_SCOPES = frozenset({"manage_enterprise_properties"})
_STREAM_SCOPES = frozenset({"root_readonly"})


@operation("get_events")
async def list_events(
    ctx: Context,
    *,
    stream_type: Literal["all", "changes", "sync", "admin_logs", "admin_logs_streaming"] = "all",
    stream_position: str | None = None,
    limit: int | None = None,
    event_type: CommaList = (),
    created_after: Instant = 0,
    created_before: Instant | None = None,
) -> Document:
    """What has happened behind a stream position: to the user, or for administrators in the whole enterprise.

    `now` answers no events and the position to go on from; without a position the stream begins with the oldest event
    that is kept. The times bound every stream, event types those of the enterprise.
    """
    is_log = stream_type in {"admin_logs", "admin_logs_streaming"}
    _check_allowed(ctx, is_log=is_log)
    size = check_limit(limit, default=100, maximum=500)
    after = _read_position(stream_position)
    until = await ctx.platform.horizon.advance(ctx.db)
    if after is None:
        return _chunk([], until)
    span = {"after": after, "until": until, "limit": size}
    if is_log:
        since = max(created_after, ctx.db.now - LIVE) if stream_type == "admin_logs_streaming" else created_after
        _check_types(event_type)
        enterprise_id = ctx.subject.enterprise_id
        log = await read_log(ctx.db, enterprise_id, **span, types=event_type, since=since, before=created_before)
        return _chunk(await render_log(ctx.db, log.entries), log.position)
    stream: Stream = stream_type  # type: ignore[assignment]
    seen = await read_stream(ctx.db, ctx.subject, stream, **span, since=created_after, before=created_before)
    return _chunk(await render_stream(ctx.db, seen.entries), seen.position)


@operation("options_events")
async def find_long_poll(ctx: Context) -> Document:
    """Where the user's stream can be waited for: an address to poll, good for ten minutes."""
    position = await ctx.platform.horizon.advance(ctx.db)
    channel = write_channel(ctx.platform.key, ctx.platform.clock, ctx.subject.user_id, position)
    server = {
        "type": "realtime_server",
        "url": f"{ctx.base_url}{POLL_PATH}?{urlencode({'channel': channel, 'stream_type': 'all'})}",
        "ttl": str(LIFETIME // 60_000_000),
        "max_retries": str(MAX_RETRIES),
        "retry_timeout": ctx.platform.settings.long_poll_time + 10,
    }
    return {"chunk_size": 1, "entries": [server]}


@page("GET", POLL_PATH)
async def wait_for_events(ctx: Context) -> Document:
    """The long poll: answers `new_change` when something happened behind the client's position.

    That is `stream_position`, or else the one where the client was told last.
    """
    asked = ctx.request.query_params
    token = asked.get("channel", "")
    channel = read_channel(ctx.platform.key, token)
    stream = asked.get("stream_type", "all")
    if stream not in {"all", "changes", "sync"}:
        raise InvalidParameter("stream_type", "is one of all, changes and sync")
    position = ctx.platform.long_polls.find(token, channel).told
    if "stream_position" in asked:
        given = _read_position(asked["stream_position"])
        position = await ctx.platform.horizon.advance(ctx.db) if given is None else given
    waiter = Waiter(ctx.db, ctx.platform.horizon, channel, stream, position)  # type: ignore[arg-type]
    message = await poll(
        ctx.platform.long_polls,
        waiter,
        token,
        now=ctx.db.now,
        seconds=ctx.platform.settings.long_poll_time,
        has_left=lambda: _has_left(ctx),
    )
    return {"message": message, "version": 1}


async def _has_left(ctx: Context) -> None:
    """Returns when the client has closed its connection."""
    while (await ctx.request.receive())["type"] != "http.disconnect":
        pass


def _check_allowed(ctx: Context, *, is_log: bool) -> None:
    """Raise Forbidden where the token or the user may not read the stream."""
    scopes = _LOG_SCOPES if is_log else _STREAM_SCOPES
    if opened_by(scopes).isdisjoint(ctx.subject.scopes):
        raise insufficient_scope(scopes)
    if is_log and not ctx.subject.is_admin:
        raise InsufficientPermissions("Only administrators may read the events of the enterprise")


def _check_types(names: CommaList) -> None:
    for name in names:
        if name not in known_types():
            raise InvalidParameter("event_type", f"{name!r} is not a type of the enterprise's events")


def _read_position(text: str | None) -> int | None:
    """The position that a text names; None is now. Raises InvalidParameter."""
    if text is None or text in {"", "null"}:
        return 0
    if text == "now":
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise InvalidParameter("stream_position", f"{text!r} is neither a position of a stream nor `now`")
    return int(text)


def _chunk(entries: list[Document], position: int) -> Document:
    return {"chunk_size": len(entries), "next_stream_position": position, "entries": entries}
