"""What a migration shows while it runs and when it ends: a line that moves on a terminal, a summary for all."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Literal

import msgspec

from holdall.base.tasks import beside

if TYPE_CHECKING:
    from holdall.migration.engine.ledger import Ledger
    from holdall.migration.summary import Summary

_FLAGGED_SHOWN = 20
_EVERY = 0.5


@contextmanager
def stopped_by_interrupt() -> Iterator[Callable[[], str | None]]:
    """Whether the user has asked to stop: the first interrupt lets what is under way end, the second ends at once."""
    asked: list[str] = []

    def interrupt(number: int, frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append("paused")
        print("holdall: stopping; the same command goes on later (once more to stop at once)", file=sys.stderr)

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield lambda: asked[0] if asked else None
    finally:
        signal.signal(signal.SIGINT, before)


@asynccontextmanager
async def shown_progress(ledger: "Ledger") -> AsyncIterator[None]:
    """A line that tells how far the run is, where somebody watches."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.status import Status

    with Status("looking at the source", console=Console(stderr=True)) as status:
        async with beside(_tell(ledger, status.update)):
            yield


async def _tell(ledger: "Ledger", update: Callable[[str], None]) -> None:
    from holdall.migration.summary import readable

    while True:
        await asyncio.sleep(_EVERY)
        run = await ledger.last_run()
        counts = await ledger.counts()
        found = sum(count.items for count in counts)
        done = sum(count.items for count in counts if count.status in ("success", "processed", "skipped"))
        flagged = sum(count.items for count in counts if count.status == "remediation")
        moved = sum(count.bytes for count in counts if count.status in ("success", "processed"))
        phase = run.phase if run is not None else ""
        text = f"{phase}: {done:,} of {found:,} items, {readable(moved)}"
        update(f"{text}, {flagged:,} flagged" if flagged else text)


async def print_summary(summary: "Summary", ledger: "Ledger", output: Literal["text", "json"]) -> None:
    """What the run came to; flagged items are named, the first of them at least."""
    if output == "json":
        print(msgspec.json.encode(summary).decode())
        return
    from holdall.migration.summary import readable

    print(f"{summary.status}: job {summary.job}, {summary.seconds:.1f} s")
    if summary.reason:
        print(f"  {summary.reason}")
    moved = f"{summary.files_moved:,} files ({readable(summary.bytes_moved)}) and {summary.folders_made:,} folders"
    print(f"  in this run: {moved}")
    counts = ", ".join(f"{count:,} {status}" for status, count in sorted(summary.items.items())) or "nothing"
    print(f"  in all: {counts}")
    if summary.rate_limits:
        print(f"  asked to slow down {summary.rate_limits:,} times")
    flagged = await ledger.noticed("remediation", _FLAGGED_SHOWN + 1)
    for item in flagged[:_FLAGGED_SHOWN]:
        print(f"  flagged: {item.path}: {item.reason}")
    if len(flagged) > _FLAGGED_SHOWN:
        print(f"  ... and more: holdall migrate report {summary.job} --status remediation")
