"""Filters by metadata: what each operator matches, and what a job with such a filter moves and leaves."""

from pathlib import Path

import pytest

from holdall.migration.engine.filters import Filter
from holdall.migration.platforms.local import LocalPlatform
from holdall.migration.platforms.platform import Entry
from holdall.migration.platforms.schemas import Instance
from tests.migration.engine.test_metadata import VALUES, apply, make_template
from tests.migration.engine.trees import migrate, statuses
from tests.migration.engine.two import Two

INSTANCES = (Instance(schema="enterprise.contract", values={**VALUES, "name": "Ärzte"}),)
MARKED = Entry(address="1", identity="1", type="file", name="marked", metadata=INSTANCES)
PLAIN = Entry(address="2", identity="2", type="file", name="plain")


def rule(name: str, how: str, value: object = None) -> dict[str, object]:
    return {"type": "filter_metadata", "schema": "contract", "property": name, "op": how, "value": value}


def matched(*rules: dict[str, object], action: str = "exclude") -> list[str]:
    """Which of the entries the filter leaves out."""
    chosen = Filter.of([{"action": action, "rules": list(rules)}], 0)
    return [entry.name for entry in (MARKED, PLAIN) if chosen.why_not(entry, entry.name)]


class TestOperators:
    @pytest.mark.parametrize(
        ("name", "how", "value", "expected"),
        [
            ("state", "eq", "OPEN", True),
            ("state", "ne", "open", False),
            ("tags", "eq", "a", True),
            ("tags", "in", ["c", "b"], True),
            ("tags", "not_in", ["c"], True),
            ("amount", "eq", "1.5", True),
            ("amount", "gt", 1, True),
            ("amount", "le", 1.4, False),
            ("amount", "lt", "much", False),
            ("due", "ge", "2026-01-02", True),
            ("due", "lt", "2026-01-02T04:04:05+01:00", False),
            ("name", "starts_with", "är", True),
            ("name", "not_ends_with", "TE", False),
            ("name", "contains", "rzt", True),
            ("name", "not_contains", "rzt", False),
            ("other", "empty", None, True),
            ("name", "not_empty", None, True),
        ],
    )
    def test_each_compares_in_its_way(self, name: str, how: str, value: object, expected: bool):
        assert ("marked" in matched(rule(name, how, value))) is expected

    def test_what_has_no_value_is_matched_by_the_opposites_alone(self):
        positive = [rule("state", "eq", "open"), rule("state", "in", ["open"]), rule("state", "not_empty")]
        negative = [rule("state", "ne", "open"), rule("state", "not_in", ["open"]), rule("state", "empty")]

        assert ["plain" in matched(one) for one in positive] == [False] * 3
        assert ["plain" in matched(one) for one in negative] == [True] * 3

    def test_lists_that_include_choose_by_any_of_their_rules(self):
        assert matched(rule("state", "eq", "closed"), rule("amount", "ge", 1), action="include") == ["plain"]

    @pytest.mark.parametrize(
        ("broken", "message"),
        [
            ({"schema": ""}, "needs a schema and a property"),
            ({"value": None}, "with eq needs one value"),
            ({"op": "not_in"}, "with in needs a list as value"),
            ({"op": "like"}, "Invalid enum value 'like'"),
        ],
    )
    def test_a_rule_that_lacks_something_is_refused(self, broken: dict[str, object], message: str):
        with pytest.raises(ValueError, match=message):
            matched(rule("state", "eq", "open") | broken)


class TestJobs:
    async def test_what_a_filter_matches_stays_with_folders_and_all_in_them_until_its_values_change(self, two: Two):
        await make_template(two.old_box)
        team, open_one, closed = await two.folder(), await two.file("open.txt"), await two.file("closed.txt")
        await two.file("inside.txt", team)
        await apply(two.old_box, "folder", team, {"state": "closed"})
        await apply(two.old_box, "file", open_one, {"state": "open"})
        await apply(two.old_box, "file", closed, {"state": "closed"})
        without = [{"action": "exclude", "rules": [rule("state", "eq", "closed")]}]

        await migrate(two.database, two.source, two.destination, filters=without)
        first = await statuses(two.database)
        await two.old_box.call(
            "delete_files_id_metadata_id_id", file_id=closed, scope="enterprise", template_key="contract"
        )
        await migrate(two.database, two.source, two.destination, filters=without)

        assert first == {"Team": "skipped", "open.txt": "success", "closed.txt": "skipped"}
        assert await statuses(two.database) == first | {"closed.txt": "success"}

    async def test_a_two_way_job_leaves_what_matches_alone_on_both_sides(self, two: Two):
        await make_template(two.old_box)
        await make_template(two.new_box)
        folder = (await two.destination.root()).address.split("/")[1]
        theirs = [(await two.new_box.upload(b"1", name=name, folder_id=folder))["id"] for name in ("one", "two")]
        await apply(two.new_box, "file", theirs[0], {"state": "closed"})
        without = [{"rules": [rule("state", "eq", "closed")]}]

        run = await migrate(two.database, two.source, two.destination, filters=without, transfer_type="sync")

        found = [entry.name async for page in two.source.children(await two.source.root()) for entry in page]
        assert (run.status, found) == ("completed", ["two"])

    async def test_a_source_without_metadata_fails_with_the_reason(self, database, tmp_path: Path):
        (tmp_path / "there").mkdir()
        filters = [{"rules": [rule("state", "eq", "closed")]}]

        run = await migrate(database, LocalPlatform(tmp_path), LocalPlatform(tmp_path / "there"), filters=filters)

        assert (run.status, run.reason) == (
            "failed",
            "fs has no metadata, which a filter of the job looks at; leave filter_metadata out",
        )
