"""Where an item is: the steps up to the root of its tree, and the subject's grants on them, as `reach` reads them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from holdall.content.items.rows import Item

_NO_OPTIONS = "{}"
_NO_NAMES: frozenset[str] = frozenset()
_NOTHING = "[]"
_NOBODY: frozenset[int] = frozenset()


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


class Grant(msgspec.Struct, frozen=True):
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
    barred: frozenset[int] = frozenset()
    """Owners whose content an information barrier keeps the user from."""
    may_have_link: bool = True
    """Whether the item may have a shared link; only of an item that was asked for alone it is known to have none."""

    @property
    def is_barred(self) -> bool:
        """Whether an information barrier keeps the user from the item."""
        return bool(self.barred) and self.chain[-1].owner_id in self.barred


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


ARCHIVE = "archive"
"""The option of a folder that is an archive; such a folder is in the root folder of an account of its own."""


def in_archive(chain: Sequence[Step]) -> bool:
    """Whether these steps, from an item up to its root, lead through an archive, or to one."""
    return len(chain) > 1 and is_archive(chain[-2])


def is_archive(step: Step) -> bool:
    """Whether this step is an archive itself."""
    return step.options != _NO_OPTIONS and ARCHIVE in msgspec.json.decode(step.options)


def watermarked(chain: Iterable[Step]) -> bool:
    """Whether any of these steps is watermarked, and with it all that is below."""
    for step in chain:  # noqa: SIM110 - every decision passes here, and `any` costs three times as much
        if step.options != _NO_OPTIONS and WATERMARK in msgspec.json.decode(step.options):
            return True
    return False


def switched(chain: Iterable[Step]) -> frozenset[str]:
    """Which of the switches are set on any of these steps."""
    names = _NO_NAMES
    for step in chain:
        if step.options != _NO_OPTIONS:
            options = msgspec.json.decode(step.options)
            names |= {name for name, value in SWITCHES.items() if options.get(name) is value}
    return names


_decode_steps = msgspec.json.Decoder(list[Step]).decode


class Given(msgspec.Struct, frozen=True, array_like=True):
    """A collaboration as several places share it: the item that it was made for, then the fields of `Grant`."""

    item_id: int
    id: int
    role: str
    can_view_path: bool
    is_access_only: bool
    group_id: int | None


_decode_items = msgspec.json.Decoder(list[list[Any]]).decode
_decode_given = msgspec.json.Decoder(list[Given], strict=False).decode  # SQLite's booleans are 0 and 1
_decode_barred = msgspec.json.Decoder(list[tuple[int]]).decode
_decode_json = msgspec.json.Decoder().decode
_JSON_FIELDS = tuple(Item.__struct_fields__.index(name) for name in ("lock", "tags", "options"))


def places_of(steps: str | None, given: str | None, barred: str | None, rows: str | None) -> list[Place]:
    """The places of several items, from what a row of `reach` tells of all of them, each step once: as JSON."""
    by_id = {step.id: step for step in _decode_steps(steps or "[]")}
    on_steps, behind = _on_steps(_given_of(given)), _barred_of(barred)
    return [_place(item, by_id[item.id], by_id, on_steps, behind) for item in map(item_of, _decode_items(rows or "[]"))]


def places_in(
    items: Iterable[Item], folders: Mapping[int, Step], given: Iterable[Given], barred: frozenset[int]
) -> list[Place]:
    """The places of items whose folders are known up to the root, by id; an item somewhere else is left out."""
    on_steps = _on_steps(given)
    known = (item for item in items if item.parent_id is None or item.parent_id in folders)
    return [_place(item, step_of(item), folders, on_steps, barred) for item in known]


def _given_of(text: str | None) -> Iterable[Given]:
    return _decode_given(text) if text and text != _NOTHING else ()


def _barred_of(text: str | None) -> frozenset[int]:
    return _NOBODY if text is None or text == _NOTHING else frozenset(one for (one,) in _decode_barred(text))


def _on_steps(given: Iterable[Given]) -> dict[int, list[Given]]:
    on_steps: dict[int, list[Given]] = {}
    for one in given:
        on_steps.setdefault(one.item_id, []).append(one)
    return on_steps


def _place(
    item: Item,
    step: Step,
    above: Mapping[int, Step],
    on_steps: Mapping[int, list[Given]],
    barred: frozenset[int],
    *,
    may_have_link: bool = True,
) -> Place:
    chain = [step]
    while (parent_id := chain[-1].parent_id) is not None:
        chain.append(above[parent_id])
    if not on_steps:
        return Place(item, chain, [], barred, may_have_link)
    grants = [
        Grant(depth, one.id, one.role, one.can_view_path, one.is_access_only, one.group_id)
        for depth, step in enumerate(chain)
        for one in on_steps.get(step.id, ())
    ]
    return Place(item, chain, grants, barred, may_have_link)


def item_of(row: list[Any]) -> Item:
    """An item from its columns, of which those of JSON are as they are written."""
    for position in _JSON_FIELDS:
        text = row[position]
        if text is not None:
            row[position] = _decode_json(text)
    return Item(*row)


def place_of(steps: str, given: str | None, barred: str | None, has_link: bool, *item: Any) -> Place:
    """The place that a row of `reach` tells: the steps up to the root, the grants and the owners behind a barrier.

    These are JSON; whether the item has a shared link and its columns follow.
    """
    by_id = {step.id: step for step in _decode_steps(steps)}
    found = Item(*item)
    on_steps, behind = _on_steps(_given_of(given)), _barred_of(barred)
    return _place(found, by_id[found.id], by_id, on_steps, behind, may_have_link=has_link)
