"""`holdall storage` and `holdall fsck`: collect garbage, list and take over stores, and prove rows and bytes against each other."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import cyclopts
import msgspec

from holdall.base.db import Database, open_database
from holdall.base.db.revision import DatabaseUnusable, needed_revision, stored_revision
from holdall.base.settings import Settings, load_settings
from holdall.cli.app import AsJson, refuse
from holdall.cli.place import HERE, Place
from holdall.content.items import checks  # noqa: F401 - registers what is checked of the tree
from holdall.content.storage_policies.choosing import Usage, usage_of_stores
from holdall.storage import DATABASE, Collected, StoreError, Stores, collect, open_stores
from holdall.storage.fsck import Finding, Report, examine
from holdall.storage.ownership import claim

Result = TypeVar("Result")

app = cyclopts.App(name="storage")

FINDINGS = 1


@app.command(name="collect")
def collect_garbage(
    *,
    place: Place = HERE,
    blobs: str | None = None,
    grace: int | None = None,
    json: AsJson = False,
) -> None:
    """Remove bytes that nothing refers to any more. A server does this by itself once a day; both may run at once.

    Parameters
    ----------
    blobs
        Where bytes live (HOLDALL_BLOBS); without it, blobs in the data folder.
    grace
        Seconds for which garbage is kept (HOLDALL_BLOB_GRACE, a day). Less than the longest upload takes is safe
        only while no server runs.
    """
    settings = _settings(data=place.data, database=place.database, blobs=blobs, blob_grace=grace)

    async def work(db: Database, stores: Stores) -> Collected:
        return await collect(db, stores, grace=settings.blob_grace)

    collected = _run(settings, work)
    if json:
        _print_json(collected)
        return
    print(f"removed {collected.blobs} blobs and {collected.orphans} orphans, {collected.bytes:,} bytes")
    if collected.unnamed:
        print(f"kept {collected.unnamed} blobs that are garbage, because the settings do not name their store")
    for name in collected.foreign:
        print(f"left the orphans in store {name} alone: it belongs to another database (see holdall storage claim)")


@app.command(name="list")
def list_stores(*, place: Place = HERE, blobs: str | None = None, json: AsJson = False) -> None:
    """The storage policies of the settings: where each keeps its bytes, how many, and to how many it is assigned.

    Parameters
    ----------
    blobs
        Where bytes of the policy main live (HOLDALL_BLOBS); the others are in HOLDALL_STORAGE_POLICIES.
    """
    settings = _settings(data=place.data, database=place.database, blobs=blobs)
    places = {"main": settings.blobs_url, DATABASE: "the database (small files)", **settings.further_blobs}

    async def work(db: Database, _stores: Stores) -> list[Usage]:
        return await usage_of_stores(db, places)

    rows = _run(settings, work)
    if json:
        _print_json(rows)
        return
    for row in rows:
        place_of = places[row.store].partition("?")[0] if row.is_named else "not in the settings"
        assigned = f", assigned to {row.assignments}" if row.assignments else ""
        print(f"{row.store}: {row.blobs:,} blobs, {row.bytes:,} bytes{assigned} ({place_of})")


@app.command(name="claim")
def claim_store(name: str, *, place: Place = HERE, blobs: str | None = None) -> None:
    """Make a store this database's own, so that its orphans are collected. Never share a store between two databases.

    Parameters
    ----------
    name
        The name of the store, as fsck says it.
    blobs
        Where bytes live (HOLDALL_BLOBS); without it, blobs in the data folder.
    """

    async def work(db: Database, stores: Stores) -> None:
        await claim(db, stores[name])

    _run(_settings(data=place.data, database=place.database, blobs=blobs), work)
    print(f"store {name} belongs to this database")


def fsck(
    *,
    place: Place = HERE,
    blobs: str | None = None,
    hash: bool = False,
    repair: bool = False,
    json: AsJson = False,
) -> None:
    """Check that everything kept agrees, and say what to do where it does not. A server may run meanwhile.

    The exit status is 0 where nothing is wrong (or all of it was repaired), 1 where something is, 2 where the check
    cannot run.

    Parameters
    ----------
    blobs
        Where bytes live (HOLDALL_BLOBS); without it, blobs in the data folder.
    hash
        Read every byte and compare its SHA-1 with the row's.
    repair
        Repair what cannot lose anything that is referred to.
    """
    settings = _settings(data=place.data, database=place.database, blobs=blobs)

    async def work(db: Database, stores: Stores) -> Report:
        return await examine(db, stores, grace=settings.blob_grace, with_hashes=hash, may_repair=repair)

    report = _run(settings, work)
    if json:
        _print_json({"clean": report.is_clean, **msgspec.structs.asdict(report)})
    else:
        _print_report(report)
    if not report.is_clean:
        sys.exit(FINDINGS)


def _print_report(report: Report) -> None:
    for finding in report.findings:
        print(_describe(finding))
    for note in report.notes:
        print(f"note: {note}")
    looked_at = ", ".join(f"{number:,} {what}" for what, number in report.counts.items()) or "nothing"
    repaired = sum(finding.repaired for finding in report.findings)
    print(f"looked at {looked_at}: {len(report.findings)} findings, {repaired} repaired")


def _describe(finding: Finding) -> str:
    what_to_do = "repaired" if finding.repaired else f"to do: {finding.remedy}"
    return f"{finding.check}: {finding.subject}: {finding.problem}\n    {what_to_do}"


def _settings(**given: object) -> Settings:
    try:
        return load_settings(None, **given)
    except ValueError as error:
        refuse(str(error))


def _run(settings: Settings, work: Callable[[Database, Stores], Awaitable[Result]]) -> Result:
    """Run work on the database and stores of the settings; says why and exits with status 2 where that cannot be."""
    try:
        revision = stored_revision(settings.database_url)
        if revision is None:
            refuse("there is no database of Holdall's at the address in the settings; --data names its folder")
        if revision != needed_revision():
            refuse(f"the database is at revision {revision}, needed is {needed_revision()}: run `holdall db upgrade`")
        return asyncio.run(_with_opened(settings, work))
    except DatabaseUnusable as error:
        refuse(f"the database cannot be used: {error}")
    except StoreError as error:
        refuse(str(error))


async def _with_opened(settings: Settings, work: Callable[[Database, Stores], Awaitable[Result]]) -> Result:
    async with _opened(settings) as (db, stores):
        for store in stores.values():
            await store.check()
        return await work(db, stores)


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[tuple[Database, Stores]]:
    db = await open_database(settings.database_url)
    try:
        try:
            stores = open_stores(settings, db, must_exist=True)
        except ValueError as error:
            refuse(str(error))
        try:
            yield db, stores
        finally:
            await stores.close()
    finally:
        await db.close()


def _print_json(value: Any) -> None:
    print(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
