"""Take figures and print them: `./dev bench [NAME ...] [--json] [--check]`.

Without names every figure is taken, which needs some minutes and a machine that does nothing else.
"""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import NoReturn

from benchmarks import (
    connector,
    events,
    growth,
    large_files,
    memory,
    migration,
    migration_box,
    operations,
    search,
    telling,
    work,
    zips,
)
from benchmarks.bench import Bench, postgresql, say, working_folder
from benchmarks.figures import HEADING, Figure
from benchmarks.processes import BenchmarkFailed, Missing

GROUPS = {
    "operations": operations,
    "large_files": large_files,
    "growth": growth,
    "memory": memory,
    "connector": connector,
    "telling": telling,
    "search": search,
    "events": events,
    "zips": zips,
    "migration": migration,
    "migration_box": migration_box,
    "work": work,
}


def main() -> int:
    """Take the figures that were asked for; 1 where --check finds a target missed or a figure could not be taken."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, _stop)
    failed = False
    figures: list[Figure] = []
    try:
        for figure in _figures(arguments):
            if not arguments.json and not figures:
                print(HEADING)
            figures.append(figure)
            print(figure.as_json() if arguments.json else figure.as_row(), flush=True)
    except BenchmarkFailed as error:
        say(str(error))
        failed = True
    except KeyboardInterrupt:
        say("Stopped.")
        failed = True
    missed = [figure for figure in figures if figure.met is False]
    if missed:
        say(f"{len(missed)} of {len(figures)} figures miss their target")
    return int(failed or (arguments.check and bool(missed)))


def _figures(arguments: argparse.Namespace) -> Iterator[Figure]:
    names = frozenset(arguments.names)
    for group, module in GROUPS.items():
        only = frozenset() if not names or group in names else names & frozenset(module.NAMES)
        if names and group not in names and not only:
            continue
        with ExitStack() as stack:
            folder = stack.enter_context(working_folder())
            database = arguments.database
            if database == "postgresql":
                database = stack.enter_context(postgresql(folder))
            bench = Bench(
                folder=folder,
                database="" if database == "sqlite" else database,
                seconds=arguments.seconds,
                rounds=arguments.rounds,
                zip_gibibytes=arguments.zip_gibibytes,
                only=only,
            )
            try:
                yield from module.run(bench)
            except Missing as missing:
                say(f"The figures of {group} are left out: {missing}")


def _arguments() -> argparse.Namespace:
    names = [name for group, module in GROUPS.items() for name in (group, *module.NAMES)]
    listed = "; ".join(f"{group}: {', '.join(module.NAMES)}" for group, module in GROUPS.items())
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__, epilog=f"Names are {listed}.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="figures or groups of figures; all without any")
    parser.add_argument("--json", action="store_true", help="one JSON object per figure, a line each")
    parser.add_argument("--check", action="store_true", help="exit with status 1 where a target is missed")
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql (one of our own), or an address")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each contestant; the median counts")
    parser.add_argument("--seconds", type=float, default=3, help="length of a turn")
    parser.add_argument("--zip-gibibytes", type=float, default=1, help="size of the archive of the zip figures")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.names) - set(names))
    if unknown:
        parser.error(f"there is no figure called {', '.join(unknown)}; names are {listed}")
    return arguments


def _stop(_signal: int, _frame: object) -> NoReturn:
    """End like Ctrl-C does, so that every process is stopped on the way out."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
