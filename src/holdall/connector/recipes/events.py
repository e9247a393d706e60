"""Follows what happens, from now or from a position, as soon as the server tells.

A user's events are waited for by long polling; the enterprise's, which cannot be, are asked for at intervals.
"""

from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from holdall.connector.errors import BoxError, Kind
from holdall.connector.recipes.clients import Client

StreamType = Literal["all", "changes", "sync", "admin_logs_streaming"]

_REMEMBERED = 5000
_PAGE = 500


class EventStream:
    """The events after a position, in order, each once; iterate over it for as long as you like.

    `position` is where to begin next time; it is past every event that was handed over before the current page, and
    `following` is past those of the current page too. `filters` are further parameters of get_events.
    """

    def __init__(
        self,
        box: Client,
        position: str = "now",
        *,
        stream_type: StreamType = "all",
        every: float = 5.0,
        filters: Mapping[str, Any] | None = None,
    ) -> None:
        self._box = box
        self._type = stream_type
        self._every = every
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._can_poll = stream_type != "admin_logs_streaming"
        self._filters = dict(filters or {})
        self.position = self.following = position

    async def pages(self) -> AsyncIterator[list[dict[str, Any]]]:
        """New events as they come, never an empty page; raises BoxError as the calls do."""
        while True:
            page = await self._box.call(
                "get_events", stream_position=self.position, stream_type=self._type, limit=_PAGE, **self._filters
            )
            before, self.following = self.position, str(page["next_stream_position"])
            fresh = [event for event in page["entries"] or [] if self._is_new(event)]
            if fresh:
                yield fresh
            self.position = self.following
            if self.following == before or not page["entries"]:
                await self._wait()

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        """New events one by one."""
        async for page in self.pages():
            for event in page:
                yield event

    def _is_new(self, event: dict[str, Any]) -> bool:
        """Servers may hand an event out twice; they are told apart by their ids."""
        identifier = event.get("event_id")
        if identifier is None:
            return True
        if identifier in self._seen:
            return False
        self._seen[identifier] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return True

    async def _wait(self) -> None:
        """Until something may have happened."""
        if not self._can_poll:
            await self._box.clock.sleep(self._every)
            return
        try:
            servers = await self._box.call("options_events")
            server = servers["entries"][0]
            for _ in range(int(server.get("max_retries") or 1)):
                told = await self._box.fetch(_with_position(server["url"], self.position))
                if told.get("message") != "reconnect":
                    return
        except BoxError as error:
            if error.kind in {Kind.UNSUPPORTED, Kind.NOT_FOUND, Kind.REFUSED}:
                self._can_poll = False  # a server without long polling: ask at intervals instead
            elif error.kind not in {Kind.UNREACHABLE, Kind.TIMED_OUT, Kind.UNAVAILABLE}:
                raise
            await self._box.clock.sleep(self._every)


def _with_position(url: str, position: str) -> str:
    parts = urlsplit(url)
    query = [*parse_qsl(parts.query, keep_blank_values=True), ("stream_position", position)]
    return urlunsplit(parts._replace(query=urlencode(query)))
