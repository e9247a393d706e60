"""Reports of what enabling a barrier will remove: a CSV file in the folder `Box Reports` of whom it is made for.

The columns are Box's (https://docs.box.com/en/box-admin-tools/reporting-and-insights/information-barrier-report).
"""

import csv
import io
from collections.abc import AsyncIterator, Iterable

import msgspec
import sqlalchemy as sa

from holdall.base.cells import cell
from holdall.base.clock import format_instant
from holdall.base.db import Database, Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import ApiError, Conflict, NotFound
from holdall.content.barriers.barriers import find_barrier, require_admin
from holdall.content.barriers.crossings import Crossing, find_crossings
from holdall.content.barriers.tables import barrier_reports, barriers
from holdall.content.identity.sessions import find_person
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.items.folders import create_folder
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.items.siblings import find_by_name, free_name
from holdall.content.items.tables import ItemType
from holdall.content.orders import place_order
from holdall.content.uploads.receive import Incoming, Receiver
from holdall.storage import Stores

REPORTING = "report on information barrier"
"""The workflow that writes a report; its argument: the report."""
FOLDER = "Box Reports"
BATCH = 500
COLUMNS = (
    "Owner Name",
    "Owner Login",
    "Owner Segment Name",
    "Path",
    "Path IDs",
    "Item Name",
    "Item ID",
    "Item Type",
    "To Be Removed Related Entity Name",
    "To Be Removed Related Entity Login",
    "To Be Removed Related Entity Type",
    "To Be Removed Related Entity Segment Name",
)


class Report(msgspec.Struct, frozen=True):
    """A report; `folder_id` is where its file is, once it is done. Instants in microseconds UTC."""

    id: int
    barrier_id: int
    status: str
    folder_id: int | None
    created_at: int
    created_by: int
    updated_at: int


_SELECT = sa.select(*(barrier_reports.c[name] for name in Report.__struct_fields__))
_ID = barrier_reports.c.id == sa.bindparam("report_id", type_=sa.BigInteger)
_OF_BARRIER = barrier_reports.c.barrier_id == sa.bindparam("barrier_id", type_=sa.BigInteger)
_FIND = query(
    _SELECT.join_from(barrier_reports, barriers, barriers.c.id == barrier_reports.c.barrier_id).where(
        _ID, barriers.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger)
    ),
    into=Report,
)
_BY_ID = query(_SELECT.where(_ID), into=Report)
_LIST = query(
    _SELECT.where(_OF_BARRIER, barrier_reports.c.id > sa.bindparam("after", type_=sa.BigInteger))
    .order_by(barrier_reports.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=Report,
)
_PENDING = query(sa.select(barrier_reports.c.id).where(_OF_BARRIER, barrier_reports.c.status == "pending").limit(1))
_PEOPLE = query(sa.select(users.c.id, users.c.name, users.c.login).where(contains(users.c.id, "ids")))


async def list_reports(reader: Reader, subject: Subject, barrier_id: int, *, after: int, limit: int) -> list[Report]:
    """The reports on a barrier with an id beyond `after`; raises Forbidden or NotFound."""
    await find_barrier(reader, subject, barrier_id)
    return list(await reader.all(_LIST, barrier_id=barrier_id, after=after, limit=limit))


async def find_report(reader: Reader, subject: Subject, report_id: int) -> Report:
    """The report with this id; raises Forbidden or NotFound."""
    require_admin(subject)
    found = await reader.one(_FIND, report_id=report_id, enterprise_id=subject.enterprise_id)
    if found is None:
        raise NotFound(f"There is no information barrier report with id {report_id}")
    return found


async def create_report(tx: Transaction, subject: Subject, barrier_id: int) -> Report:
    """A unit: order a report; raises Forbidden, NotFound, or Conflict while another one is being written."""
    await find_barrier(tx, subject, barrier_id)
    if await tx.one(_PENDING, barrier_id=barrier_id) is not None:
        raise Conflict(f"A report on information barrier {barrier_id} is being written: wait until it is done")
    report_id = tx.new_id()
    await tx.insert(
        barrier_reports,
        id=report_id,
        barrier_id=barrier_id,
        status="pending",
        created_at=tx.now,
        created_by=subject.user_id,
        updated_at=tx.now,
    )
    await place_order(tx, REPORTING, report_id)
    return await find_report(tx, subject, report_id)


async def write_report(db: Database, stores: Stores, report_id: int) -> None:
    """Write the file of a report, unless that was done; a refusal, such as a full account, makes it an `error`.

    Raises StoreError where the store fails, after which it may be done again.
    """
    report = await db.one(_BY_ID, report_id=report_id)
    if report is None or report.status != "pending":
        return
    try:
        folder_id = await _put_file(db, stores, report)
    except ApiError:
        await db.write(_finish, report_id, "error", None)
        return
    await db.write(_finish, report_id, "done", folder_id)


async def _put_file(db: Database, stores: Stores, report: Report) -> int:
    """Put the file where whoever asked for the report finds it: the folder's id."""
    person = await find_person(db, report.created_by)
    if person is None:
        raise NotFound(f"User {report.created_by}, who asked for the report, may not sign in any more")
    folder_id = await db.write(_find_folder, person)
    at = format_instant(report.created_at)[:19].replace(":", "-")
    name = await free_name(db, folder_id, f"Information Barrier Report {at}.csv")
    incoming = Incoming(_lines(db, report.barrier_id))
    await Receiver(db, stores, person).receive_file(incoming, parent_id=folder_id, name=name)
    return folder_id


async def _find_folder(tx: Transaction, person: Subject) -> int:
    present = await find_by_name(tx, person.root_id, FOLDER)
    if present is not None and present.type == ItemType.FOLDER:
        return present.id
    name = await free_name(tx, person.root_id, FOLDER)
    return (await create_folder(tx, person, parent_id=person.root_id, name=name)).item.id


async def _lines(db: Database, barrier_id: int) -> AsyncIterator[bytes]:
    yield _csv([COLUMNS])
    after: int | None = 0
    while after is not None:
        page = await find_crossings(db, barrier_id, after=after, limit=BATCH)
        people = await db.all(_PEOPLE, ids=[one.owner_id for one in page.crossings])
        owners = {user_id: (name, login) for user_id, name, login in people}
        if page.crossings:
            yield _csv(_line(one, *owners[one.owner_id]) for one in page.crossings)
        after = page.after


def _line(crossing: Crossing, owner_name: str, owner_login: str) -> tuple[str, ...]:
    shared, item = crossing.shared, crossing.place.item
    above = [step for step in reversed(crossing.place.chain[1:]) if step.parent_id is not None]
    is_group = shared.group_id is not None
    return (
        owner_name,
        owner_login,
        crossing.owner_segment,
        "/".join(("All Files", *(step.name for step in above))),
        "/".join(("0", *(str(step.id) for step in above))),
        item.name,
        str(item.id),
        TYPE_NAMES[item.type],
        (shared.group_name if is_group else shared.user_name) or "",
        "" if is_group else shared.user_login or "",
        "group" if is_group else "user",
        crossing.segment,
    )


def _csv(lines: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([cell(value) for value in line] for line in lines)
    return text.getvalue().encode()


async def _finish(tx: Transaction, report_id: int, status: str, folder_id: int | None) -> None:
    await tx.update(barrier_reports, {"id": report_id}, status=status, folder_id=folder_id, updated_at=tx.now)
