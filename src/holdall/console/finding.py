"""The page on which people look for their files, with the words of the API's search."""

from typing import Any

from starlette.responses import Response

from holdall.base.errors import ApiError
from holdall.box.context import Context
from holdall.box.operations import page
from holdall.box.resources.search import search_content
from holdall.console.own import enter_at
from holdall.console.pages import render

PATH = "/search"
MOST = 100
_FIELDS = ("type", "id", "name", "size", "parent")


@page("GET", PATH)
async def show_found(ctx: Context) -> Response:
    """What is found by some words, the best first."""
    subject = await enter_at(ctx, f"{PATH}?{ctx.request.url.query}")
    if isinstance(subject, Response):
        return subject
    words = ctx.request.query_params.get("query", "").strip()
    problem, status, found = "", 200, dict[str, Any](total_count=0, entries=[])
    try:
        if words:
            found = await search_content(ctx, query=words, limit=MOST, fields=_FIELDS)
    except ApiError as error:
        problem, status = f"That did not work: {error.message}.", error.status
    return render(
        ctx,
        "search.html",
        status=status,
        subject=subject,
        words=words,
        entries=found["entries"],
        total=found["total_count"],
        problem=problem,
    )
