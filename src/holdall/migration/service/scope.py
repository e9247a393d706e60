"""Which jobs a question is about, and under which names the ledger keeps them: a simulation has a ledger of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.migration.engine.execution import simulation_of

from .tables import jobs


class Subject(msgspec.Struct, frozen=True):
    """A job as far as its results need it."""

    id: str
    name: str
    category_id: int
    parent_id: str | None
    transfer: dict[str, Any]

    @property
    def is_simulation(self) -> bool:
        """Whether the job writes nothing."""
        return str(self.transfer.get("simulation_mode")).lower() in {"true", "1"}

    @property
    def ledger(self) -> str:
        """What the ledger calls it."""
        return simulation_of(self.id) if self.is_simulation else self.id

    def path_of(self, side: str) -> str:
        """The path of a side that the job's items are below, without a slash at its end."""
        target = (self.transfer.get(side) or {}).get("target") or {}
        path = target.get("path") if isinstance(target, Mapping) else None
        return "/" + path.strip("/") if isinstance(path, str) and path.strip("/") else ""


_SUBJECTS = sa.select(*rows_of(Subject, jobs)).where(jobs.c.deleted_on.is_(None), jobs.c.is_template.is_(False))
_ALL = query(_SUBJECTS, Subject)
_CONVENTIONS = query(_SUBJECTS.where(jobs.c.kind != "transfer"), Subject)
_SOME = query(_SUBJECTS.where(contains(jobs.c.id, "ids")), Subject)
_BELOW = query(_SUBJECTS.where(jobs.c.parent_id == sa.bindparam("parent")), Subject)
_OF_CATEGORY = query(_SUBJECTS.where(jobs.c.category_id == sa.bindparam("category")), Subject)


class Scope(msgspec.Struct, frozen=True):
    """The jobs of a question by what the ledger calls them."""

    subjects: Mapping[str, Subject]

    @property
    def ledgers(self) -> list[str]:
        """What the ledger calls the jobs."""
        return list(self.subjects)


async def scope_of(reader: Reader, ids: Sequence[str] = ()) -> Scope:
    """These jobs, or all; raises NotFound for one that is not there."""
    if not ids:
        return _scope(await reader.all(_ALL))
    found = await reader.all(_SOME, ids=list(ids))
    missing = set(ids) - {one.id for one in found}
    if missing:
        raise NotFound(f"There is no job {min(missing)}; GET /v1/jobs lists them")
    return _scope(found)


async def scope_of_conventions(reader: Reader, ids: Sequence[str] = ()) -> Scope:
    """The jobs among these, or among all, that make other jobs."""
    return _scope([one for one in await reader.all(_CONVENTIONS) if not ids or one.id in ids])


async def scope_of_report(reader: Reader, parameters: Mapping[str, Any]) -> Scope:
    """The jobs that a report's parameters choose: `jobs`, `parent` or `job_category_id`, and `simulation_mode`."""
    if parameters.get("jobs"):
        found = await reader.all(_SOME, ids=[str(one) for one in parameters["jobs"]])
    elif parameters.get("parent"):
        found = await reader.all(_BELOW, parent=str(parameters["parent"]))
    elif parameters.get("job_category_id") is not None:
        found = await reader.all(_OF_CATEGORY, category=int(parameters["job_category_id"]))
    else:
        found = await reader.all(_ALL)
    simulated = parameters.get("simulation_mode")
    return _scope([one for one in found if simulated is None or one.is_simulation == simulated])


def _scope(found: Sequence[Subject]) -> Scope:
    return Scope({one.ledger: one for one in found})
