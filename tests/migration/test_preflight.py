"""The look before anything moves: what it finds, and that it touches nothing."""

from pathlib import Path
from typing import Any

import msgspec

from holdall.migration.engine.filters import Filter
from holdall.migration.engine.options import Options
from holdall.migration.platforms.local import LocalPlatform
from holdall.migration.platforms.names import PathRules
from holdall.migration.platforms.platform import Account, Entry, Features, Platform, Side, Wanted
from holdall.migration.preflight import Preflight, check, compare
from tests.migration.engine.trees import write_tree

STRICT = PathRules(segment_max=20, total_max=30, invalid_characters=frozenset(":*"), case_sensitive=False)


class Strict(LocalPlatform):
    """A folder with other rules and features than it has."""

    rules = STRICT

    def __init__(self, root: Path, **features: Any) -> None:
        super().__init__(root)
        self.features = msgspec.structs.replace(self.features, **features)


class Populated(LocalPlatform):
    """A folder whose items belong to people, some of whom it knows."""

    features = Features(query_account=True)

    async def children(self, folder: Entry) -> Any:
        async for page in super().children(folder):
            yield [
                msgspec.structs.replace(entry, owner=Account(id=entry.name, email=f"{entry.name}@company.test"))
                for entry in page
            ]

    async def account(self, wanted: Wanted) -> Account:
        if wanted.email == "ada@company.test":
            return Account(id="1", email=wanted.email)
        return await super().account(wanted) if wanted.email is None else await _nobody(wanted)


async def _nobody(wanted: Wanted) -> Account:
    from holdall.migration.platforms.errors import Kind, PlatformError

    raise PlatformError(Kind.NOT_FOUND, f"there is no {wanted}")


async def look(source: Platform, destination: Platform, **options: Any) -> Preflight:
    filters = options.pop("filters", [])
    return await check(
        Side(source, await source.root()),
        Side(destination, await destination.root()),
        Options(**options),
        Filter.of(filters, 0),
    )


def told(found: Preflight) -> set[tuple[str, str, bool]]:
    return {(one.kind, one.path, one.blocks) for one in found.findings}


async def test_names_lengths_sizes_and_twins_are_found_and_nothing_is_written(tmp_path: Path):
    tree = {
        "plain.txt": "x",
        "a:b.txt": "x",
        "Twin": "x",
        "twin": "x",
        "n" * 25: "x",
        "big": "x" * 100,
        "folder one": {"folder two": {"file three.txt": "x"}},
    }
    write_tree(tmp_path / "source", tree)
    (tmp_path / "destination").mkdir()

    found = await look(LocalPlatform(tmp_path / "source"), Strict(tmp_path / "destination", max_size=50))

    [second_twin] = [one.path for one in found.findings if one.kind == "name_taken"]
    assert second_twin in ("Twin", "twin")
    assert told(found) - {("name_taken", second_twin, False)} == {
        ("name_changed", "a:b.txt", False),
        ("name_refused", "n" * 25, True),
        ("too_large", "big", True),
        ("name_refused", "folder one/folder two/file three.txt", True),
    }
    assert (found.files, found.folders, found.bytes, found.blocked) == (7, 2, 106, 3)
    assert list((tmp_path / "destination").iterdir()) == []


async def test_filters_and_remedies_count(tmp_path: Path):
    write_tree(tmp_path / "source", {"n" * 25 + ".txt": "x", "left: out.tmp": "x"})
    (tmp_path / "destination").mkdir()

    found = await look(
        LocalPlatform(tmp_path / "source"),
        Strict(tmp_path / "destination"),
        segment_truncate=True,
        filters=[{"rules": [{"type": "filter_extension", "extensions": ["tmp"]}]}],
    )

    assert (found.files, found.blocked, found.counts) == (1, 0, {"name_changed": 1})
    assert found.findings[0].message == "would be called " + "n" * 16 + ".txt"


async def test_owners_that_the_destination_does_not_know_are_named(tmp_path: Path):
    write_tree(tmp_path / "source", {"ada": "x", "eve": "x"})
    (tmp_path / "destination").mkdir()

    found = await look(Populated(tmp_path / "source"), Populated(tmp_path / "destination"))

    assert told(found) == {("unmapped_person", "eve@company.test", False)}


async def test_an_estimate_grows_with_what_there_is(tmp_path: Path):
    (tmp_path / "destination").mkdir()
    write_tree(tmp_path / "few", {"a": "x"})
    write_tree(tmp_path / "many", {str(number): "x" for number in range(50)})

    few = await look(LocalPlatform(tmp_path / "few"), LocalPlatform(tmp_path / "destination"))
    many = await look(LocalPlatform(tmp_path / "many"), LocalPlatform(tmp_path / "destination"))

    assert (few.estimate.source_calls, few.estimate.destination_calls) == (2, 2)
    assert (many.estimate.source_calls, many.estimate.destination_calls) == (51, 51)


def test_platforms_are_compared_rule_by_rule(tmp_path: Path):
    left = Strict(tmp_path, versions=True, comments=True, timestamps=frozenset({"modified"}), max_size=100)
    right = Strict(tmp_path, comments=True, timestamps=frozenset({"created", "modified"}), max_size=50)

    results = {rule.name: rule.result for rule in compare(left, right, Options())}

    expected = {
        "versions": "not compatible",
        "comments": "compatible",
        "time modified": "compatible",
        "time created": "not applicable",
        "tags": "not applicable",
        "maximum file size": "not compatible",
        "maximum path length": "compatible",
        "characters": "compatible",
    }
    assert {name: results[name] for name in expected} == expected
