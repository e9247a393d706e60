"""The reference of the API for people: every operation that this server has, by tag, on one page."""

from functools import cache
from itertools import groupby
from typing import Any

from starlette.responses import Response

from holdall.box.context import Context
from holdall.box.openapi import docstring_of, served
from holdall.box.operations import page
from holdall.box.routes import HOST_PREFIXES
from holdall.console.pages import render
from holdall.contract import Operation


@page("GET", "/docs")
async def get_reference(ctx: Context) -> Response:
    """The operations of this server: what they are called, where they are, what they take and answer."""
    return render(ctx, "reference.html", tags=_tags(), base_url=ctx.base_url)


@cache
def _tags() -> list[tuple[str, list[dict[str, Any]]]]:
    known = sorted(served(), key=lambda one: one.tag)
    return [(tag, [_describe(one) for one in group]) for tag, group in groupby(known, key=lambda one: one.tag)]


def _describe(one: Operation) -> dict[str, Any]:
    return {
        "id": one.id,
        "method": one.method,
        "path": HOST_PREFIXES[one.host][0] + one.path,
        "title": one.title,
        "words": docstring_of(one),
        "version": one.api_version,
        "public": one.public,
        "parameters": [(parameter.name, parameter.location, parameter.required) for parameter in one.parameters],
        "bodies": sorted(one.body.content) if one.body else [],
        "statuses": [status for status in one.responses if status != "default"],
    }
