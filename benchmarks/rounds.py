"""Interleaved rounds: the contestants take turns, so that whatever else the machine does falls on all of them."""

from collections.abc import Callable, Mapping
from statistics import median

from benchmarks.processes import BenchmarkFailed

Contestant = Callable[[float], float]
"""Runs for about so many seconds and answers a rate."""


def medians(
    contestants: Mapping[str, Contestant], *, rounds: int, seconds: float, warm_up: bool = True
) -> dict[str, float]:
    """Each contestant's median over `rounds` turns, after a first turn of a second that does not count.

    Without `warm_up` the first turn counts. Raises BenchmarkFailed for a median of nothing.
    """
    for run in contestants.values() if warm_up else ():
        run(1)
    results: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            results[name].append(run(seconds))
    found = {name: median(values) for name, values in results.items()}
    for name, rate in found.items():
        if not rate:
            raise BenchmarkFailed(f"{name} did nothing in most turns of {seconds} seconds; try longer ones")
    return found
