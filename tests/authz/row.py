"""What a row of the table of operations says; see rows.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """One operation of the table."""

    colleague: int
    outsider: int
    body: Any = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Parameters of the query and the headers."""
    things: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, Any] = field(default_factory=dict)
    """A multipart form instead of a body: `data` and `files`, as httpx takes them."""
    is_seen_by_colleagues: bool = False
    needs: tuple[str, ...] = ()
    """Things that must be there, and that the call does not name."""


def hidden(**more: Any) -> Row:
    """Whoever was not invited does not learn that the thing exists."""
    return Row(colleague=404, outsider=404, **more)


def admins_only(**more: Any) -> Row:
    """Colleagues learn that they may not; other enterprises learn nothing."""
    return Row(colleague=403, outsider=404, **more)


def own_list(**more: Any) -> Row:
    """A list of one's own things, which holds nothing of others."""
    return Row(colleague=200, outsider=200, **more)
