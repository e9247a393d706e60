"""Representations on the wire: which a file has, in what state each is, and where its content is.

What a request wants is said in its header X-Rep-Hints: https://developer.box.com/guides/representations/request/
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from holdall.base.errors import InvalidParameter
from holdall.box.context import Context
from holdall.content.access import Access, Action
from holdall.content.renditions.catalog import Representation, representations_of
from holdall.content.renditions.formats import format_of
from holdall.content.renditions.making import Renditions, Source
from holdall.content.watermarks.rules import is_stamped

PATH = "/internal_files/{file_id}/versions/{version_id}/representations/{name}"
ASSET = "{+asset_path}"
SUCCESS, PENDING, FAILED = "success", "pending", "error"
_SETS = re.compile(r"\[([^\[\]]*)\]")
_HINTS = re.compile(r"(\s*\[[^\[\]]*\]\s*)*")


def available(access: Access, name: str | None = None) -> tuple[Representation, ...]:
    """What there is to see of a file, or of one of its versions of this name, for the subject of an access.

    Of a watermarked file that is only what can be stamped.
    """
    kind = format_of(access.item.name if name is None else name)
    if kind is None or not access.allows(Action.PREVIEW):
        return ()
    found = representations_of(kind)
    return tuple(one for one in found if one.is_picture) if is_stamped(access) else found


def list_entries(base_url: str, access: Access) -> dict[str, Any]:
    """Everything that the file has, without states: nothing is made for it."""
    return {"entries": [_entry(base_url, access, one) for one in available(access)]}


async def hinted_entries(ctx: Context, access: Access, hints: str) -> dict[str, Any]:
    """What the hints ask for, with states; what is not there yet is begun. Raises InvalidParameter."""
    chosen = choose(available(access), hints)
    if not chosen:
        return {"entries": []}
    assert access.item.version_id is not None
    source = await ctx.platform.renditions.source(access.item.version_id, access.item.name)
    assert source is not None
    entries = [await full_entry(ctx, access, source, one, access.item.version_id) for one in chosen]
    return {"entries": [entry for entry in entries if entry["status"]["state"] != FAILED]}


async def full_entry(
    ctx: Context, access: Access, source: Source, one: Representation, version_id: int
) -> dict[str, Any]:
    """A representation of a version with its state, and with the address of its content."""
    entry = _entry(ctx.base_url, access, one, version_id)
    state, pages = await _state(ctx.platform.renditions, source, one)
    entry["status"] = {"state": state}
    if pages:
        entry["metadata"] = {"pages": pages}
    address = _address(ctx.download_url, access, one, version_id)
    entry["content"] = {"url_template": f"{address}/content/{ASSET}"}
    return entry


def choose(offered: Iterable[Representation], hints: str) -> list[Representation]:
    """The first that is there of each set, such as `[pdf][jpg?dimensions=1024x1024,png?dimensions=1024x1024]`.

    Raises InvalidParameter for what is no such list.
    """
    if _HINTS.fullmatch(hints) is None:
        raise InvalidParameter("x-rep-hints", "must be sets such as [pdf][jpg?dimensions=320x320]", value=hints)
    offered = tuple(offered)
    chosen: list[Representation] = []
    for alternatives in _SETS.findall(hints):
        fitting = (one for hint in alternatives.split(",") for one in offered if _fits(one, hint.strip()))
        found = next(fitting, None)
        if found is not None and found not in chosen:
            chosen.append(found)
    return chosen


def _fits(one: Representation, hint: str) -> bool:
    kind, _, wishes = hint.partition("?")
    return one.kind == kind and all(one.properties.get(name) == value for name, value in parse_qsl(wishes))


async def _state(renditions: Renditions, source: Source, one: Representation) -> tuple[str, int | None]:
    """Whether it is there, and how many pages it has where it is paged; begun where nobody has yet."""
    if one.part is not None and not (one.part == "pdf" and source.kind == "pdf"):
        found = await renditions.get(source, one.part, patience=0)
        return (PENDING if found is None else SUCCESS if found.is_made else FAILED), None
    pages = await renditions.pages(source, patience=0)
    if pages is None:
        return PENDING, None
    return (SUCCESS, pages.count) if pages.count else (FAILED, None)


def _entry(base_url: str, access: Access, one: Representation, version_id: int | None = None) -> dict[str, Any]:
    return {
        "representation": one.kind,
        "properties": one.properties,
        "info": {"url": _address(base_url, access, one, version_id or access.item.version_id)},
    }


def _address(base_url: str, access: Access, one: Representation, version_id: int | None) -> str:
    return f"{base_url}/2.0" + PATH.format(file_id=access.item.id, version_id=version_id, name=one.name)
