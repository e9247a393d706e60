"""Statistics of jobs: their items counted in every way, how many runs there were, and what was moved when."""

from collections.abc import Mapping, Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.migration.breakdown import AGES, NO_REASON, Bucket, Classes, count_by, largest
from holdall.migration.engine.reasons import Reason
from holdall.migration.tables import items, runs, samples

from .error_categories import Category, built_in, condition_of, custom_categories
from .scope import Scope
from .tables import jobs

_MOST = 5
"""How many kinds are told; all others are one."""
_WHOLE = ("status", "age", "size")
"""What is told with all its kinds."""

_RUNS = query(sa.select(sa.func.count()).where(contains(runs.c.job_id, "ledgers")), int)
_LAST_RUNS = sa.select(sa.func.max(runs.c.id)).where(contains(runs.c.job_id, "ledgers")).group_by(runs.c.job_id)
_TIMELINE = query(
    sa.select(samples.c.run_id, samples.c.sampled_at, samples.c["items"], samples.c.bytes)
    .where(samples.c.run_id.in_(_LAST_RUNS))
    .order_by(samples.c.sampled_at)
)
_POLICIES = query(sa.select(jobs.c.stop_policy, jobs.c.status).where(contains(jobs.c.id, "ids")))
_VERIFIED = query(
    sa.select(items.c.verified_run.is_not(None), sa.func.count(), sa.cast(sa.func.sum(items.c.size), sa.BigInteger))
    .where(contains(items.c.job_id, "ledgers"), items.c.type == "file", items.c.depth > 0)
    .group_by(sa.literal_column("1"))
)


class Moment(msgspec.Struct, frozen=True):
    """What had been moved by an instant, in the last runs of the jobs."""

    at: int
    items: int
    bytes: int


async def breakdown_of(
    reader: Reader, scope: Scope, dimension: str, *, now: int, ages: Classes = AGES
) -> list[tuple[Bucket, Category | None]]:
    """The items of jobs by one of DIMENSIONS: the five most frequent kinds and the others, or all where they are few.

    Kinds by category come with their category; `ages` are the classes of age.
    """
    if dimension == "category":
        return await _by_category(reader, scope, now)
    buckets = await count_by(reader, scope.ledgers, dimension, now=now, ages=ages)
    return [(bucket, None) for bucket in (buckets if dimension in _WHOLE else _largest(buckets))]


async def executions_of(reader: Reader, scope: Scope) -> int:
    """How many runs the jobs have had."""
    return int(await reader.value(_RUNS, ledgers=scope.ledgers))


async def stop_policies_of(reader: Reader, scope: Scope) -> Mapping[str, int]:
    """How many jobs have no stop policy, one that is not reached, and one that is."""
    found = {"none": 0, "pending": 0, "complete": 0}
    for policy, status in await reader.all(_POLICIES, ids=[one.id for one in scope.subjects.values()]):
        found["none" if not policy else "complete" if status == "complete" else "pending"] += 1
    return found


async def verified_of(reader: Reader, scope: Scope) -> Mapping[str, tuple[int, int]]:
    """How many files, with how many bytes, were found equal on both sides, and how many were not compared."""
    rows = await reader.all(_VERIFIED, ledgers=scope.ledgers)
    return {"verified" if is_so else "none": (count, size) for is_so, count, size in rows}


async def timeline_of(reader: Reader, scope: Scope) -> list[Moment]:
    """What the last run of each job had moved by when, all jobs together."""
    latest: dict[int, tuple[int, int]] = {}
    moments: list[Moment] = []
    for run, at, count, size in await reader.all(_TIMELINE, ledgers=scope.ledgers):
        latest[run] = (count, size)
        moments.append(Moment(at, sum(one for one, _ in latest.values()), sum(one for _, one in latest.values())))
    return moments


async def _by_category(reader: Reader, scope: Scope, now: int) -> list[tuple[Bucket, Category | None]]:
    custom = await custom_categories(reader)
    known: dict[str, Category] = {str(one.id): one for one in custom}
    reason = sa.func.coalesce(items.c.category, NO_REASON)
    key = sa.case(*((condition_of(one), sa.literal(str(one.id))) for one in custom), else_=reason) if custom else None
    buckets = await count_by(reader, scope.ledgers, "category", now=now, categories=key)
    told = _largest([bucket for bucket in buckets if bucket.name != NO_REASON])
    return [(bucket, known.get(bucket.name) or _built_in(bucket.name)) for bucket in told]


def _built_in(word: str) -> Category | None:
    return built_in(Reason(word)) if word in set(Reason) else None


def _largest(buckets: Sequence[Bucket]) -> list[Bucket]:
    return largest(sorted(buckets, key=lambda bucket: -bucket.source.items), _MOST)
