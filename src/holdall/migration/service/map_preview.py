"""What a map would make of the people of its source's connection, without a job: unknown ones are seen beforehand."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from holdall.base.errors import BadRequest
from holdall.migration.engine.mapping import Candidates, Sid, resolve
from holdall.migration.engine.people import sid_of, told
from holdall.migration.platforms.platform import Platform
from holdall.work import Site

from .connections import open_platform_of
from .listing import Page
from .map_bodies import KINDS
from .maps import PeopleMap, rules_of


async def preview(site: Site, found: PeopleMap, page: Page) -> tuple[list[dict[str, Any]], int]:
    """A page of the source's people, each with its counterpart and what decided, and how many there are.

    Raises BadRequest where the map names no connections, PlatformError where one of them does not tell its people.
    """
    source = await _people(site, found, "source", page.q)
    candidates = Candidates(await _people(site, found, "destination", None))
    rules = await rules_of(site.db, found)
    rows = []
    for sid in islice(source, page.offset, page.offset + page.limit):
        answer = resolve(sid, rules, candidates)
        destination = None if answer.destination is None else told(answer.destination)
        rows.append(
            {"source": told(sid), "destination": destination, "resolution": answer.by, "message": answer.message}
        )
    return rows, len(source)


async def _people(site: Site, found: PeopleMap, side: str, q: str | None) -> Sequence[Sid]:
    connection = (getattr(found, side).get("connection") or {}).get("id")
    if connection is None:
        raise BadRequest(f"The map names no {side} connection, so its people cannot be asked for")
    platform = await open_platform_of(site, connection)
    try:
        return [sid_of(one) async for one in _each(platform, found, q)]
    finally:
        await platform.close()


async def _each(platform: Platform, found: PeopleMap, q: str | None) -> Any:
    pages = platform.groups(q) if KINDS[found.type] == "group" else platform.accounts(q)
    async for page in pages:
        for one in page:
            yield one
