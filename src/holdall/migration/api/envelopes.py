"""What handlers answer, and how it looks on the wire: one object, a list, CSV, or what a resource has of its own."""

import csv
import io
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Any

import msgspec
from starlette.responses import StreamingResponse

from holdall.base.cells import cell
from holdall.migration.api.context import Context
from holdall.migration.service.listing import Page

_PIECE = 64 * 1024


class One(msgspec.Struct):
    """One object: `{"status", "type": "job", "job": {...}}`. `usual` names the properties that it has without `fields`."""

    type: str
    value: Mapping[str, Any]
    status: int = 200
    usual: Collection[str] | None = None


class Many(msgspec.Struct):
    """A page of a list: `{"status", "meta", "type": "jobs", "jobs": [...]}`.

    `total` counts the whole list; where that is not known it is None, and `has_more` says whether there is more.
    `key` is the property with the rows, where it is not the type. `page` is what was asked for.
    """

    type: str
    rows: Sequence[Mapping[str, Any]]
    total: int | None
    page: Page
    usual: Collection[str] | None = None
    key: str | None = None
    has_more: bool | None = None


class Counted(msgspec.Struct):
    """What a change of many answers: how many there were, `{"status", "meta": {"total_count"}}`."""

    total: int


class Raw(msgspec.Struct):
    """A body without an envelope."""

    body: Any
    status: int = 200


class Csv(msgspec.Struct):
    """A file of rows that is sent while it is made; `name` is the file's, `columns` its heading."""

    name: str
    columns: Sequence[str]
    rows: AsyncIterator[Sequence[Any]]


def body_of(answer: One | Many | Counted | Raw, ctx: Context) -> tuple[int, Any]:
    """The status and the body of an answer."""
    if isinstance(answer, One):
        shown = ctx.fields.cut({**answer.value, "type": answer.type}, answer.usual)
        return answer.status, {"status": answer.status, "type": answer.type, answer.type: shown, **_warnings(ctx)}
    if isinstance(answer, Many):
        rows = [ctx.fields.cut(row, answer.usual) for row in answer.rows]
        head = {"status": 200, "meta": _meta(answer, ctx), "type": answer.type}
        return 200, {**head, answer.key or answer.type: rows, **_warnings(ctx)}
    if isinstance(answer, Counted):
        return 200, {"status": 200, "meta": {"total_count": answer.total}, **_warnings(ctx)}
    return answer.status, answer.body


async def csv_response(answer: Csv, *, plain: bool = False) -> StreamingResponse:
    """The file as an answer, a piece at a time; `plain` is for programs, which take no text for a formula.

    What is wrong with the first rows is raised here, before anything is sent.
    """
    pieces = _pieces(answer, plain=plain)
    first = await anext(pieces)

    async def body() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    headers = {"content-disposition": f"attachment; filename={answer.name}", "cache-control": "no-store"}
    return StreamingResponse(body(), media_type="text/csv; charset=utf-8", headers=headers)


async def _pieces(answer: Csv, *, plain: bool) -> AsyncIterator[bytes]:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(answer.columns)
    async for row in answer.rows:
        writer.writerow(row if plain else [cell(value) for value in row])
        if text.tell() > _PIECE:
            yield text.getvalue().encode("utf-8", "backslashreplace")
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode("utf-8", "backslashreplace")


def _warnings(ctx: Context) -> dict[str, list[str]]:
    return {"warnings": ctx.warnings} if ctx.warnings else {}


def _meta(answer: Many, ctx: Context) -> dict[str, Any]:
    offset, limit = answer.page.offset, answer.page.limit
    end = offset + len(answer.rows)
    has_more = answer.has_more if answer.has_more is not None else answer.total is not None and answer.total > end
    meta: dict[str, Any] = {"offset": offset, "limit": limit}
    if answer.total is not None:
        meta["total_count"] = answer.total
    links = {"self": {"href": ctx.page_url(offset, limit)}}
    if has_more and limit:
        links["next"] = {"href": ctx.page_url(end, limit)}
    if offset and limit:
        links["prev"] = {"href": ctx.page_url(max(offset - limit, 0), limit)}
    return {**meta, "has_more": has_more, "links": links}
