"""A figure: two medians of the same run, their ratio, and the target that the ratio must reach."""

import json
from typing import Any

import msgspec


class Target(msgspec.Struct, frozen=True):
    """What a figure must reach: a least ratio of ours to theirs, or a most that ours may be above theirs."""

    least_ratio: float | None = None
    most_above: float | None = None

    def __str__(self) -> str:
        """The target as people say it."""
        return f">= {self.least_ratio:.3g}" if self.least_ratio is not None else f"+{self.most_above:g} at most"


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One comparison. More is better for rates; for memory the target says what is enough."""

    name: str
    against: str
    ours: float
    theirs: float
    unit: str
    target: Target | None = None

    @property
    def ratio(self) -> float:
        """Ours to theirs."""
        return self.ours / self.theirs

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None where there is none."""
        if self.target is None:
            return None
        if self.target.least_ratio is not None:
            return self.ratio >= self.target.least_ratio
        assert self.target.most_above is not None
        return self.ours - self.theirs <= self.target.most_above

    def as_json(self) -> str:
        """The figure on one line."""
        line: dict[str, Any] = {
            "name": self.name,
            "ratio": round(self.ratio, 4),
            "against": self.against,
            "ours": round(self.ours, 1),
            "theirs": round(self.theirs, 1),
            "unit": self.unit,
        }
        if self.target is not None:
            line |= {"target": str(self.target), "met": self.met}
        return json.dumps(line)

    def as_row(self) -> str:
        """The figure as a line of a table."""
        verdict = {True: "met", False: "MISSED", None: ""}[self.met]
        numbers = f"{self.ours:>12,.1f} {self.theirs:>12,.1f} {self.unit:<11} {self.ratio:>8.3f}"
        target = "" if self.target is None else str(self.target)
        return f"{self.name:<26} {self.against:<14} {numbers}  {target:<14} {verdict}".rstrip()


HEADING = f"{'figure':<26} {'against':<14} {'ours':>12} {'theirs':>12} {'unit':<11} {'ratio':>8}  {'target':<14}"
