"""The report of a job as one page that stands alone: it can be handed on, opened anywhere, and printed."""

from functools import lru_cache
from typing import IO

import jinja2

from holdall.base.clock import format_instant
from holdall.migration.breakdown import break_down
from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.rows import Run
from holdall.migration.summary import readable, summarise


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
            breakdown=await break_down(ledger),
            source=source,
            destination=destination,
        )
    )
