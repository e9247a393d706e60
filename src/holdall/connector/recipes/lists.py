"""Reads any list to its end: by marker, by offset or by stream position, whichever the operation has.

The next page is fetched while the program works on the one at hand.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any

from holdall.connector.errors import ArgumentError
from holdall.connector.recipes.clients import Client
from holdall.connector.signature import Signature, find, signature

Page = Mapping[str, Any]
Step = dict[str, Any] | None
"""The arguments that the next page needs on top; None after the last one."""

_OFFSET_ONLY = frozenset({"offset", "sort", "direction"})
"""Arguments that Box does not combine with markers."""


async def pages(box: Client, operation: str, arguments: Mapping[str, Any]) -> AsyncGenerator[list[Any], None]:
    """The entries of a list, page by page, from where the arguments begin.

    Pages are as large as the operation allows, unless `limit` says otherwise.
    Raises ArgumentError for an operation that answers no list, BoxError as its calls do.
    """
    found = find(operation)
    takes = signature(found.id)
    given = {takes.argument(name).name if name in takes.by_name else name: value for name, value in arguments.items()}
    first, step = _style(takes, given)
    page = await box.call(found.id, **{**given, **first})
    if not isinstance(page, dict) or "entries" not in page:
        raise ArgumentError("this operation answers no list", operation_id=found.id)
    coming: asyncio.Task[Any] | None = None
    try:
        ahead = False  # somebody who looks at the first page only shall not pay for a second
        while True:
            following = step(page)
            if following is not None and ahead:
                coming = asyncio.ensure_future(box.call(found.id, **{**given, **first, **following}))
            yield page["entries"] or []
            if following is None:
                return
            page = await (coming or box.call(found.id, **{**given, **first, **following}))
            ahead = True
    finally:
        if coming is not None and not coming.done():
            coming.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await coming


async def iterate(box: Client, operation: str, arguments: Mapping[str, Any]) -> AsyncGenerator[Any, None]:
    """The entries of a list, one by one; see `pages`."""
    source = pages(box, operation, arguments)
    async with contextlib.aclosing(source):
        async for entries in source:
            for entry in entries:
                yield entry


def _style(takes: Signature, given: Mapping[str, Any]) -> tuple[dict[str, Any], Callable[[Page], Step]]:
    """The arguments of the first page, and how to come from one page to the next."""
    names = takes.by_name
    first: dict[str, Any] = {}
    if "limit" in names and "limit" not in given:
        most = names["limit"].schema.get("maximum")
        first = {"limit": most} if most is not None else {}
    if "stream_position" in names:
        return first, _by_position()
    if "usemarker" in names:
        if not _OFFSET_ONLY & given.keys() and given.get("usemarker", True):
            return {**first, "usemarker": True}, _by_marker
        return first, _by_offset(given)
    if "marker" in names:
        return first, _by_marker
    if "offset" in names:
        return first, _by_offset(given)
    return first, lambda page: None


def _by_marker(page: Page) -> Step:
    marker = page.get("next_marker")
    return {"marker": marker} if marker else None


def _by_offset(given: Mapping[str, Any]) -> Callable[[Page], Step]:
    """An offset counts what the user may not see, so it goes on by the page's limit and not by its entries."""
    offset = int(given.get("offset", 0))

    def step(page: Page) -> Step:
        nonlocal offset
        count = len(page.get("entries") or [])
        offset += max(int(page.get("limit") or count), count)
        total = page.get("total_count")
        more = offset < int(total) if total is not None else count > 0
        return {"offset": offset} if more else None

    return step


def _by_position() -> Callable[[Page], Step]:
    last: Any = None

    def step(page: Page) -> Step:
        nonlocal last
        position = page.get("next_stream_position")
        if position is None or position == last or not page.get("entries"):
            return None
        last = position
        return {"stream_position": str(position)}

    return step
