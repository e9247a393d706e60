"""`--from rows.csv`: an operation once per row, several at a time, with a result file that lets a run go on.

A column is an option's name; what is given on the command line holds for every row. Columns that begin with _ are notes.
"""

import asyncio
import csv
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from holdall.cli.box.calls import open_client, preview
from holdall.cli.box.flags import call_arguments, find_flag
from holdall.cli.box.options import CallOptions
from holdall.cli.box.results import ResultFile, RowResult, RowStatus, digest_of
from holdall.cli.box.transfer import save, served_name
from holdall.cli.failures import SOME_ROWS_FAILED
from holdall.connector.box import Box
from holdall.connector.content import Content
from holdall.connector.effects import is_repeatable
from holdall.connector.errors import ArgumentError, BoxError, Kind
from holdall.contract import Operation

Rows = dict[int, dict[str, Any]]


async def run_rows(operation: Operation, given: Mapping[str, Any], options: CallOptions) -> int:
    """Call for every row that has no result yet; answers the exit status.

    Raises ArgumentError where the file does not fit the operation, BoxError where signing in fails (the run can then
    go on later), OSError for files that can not be opened.
    """
    rows = read_rows(operation.id, given, options.rows or "-")
    if options.curl or options.dry_run:
        for row in rows.values():
            await preview(operation, call_arguments(operation.id, row, body=options.body, null=options.null), options)
        return 0
    if options.parallel < 1:
        raise ArgumentError("--parallel is at least 1", operation_id=operation.id)
    results = ResultFile(_results_path(options))
    try:
        waiting = _waiting(operation, rows, results)
        async with open_client(options) as box:
            with _bar(len(rows), len(rows) - len(waiting)) as advance:
                run = _Run(operation, box, options, results, advance)
                await run.all(waiting)
    finally:
        results.close()
    return _summary(rows, results)


def read_rows(operation_id: str, given: Mapping[str, Any], source: str) -> Rows:
    """What each row gives, by its number from 1: its cells that are not empty, on top of what holds for all.

    Raises ArgumentError for a column that is no option, and OSError.
    """
    with _opened(source) as stream:
        reader = csv.DictReader(stream)
        columns = [name for name in reader.fieldnames or [] if name and not name.startswith("_")]
        keys = {name: find_flag(operation_id, name.strip()).key for name in columns}
        return {
            number: {**given, **{keys[name]: cell for name in columns if (cell := row.get(name))}}
            for number, row in enumerate(reader, 1)
        }


class _Run:
    """The calls of one run."""

    def __init__(self, operation: Operation, box: Box, options: CallOptions, results: ResultFile, advance: Any) -> None:
        self.operation = operation
        self.box = box
        self.options = options
        self.results = results
        self.advance = advance
        self.places: set[Path] = set()
        """Where bytes of this run went."""

    async def all(self, rows: Rows) -> None:
        """Call for all rows, so many at a time."""
        waiting = iter(rows.items())

        async def worker() -> None:
            for number, row in waiting:
                self.results.add(await self.one(number, row))
                self.advance()

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self.options.parallel, len(rows))):
                    group.create_task(worker())
        except* BoxError as errors:
            raise errors.exceptions[0] from None

    async def one(self, number: int, row: dict[str, Any]) -> RowResult:
        """Call for one row; raises BoxError only where no row can succeed, because nobody is signed in."""
        digest = digest_of(self.operation.id, row)
        try:
            arguments = call_arguments(self.operation.id, row, body=self.options.body, null=self.options.null)
            if not is_repeatable(self.operation.id):
                self.results.add(RowResult(number, digest, "started"))
            answer = await self.box.call_with(self.operation.id, arguments)
            return await self.success(number, digest, answer)
        except BoxError as error:
            if error.kind is Kind.UNAUTHORIZED:
                self.results.add(RowResult(number, digest, "failed", message=str(error)))
                raise
            status: RowStatus = "unknown" if error.kind is Kind.OUTCOME_UNKNOWN else "failed"
            return RowResult(
                number, digest, status, http_status=error.status, code=error.code or error.kind.value,
                message=error.message,
            )  # fmt: skip
        except OSError as error:
            return RowResult(number, digest, "failed", code="file", message=f"{error.filename}: {error.strerror}")

    async def success(self, number: int, digest: str, answer: Any) -> RowResult:
        """What is kept of an answer."""
        if isinstance(answer, Content):
            async with answer:
                name = served_name(answer) or f"row-{number}"
                saved = await save(answer, self.place_for(name, number), name)
            return RowResult(number, digest, "done", message=str(saved))
        record = answer if isinstance(answer, dict) else {}
        if isinstance(record.get("entries"), list) and len(record["entries"]) == 1:
            record = record["entries"][0]
        kind, identifier = record.get("type"), record.get("id")
        return RowResult(number, digest, "done", kind, str(identifier) if identifier else None, answer=answer)

    def place_for(self, name: str, number: int) -> Path:
        """Where the bytes of a row go: into a folder, and never over another file of the same name."""
        folder = self.options.save or Path()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        if path in self.places or path.exists():
            path = path.with_name(f"{path.stem} (row {number}){path.suffix}")
        self.places.add(path)
        return path


def _waiting(operation: Operation, rows: Rows, results: ResultFile) -> Rows:
    """The rows that are still to be called. What may have happened is not among them."""
    waiting: Rows = {}
    for number, row in rows.items():
        before = results.results.get(number)
        if before is not None and before.digest != digest_of(operation.id, row):
            raise ArgumentError(
                f"row {number} asks for something else than in {results.path}: name another file with --results",
                operation_id=operation.id,
            )
        if before is None or before.status == "failed":
            waiting[number] = row
        elif before.status == "started":
            results.add(RowResult(number, before.digest, "unknown", message="the run was cut off while it was called"))
    return waiting


def _summary(rows: Rows, results: ResultFile) -> int:
    ended = [results.results[number] for number in rows if number in results.results]
    counts = {status: sum(one.status == status for one in ended) for status in ("done", "failed", "unknown")}
    said = ", ".join(f"{count} {status}" for status, count in counts.items() if count or status == "done")
    print(f"{len(rows)} rows: {said} ({results.path})", file=sys.stderr)
    if counts["unknown"]:
        print("holdall: unknown rows may have happened; remove their line to call them again", file=sys.stderr)
    return SOME_ROWS_FAILED if counts["done"] < len(rows) else 0


def _results_path(options: CallOptions) -> Path:
    if options.results is not None:
        return options.results
    if options.rows == "-":
        raise ArgumentError("rows from the standard input need --results FILE")
    path = Path(options.rows or "")
    return path.with_name(f"{path.stem}.results.csv")


@contextmanager
def _opened(source: str) -> Iterator[Any]:
    if source == "-":
        yield sys.stdin
    else:
        with Path(source).open(encoding="utf-8-sig", newline="") as file:
            yield file


@contextmanager
def _bar(total: int, done: int) -> Iterator[Any]:
    """A bar for the rows, where somebody watches; what it gives advances it by one."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("rows", total=total, completed=done)
        yield lambda: progress.advance(task)
