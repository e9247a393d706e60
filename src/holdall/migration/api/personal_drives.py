"""Who is who for a job that makes a job for each user: what follows from its rules, and what is said explicitly."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec

from holdall.base.db import Transaction
from holdall.base.errors import Conflict
from holdall.migration.api.bodies import decode
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Csv, Many
from holdall.migration.api.routing import route
from holdall.migration.api.uploads import sent_file
from holdall.migration.service.bodies import Convention, MatchBody
from holdall.migration.service.job_rows import Job, get_job, lock_job
from holdall.migration.service.listing import sort_rows
from holdall.migration.service.map_files import MATCH_COLUMNS, match_row, read_matches
from holdall.migration.service.personal import Match, accounts_told, find_matches, merged
from holdall.migration.service.tables import jobs


class MatchesBody(msgspec.Struct, kw_only=True):
    """Explicit pairs; with `append` beside those there are."""

    items: list[MatchBody]
    append: bool = False


@route("GET", "transfers/{job}/personal_drives/matches", permission="jobs.read")
async def get_matches(ctx: Context, job: str) -> Many:
    """List the users of a `personal_drive` job with whom they are on the other side; `q` searches their names."""
    rows = [_view(match) for match in await _sought(ctx, job)]
    shown, total = sort_rows(rows, ctx.page, {"resolution": lambda row: row["resolution"]})
    return Many("item", shown, total, ctx.page)


@route("GET", "transfers/{job}/personal_drives/matches.csv", permission="jobs.read")
async def get_matches_csv(ctx: Context, job: str) -> Csv:
    """The same as a CSV file, as it can be sent: `excluded` is 1 for who is left out."""
    found = await _sought(ctx, job)

    async def rows() -> AsyncIterator[Sequence[Any]]:
        for match in found:
            source, destination = accounts_told([match.source, match.destination])
            yield match_row(source, destination, match.resolution, match.message)

    return Csv("matches.csv", MATCH_COLUMNS, rows())


@route("POST", "transfers/{job}/personal_drives/matches", permission="jobs.write")
async def post_matches(ctx: Context, job: str) -> Many:
    """Say who is who: `items` of `source` and `destination`, or `source` and `excluded`; `append` keeps what was said.

    Or CSV as a form's file or as the body, with `append` in the query: the columns of the list's own CSV, or without a
    heading two, the source's person and the destination's. With a heading, rows without both are left out.
    """
    known = await _personal(ctx, job)
    raw, is_csv = await sent_file(ctx)
    if is_csv:
        body = MatchesBody(items=read_matches(raw), append=ctx.asked.flag("append"))
    else:
        body = decode(raw or b"{}", MatchesBody)
    await ctx.db.write(_keep, known.id, body)
    return await get_matches(ctx, job)


async def _sought(ctx: Context, job: str) -> list[Match]:
    found = await find_matches(ctx.site, await _personal(ctx, job))
    sought = (ctx.asked.text("q") or "").casefold()
    return [match for match in found if sought in match.key.casefold() or sought in str(match).casefold()]


async def _keep(tx: Transaction, job_id: str, body: MatchesBody) -> None:
    job = await lock_job(tx, job_id)
    convention = msgspec.convert(job.convention or {}, Convention, strict=False)
    matches = merged(convention.matches, body.items, append=body.append)
    plain: list[Any] = [_without_nothing(msgspec.to_builtins(match)) for match in matches]
    await tx.update(jobs, {"id": job_id}, convention={**(job.convention or {}), "matches": plain})


def _without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nothing(inner) for key, inner in value.items() if inner is not None}
    return value


async def _personal(ctx: Context, job_id: str) -> Job:
    job = await get_job(ctx.db, job_id)
    if job.kind != "personal_drive":
        raise Conflict(f"The job {job.name!r} is a {job.kind} job; only personal_drive jobs match users")
    return job


def _view(match: Match) -> dict[str, Any]:
    source, destination = accounts_told([match.source, match.destination])
    told = {"source": source, "destination": destination, "resolution": match.resolution, "message": match.message}
    return {"id": match.key, "type": "personal_drive_match", **told}
