"""Metadata from one Holdall to another over sockets: templates matched, made and extended; values carried and proved."""

from typing import Any

import pytest

from holdall.connector import Box, BoxError
from holdall.migration.engine.metadata import (
    MetadataMap,
    NamedProperty,
    PropertyEnd,
    PropertyPair,
    SchemaEnd,
    SchemaPair,
)
from holdall.migration.platforms.box import BoxPlatform
from tests.migration.engine.trees import rows
from tests.migration.engine.two import Two
from tests.support.metadata import CLASSIFICATION, CLASSIFICATION_FIELD, EACH_TYPE, field

VALUES = {"name": "Ä", "amount": 1.5, "due": "2026-01-02T03:04:05.000Z", "state": "open", "tags": ["b", "a"]}


async def make_template(box: Box, key: str = "contract", fields: list[dict[str, Any]] | None = None) -> None:
    body = {"scope": "enterprise", "displayName": key.title(), "templateKey": key, "fields": fields or EACH_TYPE}
    await box.call("post_metadata_templates_schema", **body)


async def taxonomy(box: Box) -> dict[str, Any]:
    """What a field needs for the nodes of a new taxonomy, with the id of one as `node`."""
    namespace = f"enterprise_{(await box.users.get_me(fields=['enterprise']))['enterprise']['id']}"
    place = {"namespace": namespace, "taxonomy_key": "places"}
    await box.call("post_metadata_taxonomies", namespace=namespace, displayName="Places", key="places")
    await box.call("post_metadata_taxonomies_id_id_levels:append", **place, displayName="Country")
    node = await box.call("post_metadata_taxonomies_id_id_nodes", **place, displayName="Poland", level=1)
    return {"namespace": namespace, "taxonomyKey": "places", "optionsRules": {"multiSelect": True}, "node": node["id"]}


async def apply(
    box: Box, kind: str, identifier: str, values: dict[str, Any], schema: str = "enterprise.contract"
) -> None:
    scope, key = schema.split(".")
    place = {f"{kind}_id": identifier, "scope": scope, "template_key": key}
    await box.call(f"post_{kind}s_id_metadata_id_id", **place, body=values)


async def change(box: Box, kind: str, identifier: str, *steps: dict[str, Any], key: str = "contract") -> None:
    place = {f"{kind}_id": identifier, "scope": "enterprise", "template_key": key}
    await box.call(f"put_{kind}s_id_metadata_id_id", **place, body=list(steps))


async def folder_there(two: Two) -> str:
    return (await two.destination.root()).address.split("/")[1]


async def values(two: Two, *path: str) -> dict[str, dict[str, Any]]:
    """The values that the destination has at a path, by schema."""
    assert two.destination.extras is not None
    found = await two.destination.extras.metadata(await two.destination.find(path))
    return {one.schema: dict(one.values) for one in found}


def card(text: str) -> dict[str, Any]:
    """A skill card with one keyword."""
    about = {"type": "skill_card", "skill_card_type": "keyword", "entries": [{"text": text}]}
    return {**about, "skill": {"type": "service", "id": "words"}, "invocation": {"type": "skill_invocation", "id": "1"}}


def words(cards: list[dict[str, Any]]) -> list[str]:
    return [one["entries"][0]["text"] for one in cards]


async def passed_on(two: Two, *path: str) -> list[str]:
    """The schemas that a folder of the destination passes on."""
    assert two.destination.extras is not None
    return list(await two.destination.extras.passed_on(await two.destination.find(path)))


async def schema(two: Two, identifier: str) -> dict[str, tuple[str, list[str]]]:
    """The properties of a schema of the destination, with their types and choices, as a new client sees them."""
    found = {one.id: one for one in await BoxPlatform(two.new_box).extras.schemas()}
    return {one.name: (one.type, [choice.name for choice in one.choices]) for one in found[identifier].properties}


class TestCarried:
    async def test_templates_are_made_and_values_travel_with_files_and_folders(self, two: Two):
        await make_template(two.old_box)
        team, report = await two.folder(), await two.file()
        plain = [await two.file(f"plain {number}.txt", team) for number in range(4)]
        await apply(two.old_box, "folder", team, {"name": "of the team"})
        await apply(two.old_box, "file", report, VALUES)
        await apply(two.old_box, "file", plain[0], {"colour": "red", "size": 3}, "global.properties")

        first = await two.migrate()
        second = await two.migrate()

        assert (first.status, second.status) == ("completed", "no_changes")
        assert await values(two, "Team") == {"enterprise.contract": {"name": "of the team"}}
        assert await values(two, "report.txt") == {"enterprise.contract": VALUES}
        assert await values(two, "Team", "plain 0.txt") == {"global.properties": {"colour": "red", "size": 3}}
        assert await values(two, "Team", "plain 1.txt") == {}
        assert await schema(two, "enterprise.contract") == {
            "name": ("string", []),
            "amount": ("float", []),
            "due": ("date", []),
            "state": ("enum", ["open", "closed"]),
            "tags": ("multiSelect", ["a", "b", "c"]),
        }

    async def test_changes_follow_a_change_of_the_file_or_a_reset_and_what_others_added_stays(self, two: Two):
        await make_template(two.old_box)
        report, other = await two.file(), await two.file("other.txt")
        for identifier in (report, other):
            await apply(two.old_box, "file", identifier, {"name": "old", "amount": 1})
        await two.migrate()
        there = (await two.there("report.txt"))["id"]
        await change(two.new_box, "file", there, {"op": "add", "path": "/state", "value": "closed"})
        steps = {"op": "replace", "path": "/name", "value": "new"}, {"op": "remove", "path": "/amount"}
        await change(two.old_box, "file", report, *steps)
        place = {"file_id": other, "scope": "enterprise", "template_key": "contract"}
        await two.old_box.call("delete_files_id_metadata_id_id", **place)

        await two.migrate(reset_permissions=True)

        assert await values(two, "report.txt") == {"enterprise.contract": {"name": "new", "state": "closed"}}
        assert await values(two, "other.txt") == {}

    async def test_classifications_travel(self, two: Two):
        options = [{"key": "Secret", "staticConfig": {"classification": {"colorID": 2}}}, {"key": "Public"}]
        one = {"type": "enum", "key": CLASSIFICATION_FIELD, "displayName": "Classification", "options": options}
        await make_template(two.old_box, CLASSIFICATION, [one])
        label = {CLASSIFICATION_FIELD: "Secret"}
        await apply(two.old_box, "file", await two.file(), label, f"enterprise.{CLASSIFICATION}")

        await two.migrate()

        found = await two.new_box.call(
            "get_files_id", file_id=(await two.there("report.txt"))["id"], fields=["classification"]
        )
        assert found["classification"]["name"] == "Secret"

    async def test_many_templates_are_asked_for_in_parts(self, two: Two, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("holdall.migration.platforms.box_metadata._MOST_FIELDS", 2)
        team = await two.folder()
        files = [await two.file(f"{number}.txt", team) for number in range(5)]
        for number in range(4):
            await make_template(two.old_box, f"template{number}", [field("string", "name")])
            await apply(two.old_box, "file", files[number], {"name": f"{number}"}, f"enterprise.template{number}")
        await apply(two.old_box, "folder", team, {"name": "team"}, "enterprise.template3")

        await two.migrate()

        found = [await values(two, "Team", f"{number}.txt") for number in range(4)]
        assert found == [{f"enterprise.template{number}": {"name": f"{number}"}} for number in range(4)]
        assert await values(two, "Team") == {"enterprise.template3": {"name": "team"}}

    async def test_of_a_two_way_job_they_go_with_content_to_the_destination_and_what_is_there_stays(self, two: Two):
        await make_template(two.old_box)
        report = await two.file()
        await apply(two.old_box, "file", report, {"name": "old", "amount": 1})
        await two.migrate(transfer_type="sync")
        there = (await two.there("report.txt"))["id"]
        await two.new_box.upload(b"edited there", file_id=there)
        await change(two.new_box, "file", there, {"op": "add", "path": "/state", "value": "open"})
        theirs = (await two.new_box.upload(b"theirs", name="theirs.txt", folder_id=await folder_there(two)))["id"]
        await apply(two.new_box, "file", theirs, {"name": "theirs"})
        await change(two.old_box, "file", report, {"op": "replace", "path": "/name", "value": "new"})

        second = await two.migrate(transfer_type="sync", reset_permissions=True)
        third = await two.migrate(transfer_type="sync")

        assert (second.status, third.status) == ("completed", "no_changes")
        assert await (await two.source.open(await two.source.find(["report.txt"]))).read() == b"edited there"
        assert await values(two, "report.txt") == {"enterprise.contract": {"name": "new", "amount": 1, "state": "open"}}
        assert await values(two, "theirs.txt") == {"enterprise.contract": {"name": "theirs"}}


class TestSkillCards:
    async def test_cards_travel_and_follow_a_change(self, two: Two):
        report = await two.file()
        await apply(two.old_box, "file", report, {"cards": [card("first"), card("second")]}, "global.boxSkillsCards")
        first, again = await two.migrate(), await two.migrate()
        carried = (await values(two, "report.txt"))["global.boxSkillsCards"]["cards"]
        place = {"file_id": report, "scope": "global", "template_key": "boxSkillsCards"}
        step = {"op": "replace", "path": "/cards/0", "value": card("new")}
        await two.old_box.call("put_files_id_metadata_id_id", **place, body=[step])

        await two.migrate(reset_permissions=True)

        assert (first.status, again.status) == ("completed", "no_changes")
        assert words(carried) == ["first", "second"]
        found = (await values(two, "report.txt"))["global.boxSkillsCards"]["cards"]
        assert words(found) == ["new", "second"]


class TestCascades:
    async def test_a_folder_passes_on_what_it_did_at_the_source_until_it_does_so_no_more(self, two: Two):
        await make_template(two.old_box)
        team, other = await two.folder(), await two.folder("Other")
        for folder in (team, other):
            await apply(two.old_box, "folder", folder, {"name": "of all"})
        policy = await two.old_box.call(
            "post_metadata_cascade_policies", folder_id=team, scope="enterprise", templateKey="contract"
        )
        first, again = await two.migrate(), await two.migrate()
        carried = await passed_on(two, "Team"), await passed_on(two, "Other")
        await two.old_box.call("delete_metadata_cascade_policies_id", metadata_cascade_policy_id=policy["id"])

        await two.migrate(reset_permissions=True)

        assert (first.status, again.status) == ("completed", "no_changes")
        assert carried == (["enterprise.contract"], [])
        assert await passed_on(two, "Team") == []


class TestSchemas:
    async def test_what_a_template_of_the_same_key_lacks_is_added_to_it(self, two: Two):
        await make_template(two.old_box)
        await make_template(two.new_box, fields=[field("enum", "state", "open", "lost"), field("string", "own")])
        await apply(two.old_box, "file", await two.file(), {"state": "closed", "name": "x"})

        run = await two.migrate()

        assert run.status == "completed"
        assert await values(two, "report.txt") == {"enterprise.contract": {"state": "closed", "name": "x"}}
        found = await schema(two, "enterprise.contract")
        assert (found["state"], found["own"]) == (("enum", ["open", "lost", "closed"]), ("string", []))

    async def test_a_property_of_another_type_flags_what_has_values_of_it_and_no_more(self, two: Two):
        await make_template(two.old_box)
        await make_template(two.new_box, fields=[field("string", "amount")])
        await apply(two.old_box, "file", await two.file(), {"amount": 1})
        await two.file("plain.txt")

        run = await two.migrate()

        report, plain = [(await rows(two.database))[path] for path in ("report.txt", "plain.txt")]
        assert (run.status, report.category, plain.status) == ("warn", "metadata", "success")
        assert "is a string at the destination, and a float at the source" in (report.reason or "")
        assert report.destination_address is not None

    async def test_whoever_may_make_no_templates_gets_flags_with_the_way_out_or_leaves_metadata(self, two: Two):
        await make_template(two.old_box)
        await apply(two.old_box, "file", await two.file(), VALUES)
        async with two.new.box(two.new_uma) as box:
            two.destination = BoxPlatform(box)
            first = await two.migrate()
            reason = (await rows(two.database))["report.txt"].reason or ""
            left = await two.migrate(metadata=False, retry_flagged=True)

        assert (first.status, left.status) == ("warn", "completed")
        assert "let an administrator do it" in reason

    async def test_a_map_names_other_schemas_and_properties(self, two: Two):
        await make_template(two.old_box)
        await make_template(two.new_box, "vertrag", [field("string", "titel"), field("float", "amount")])
        await apply(two.old_box, "file", await two.file(), {"name": "x", "amount": 2})
        pair = PropertyPair(
            source=PropertyEnd(property=NamedProperty(name="name")),
            destination=PropertyEnd(property=NamedProperty(name="titel")),
        )
        ends = SchemaPair(
            source=SchemaEnd(id="contract"), destination=SchemaEnd(id="enterprise.vertrag"), mappings=[pair]
        )

        await two.migrate(metadata_map=MetadataMap(schemas=[ends]))

        assert await values(two, "report.txt") == {"enterprise.vertrag": {"titel": "x", "amount": 2}}

    async def test_nodes_of_taxonomies_flag_what_has_them_and_all_else_is_carried(self, two: Two):
        where = {**field("taxonomy", "where"), **await taxonomy(two.old_box)}
        node = where.pop("node")
        await make_template(two.old_box, fields=[field("string", "name"), where])
        for name, more in (("report.txt", {"where": [node]}), ("plain.txt", {})):
            await apply(two.old_box, "file", await two.file(name), {"name": "x", **more})

        run = await two.migrate()

        report, plain = [(await rows(two.database))[path] for path in ("report.txt", "plain.txt")]
        assert (run.status, report.category, plain.status) == ("warn", "metadata", "success")
        assert "where of enterprise.contract has some; let metadata_map leave them behind" in (report.reason or "")
        assert await schema(two, "enterprise.contract") == {"name": ("string", [])}
        assert [await values(two, name) for name in ("report.txt", "plain.txt")] == [
            {"enterprise.contract": {"name": "x"}}
        ] * 2

    async def test_a_map_leaves_nodes_of_taxonomies_behind(self, two: Two):
        where = {**field("taxonomy", "where"), **await taxonomy(two.old_box)}
        node = where.pop("node")
        await make_template(two.old_box, fields=[field("string", "name"), where])
        await make_template(two.new_box, fields=[field("string", "name")])
        await apply(two.old_box, "file", await two.file(), {"name": "x", "where": [node]})
        name = PropertyEnd(property=NamedProperty(name="name"))
        ends = SchemaPair(
            source=SchemaEnd(id="contract"),
            destination=SchemaEnd(id="contract"),
            default=False,
            mappings=[PropertyPair(source=name, destination=name)],
        )

        run = await two.migrate(metadata_map=MetadataMap(schemas=[ends]))

        assert run.status == "completed"
        assert await values(two, "report.txt") == {"enterprise.contract": {"name": "x"}}

    async def test_a_simulation_makes_nothing(self, two: Two):
        await make_template(two.old_box)
        await apply(two.old_box, "file", await two.file(), VALUES)

        run = await two.migrate(simulation_mode=True)

        assert run.status == "completed"
        with pytest.raises(BoxError):
            await two.new_box.call("get_metadata_templates_id_id_schema", scope="enterprise", template_key="contract")
