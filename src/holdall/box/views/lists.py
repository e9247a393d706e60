"""Pages of items on the wire."""

from typing import Any

from holdall.content.items.listing import Order

Document = dict[str, Any]


def sorted_page(entries: list[Document], *, total_count: int, order: Order, offset: int, limit: int) -> Document:
    """A page that was read by offset, with its order: the type first, always ascending."""
    return {
        "total_count": total_count,
        "entries": entries,
        "offset": offset,
        "limit": limit,
        "order": [{"by": "type", "direction": "ASC"}, {"by": order.by, "direction": order.direction}],
    }


def marker_page(entries: list[Document], *, limit: int, next_marker: str | None) -> Document:
    """A page that was read by marker; at the end of the list `next_marker` is null."""
    return {"entries": entries, "limit": limit, "next_marker": next_marker}
