"""The chart of a run's throughput over time as numbers for an SVG: what was moved between one sample and the next."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec

from holdall.base.clock import SECOND
from holdall.migration.summary import readable

WIDTH, HEIGHT = 900, 180
_MOST = 150
"""How many steps a chart has at most; more are put together."""
_TICKS = 4

Sample = tuple[int, int, int]
"""When, and the items and bytes that were moved by then."""


class Tick(msgspec.Struct, frozen=True):
    """A mark on an axis."""

    at: float
    label: str


class Curve(msgspec.Struct, frozen=True):
    """An area: `path` is what SVG calls `d`; `most` is its highest value, per second, as people say it."""

    path: str
    most: str
    average: str


class Throughput(msgspec.Struct, frozen=True):
    """Bytes and items per second over time."""

    bytes: Curve
    items: Curve
    ticks: Sequence[Tick]


def throughput_of(samples: Sequence[Sample]) -> Throughput | None:
    """The chart of these samples; None where they tell nothing, as those of a run that moved nothing."""
    if len(samples) < 2 or samples[-1][1] == samples[0][1] or samples[-1][0] == samples[0][0]:
        return None
    each = max(1, -(-(len(samples) - 1) // _MOST))
    kept = [*samples[:-1:each], samples[-1]]
    seconds = (samples[-1][0] - samples[0][0]) / SECOND
    ticks = [Tick(WIDTH * part / _TICKS, _duration(seconds * part / _TICKS)) for part in range(_TICKS + 1)]
    return Throughput(
        bytes=_curve(kept, 2, lambda rate: f"{readable(int(rate))}/s"),
        items=_curve(kept, 1, lambda rate: f"{rate:,.0f} items/s" if rate >= 10 else f"{rate:.1f} items/s"),
        ticks=ticks,
    )


def _curve(samples: Sequence[Sample], place: int, told: Callable[[float], str]) -> Curve:
    begin, end = samples[0][0], samples[-1][0]
    rates: list[tuple[float, float, float]] = []
    for one, other in pairwise(samples):
        if other[0] > one[0]:
            rates.append((one[0], other[0], (other[place] - one[place]) * SECOND / (other[0] - one[0])))
    most = max(rate for _, _, rate in rates)
    scale = HEIGHT / most if most else 0.0
    steps = [f"M0,{HEIGHT}"]
    for since, until, rate in rates:
        left, right = (WIDTH * (moment - begin) / (end - begin) for moment in (since, until))
        height = HEIGHT - rate * scale
        steps.append(f"L{left:.1f},{height:.1f}L{right:.1f},{height:.1f}")
    average = (samples[-1][place] - samples[0][place]) * SECOND / (end - begin)
    return Curve("".join([*steps, f"L{WIDTH},{HEIGHT}Z"]), told(most), told(average))


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s" if seconds >= 10 or not seconds else f"{seconds:.1f} s"
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
