"""The report of a job as one page that stands alone: it can be handed on, opened anywhere, and printed."""

from collections.abc import Sequence
from functools import lru_cache
from typing import IO

import jinja2
import msgspec

from holdall.base.clock import format_instant
from holdall.migration.breakdown import (
    NO_REASON,
    Amount,
    Bucket,
    count_by,
    flagged_items,
    is_worrying,
    largest,
    reason_name,
)
from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.rows import Run
from holdall.migration.summary import readable, summarise
from holdall.migration.throughput import HEIGHT, WIDTH, throughput_of


@lru_cache(1)
def templates() -> jinja2.Environment:
    """The pages of this package; what they are given is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("holdall.migration"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["readable"] = readable
    environment.filters["instant"] = format_instant
    environment.filters["thousands"] = lambda number: f"{number:,}"
    return environment


async def write_page(target: IO[str], ledger: Ledger, run: Run, *, source: str, destination: str) -> None:
    """Write the report; places are named as given, so they must hold no secret."""
    template = templates().get_template("report.html")
    target.write(
        template.render(
            run=run,
            summary=await summarise(ledger, run),
            charts=await _charts(ledger),
            throughput=throughput_of(await ledger.samples(run)),
            flagged=await flagged_items(ledger),
            verified=await ledger.verified_files(),
            width=WIDTH,
            height=HEIGHT,
            source=source,
            destination=destination,
        )
    )


class Chart(msgspec.Struct, frozen=True):
    """Bars under a heading: what there is of each kind at the source, or of what has arrived."""

    title: str
    bars: Sequence[tuple[str, Amount]]
    is_bad: bool = False


async def _charts(ledger: Ledger) -> list[Chart]:
    found = {name: await _counted(ledger, name) for name in _CHARTED}
    why = {is_error: _reasons(found["category"], is_error=is_error) for is_error in (True, False)}
    charts = [
        Chart("Items by status", [(bucket.name, bucket.source) for bucket in found["status"]]),
        Chart("Errors by category", why[True], is_bad=True),
        Chart("Left out or changed, and why", why[False]),
    ]
    for name, title in _ARRIVED.items():
        charts.append(Chart(title, [(one.name, one.destination) for one in found[name] if one.destination.items]))
    return [chart for chart in charts if chart.bars]


def _reasons(buckets: Sequence[Bucket], *, is_error: bool) -> list[tuple[str, Amount]]:
    """Reasons by the names that people know, those of warnings and errors, or those that are only told."""
    told = [bucket for bucket in buckets if bucket.name != NO_REASON]
    return [(reason_name(one.name), one.source) for one in told if is_worrying(one.name) is is_error]


async def _counted(ledger: Ledger, dimension: str) -> list[Bucket]:
    buckets = await count_by(ledger.database, [ledger.job_id], dimension, now=ledger.database.now)
    return largest(buckets, _LISTED) if dimension == "ext" else buckets


_ARRIVED = {
    "size": "Files by size",
    "age": "Files by age of their last change",
    "ext": "Files by extension",
    "content_category": "Files by kind",
    "depth": "Items by depth",
}
_CHARTED = ("status", "category", *_ARRIVED)
_LISTED = 12
"""How many kinds of a breakdown are told; the others are one."""
