"""Reports: jobs that are looked at together, chosen by their category, the job that made them, or by name."""

from collections.abc import Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, NotFound

from .listing import Page, list_page
from .people import Person
from .tables import reports
from .users import new_identifier


class Parameters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which jobs a report is about; without any of them it is about all. `simulation_mode` leaves out the others."""

    job_category_id: int | None = None
    parent: str | None = None
    jobs: list[str] | None = None
    simulation_mode: bool | None = None


class Report(msgspec.Struct, frozen=True):
    """A report."""

    id: str
    name: str
    description: str | None
    parameters: dict[str, Any]
    created_by: str | None
    created_on: int
    modified_by: str | None
    modified_on: int


_REPORTS = sa.select(*rows_of(Report, reports))
_REPORT = query(_REPORTS.where(reports.c.id == sa.bindparam("id")), Report)


async def list_reports(reader: Reader, page: Page) -> tuple[list[Report], int]:
    """A page of reports, and how many there are."""
    sortable = {"name": reports.c.name, "created_on": reports.c.created_on, "id": reports.c.id}
    return await list_page(reader, _REPORTS, page, into=Report, sortable=sortable, searched=(reports.c.name,))


async def get_report(reader: Reader, report_id: str) -> Report:
    """A report by id; raises NotFound."""
    found = await reader.one(_REPORT, id=report_id)
    if found is None:
        raise NotFound(f"There is no report {report_id}; GET /v1/reports lists them")
    return found


async def create_report(
    tx: Transaction, by: Person, name: str, description: str | None, parameters: Parameters
) -> Report:
    """A unit: make a report; raises BadRequest."""
    audited = {"created_by": by.id, "created_on": tx.now, "modified_by": by.id, "modified_on": tx.now}
    values = {"name": _named(name), "description": description, "parameters": msgspec.to_builtins(parameters)}
    identifier = new_identifier()
    await tx.insert(reports, id=identifier, **values, **audited)
    return await get_report(tx, identifier)


async def change_report(tx: Transaction, by: Person, report_id: str, given: Mapping[str, Any]) -> Report:
    """A unit: change what is given of a report; raises NotFound or BadRequest."""
    values = dict(given)
    await get_report(tx, report_id)
    if "name" in values:
        _named(values["name"])
    if "parameters" in values:
        values["parameters"] = msgspec.to_builtins(values["parameters"])
    await tx.update(reports, {"id": report_id}, **values, modified_by=by.id, modified_on=tx.now)
    return await get_report(tx, report_id)


async def delete_report(tx: Transaction, report_id: str) -> None:
    """A unit: remove a report; what it is about stays. Raises NotFound."""
    if not await tx.delete(reports, id=report_id):
        raise NotFound(f"There is no report {report_id}; GET /v1/reports lists them")


def _named(name: str) -> str:
    if not 0 < len(name.strip()) <= 255:
        raise BadRequest("A report needs a name of 1 to 255 characters")
    return name
