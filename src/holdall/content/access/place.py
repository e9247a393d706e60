"""Where an item is: the steps up to the root of its tree, and the subject's grants on them, as `reach` reads them."""

from collections.abc import Iterable
from typing import Any

import msgspec

from holdall.content.items.rows import Item

_NO_OPTIONS = "{}"


class Step(msgspec.Struct, frozen=True, array_like=True):
    """A folder on the way from an item up to the root of its tree."""

    id: int
    parent_id: int | None
    owner_id: int | None
    name: str
    sequence: int
    trashed_at: int | None
    trash_owner_id: int | None
    purge_at: int | None
    options: str
    """The rarely set fields, as JSON."""


class Grant(msgspec.Struct, frozen=True, array_like=True):
    """A collaboration that is in force for the subject, `depth` steps above the item; 0 is on the item itself."""

    depth: int
    id: int
    role: str
    can_view_path: bool
    is_access_only: bool
    group_id: int | None = None

    @property
    def shows_path(self) -> bool:
        """Whether it shows the folders above its item, up to the root of the tree."""
        return self.can_view_path and not self.is_access_only


class Place(msgspec.Struct, frozen=True):
    """An item, the steps from it up to the root of its tree, and the subject's grants on them."""

    item: Item
    chain: list[Step]
    grants: list[Grant]


SWITCHES = {
    "can_non_owners_invite": False,
    "can_non_owners_view_collaborators": False,
    "is_collaboration_restricted_to_enterprise": True,
}
"""The fields of a folder that take rights away below it, and the value that does."""


def step_of(item: Item) -> Step:
    """An item as a step on the way of what is in it."""
    return Step(
        id=item.id,
        parent_id=item.parent_id,
        owner_id=item.owner_id,
        name=item.name,
        sequence=item.sequence,
        trashed_at=item.trashed_at,
        trash_owner_id=item.trash_owner_id,
        purge_at=item.purge_at,
        options=msgspec.json.encode(item.options).decode() if item.options else _NO_OPTIONS,
    )


WATERMARK = "watermark"
"""The option of an item that is watermarked."""


def watermarked(chain: Iterable[Step]) -> bool:
    """Whether any of these steps is watermarked, and with it all that is below."""
    return any(step.options != _NO_OPTIONS and WATERMARK in msgspec.json.decode(step.options) for step in chain)


def switched(chain: Iterable[Step]) -> frozenset[str]:
    """Which of the switches are set on any of these steps."""
    names: set[str] = set()
    for step in chain:
        if step.options != _NO_OPTIONS:
            options = msgspec.json.decode(step.options)
            names.update(name for name, value in SWITCHES.items() if options.get(name) is value)
    return frozenset(names)


_decode_steps = msgspec.json.Decoder(list[Step]).decode
_decode_grants = msgspec.json.Decoder(list[Grant], strict=False).decode  # SQLite's booleans are 0 and 1


def place_of(steps: str, grants: str | None, *item: Any) -> Place:
    """The place that a row of `reach` tells: the steps up to the root and the grants, as JSON, then the item's columns."""
    found = Item(*item)
    by_id = {step.id: step for step in _decode_steps(steps)}
    chain = [by_id[found.id]]
    while (above := chain[-1].parent_id) is not None:
        chain.append(by_id[above])
    return Place(found, chain, _decode_grants(grants) if grants else [])
