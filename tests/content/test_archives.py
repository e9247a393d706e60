"""Archives of random trees hold what the trees hold; what shares a name is told apart."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdall.content.items.names import name_key
from holdall.content.items.rows import Item
from holdall.content.items.tables import ItemType
from holdall.content.zips.contents import name_roots
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.tree import create
from tests.support.uploads import upload
from tests.support.zips import download_zip

NAMES = ("a", "B.txt", "ß", "é.pdf", "漢字", "🙂.tar.gz", "-rf", "con", "x" * 200, "a b", ".hidden", "%2e%2e")


def item(item_id: int, name: str, kind: ItemType) -> Item:
    nothing = dict.fromkeys(Item.__struct_fields__)
    return Item(**{**nothing, "id": item_id, "name": name, "type": kind})  # type: ignore[arg-type]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "A", "a.txt", "a (1).txt", "a (2)", "b", "a (1-1).txt"]),
            st.sampled_from([ItemType.FILE, ItemType.FOLDER]),
        ),
        max_size=8,
    )
)
def test_every_name_is_given_once_and_only_shared_ones_are_changed(named: list[tuple[str, ItemType]]) -> None:
    found = [item(number, name, kind) for number, (name, kind) in enumerate(named, 1)]
    roots, conflicts = name_roots(found)
    keys = [name_key(one.name) for one in found]
    shared = {one.id for one, key in zip(found, keys, strict=True) if keys.count(key) > 1}
    assert len({name_key(root.name) for root in roots}) == len(found)
    assert {one.id for conflict in conflicts for one in conflict} == shared
    assert [root.name for root in roots if root.id not in shared] == [one.name for one in found if one.id not in shared]
    given_names = {root.id: root.name for root in roots}
    assert all(
        (one.original_name, one.download_name) == (found[one.id - 1].name, given_names[one.id])
        for conflict in conflicts
        for one in conflict
    )


async def grow(client: Client, dice: random.Random, folder_id: str, path: str, depth: int) -> dict[str, bytes | None]:
    """Fill a folder at random; what its archive shall hold."""
    held: dict[str, bytes | None] = {}
    for name in dice.sample(NAMES, dice.randrange(4)):
        if depth and dice.random() < 0.5:
            inner = await create(client, name, folder_id)
            held |= await grow(client, dice, inner["id"], f"{path}{name}/", depth - 1)
        else:
            content = dice.randbytes(dice.choice([0, 1, 10, 70_000]))
            await upload(client, name, content, folder_id)
            held[path + name] = content
    return held or {path: None}


@pytest.mark.parametrize("seed", range(8))
async def test_an_archive_holds_what_the_tree_holds(enterprise: Enterprise, seed: int) -> None:
    top = await create(enterprise.user, "top")
    held = await grow(enterprise.user, random.Random(seed), top["id"], "top/", 3)
    assert await download_zip(enterprise.user, ("folder", top["id"])) == held
