"""`holdall migrate check`: what would go wrong, before anything moves."""

from typing import TYPE_CHECKING, Literal

import msgspec

from holdall.cli.failures import REFUSED
from holdall.cli.migration_places import filters_of, run_work

if TYPE_CHECKING:
    from holdall.migration.preflight import Preflight

_SHOWN = 20


def check(
    source: str,
    destination: str,
    *,
    exclude: list[str] | None = None,
    include: list[str] | None = None,
    versions: Literal["all", "latest"] = "all",
    truncate_names: bool = False,
    parallel_writes: int = 8,
    source_as_user: str | None = None,
    destination_as_user: str | None = None,
    output: Literal["text", "json"] = "text",
) -> None:
    """Look at what would be moved: names that change or are refused, sizes, twins, people, platforms, calls and time.

    The source is listed once; nothing is read, and nothing is written anywhere. The exit status is 1 where an item would
    not arrive.

    Parameters
    ----------
    source
        Where the content is.
    destination
        Where it would go; the folder need not be there.
    exclude
        Leave out items whose name matches, such as "*.tmp"; may be given several times.
    include
        Look only at files whose name matches; may be given several times.
    versions
        Whether all versions would be moved, or the latest alone.
    truncate_names
        Whether names that are too long would be shortened.
    parallel_writes
        How many files would be under way at once, for the estimate.
    source_as_user
        The id of the user to act as at the source.
    destination_as_user
        The id of the user to act as at the destination.
    output
        How the findings are printed; json has up to 1,000 of each kind.
    """
    options = {
        "versioning": {"preserve": "native", "select": versions},
        "segment_truncate": truncate_names,
        "parallel_writes": parallel_writes,
    }
    ends = ((source, source_as_user), (destination, destination_as_user))
    run_work(_check(ends, options, filters_of(exclude, include), output))


async def _check(
    ends: tuple[tuple[str, str | None], tuple[str, str | None]],
    options: dict[str, object],
    filters: list[dict[str, object]],
    output: str,
) -> int:
    from holdall.base.clock import Clock
    from holdall.migration.engine.filters import Filter
    from holdall.migration.engine.options import Options
    from holdall.migration.platforms.opening import open_side
    from holdall.migration.preflight import check as look

    (source, source_user), (destination, destination_user) = ends
    left = await open_side(source, as_user=source_user)
    try:
        right = await open_side(destination, as_user=destination_user, missing="imagine")
        try:
            chosen = Filter.of(filters, Clock().now())
            found = await look(left, right, msgspec.convert(options, Options), chosen)
        finally:
            await right.platform.close()
    finally:
        await left.platform.close()
    if output == "json":
        print(msgspec.json.encode(found).decode())
    else:
        _tell(found)
    return REFUSED if found.blocked else 0


def _tell(found: "Preflight") -> None:
    from rich.console import Console
    from rich.table import Table

    from holdall.migration.summary import readable

    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{found.files:,} files ({readable(found.bytes)}) in {found.folders:,} folders", markup=False)
    for kind, count in sorted(found.counts.items()):
        console.print(f"\n{kind}: {count:,}", markup=False)
        for finding in [one for one in found.findings if one.kind == kind][:_SHOWN]:
            console.print(f"  {finding.path}: {finding.message}", markup=False)
        if count > _SHOWN:
            console.print(f"  ... and {count - _SHOWN:,} more (--output json)", markup=False)
    table = Table(title="\nPlatforms", title_justify="left", box=None, pad_edge=False)
    for heading in ("group", "rule", "result", ""):
        table.add_column(heading)
    for rule in found.platforms:
        table.add_row(rule.group, rule.name, rule.result, rule.message)
    console.print(table)
    estimate = found.estimate
    calls = f"{estimate.source_calls:,} calls of the source, {estimate.destination_calls:,} of the destination"
    console.print(f"\nA first run takes about {calls}, and {estimate.seconds:,.0f} seconds at 50 MB/s", markup=False)
    outcome = f"{found.blocked:,} items would not arrive" if found.blocked else "nothing is in the way"
    console.print(outcome, markup=False)
