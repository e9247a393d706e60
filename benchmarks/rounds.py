"""Interleaved rounds: the contestants take turns, so that whatever else the machine does falls on all of them."""

from collections.abc import Callable, Mapping
from statistics import median

Contestant = Callable[[float], float]
"""Runs for about so many seconds and answers a rate."""


def medians(contestants: Mapping[str, Contestant], *, rounds: int, seconds: float) -> dict[str, float]:
    """Each contestant's median over `rounds` turns, after a first turn of a second that does not count."""
    for run in contestants.values():
        run(1)
    results: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            results[name].append(run(seconds))
    return {name: median(values) for name, values in results.items()}
