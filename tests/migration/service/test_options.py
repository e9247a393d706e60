"""What a job's body makes the engine do, and what is told of keys that have no effect."""

from typing import Any

import msgspec
import pytest

from holdall.base.errors import BadRequest
from holdall.migration.engine.options import Options, Versioning
from holdall.migration.platforms.platform import Entry
from holdall.migration.service.bodies import Target, read_job
from holdall.migration.service.options import filter_of, options_of, path_of, warnings_of
from tests.migration.service.said import administrator_job, full_job, impersonating_job, simple_job


def job_with(**transfer: Any) -> dict[str, Any]:
    job = simple_job()
    job["transfer"] |= transfer
    return job


def options(**transfer: Any) -> Options:
    return options_of(read_job(job_with(**transfer)).transfer)


def warned(said: dict[str, Any]) -> dict[str, str]:
    return {one.path: one.message for one in warnings_of(said, read_job(said))}


def entry(name: str, size: int = 1) -> Entry:
    return Entry(address=name, identity=name, type="file", name=name, size=size)


class TestBodiesOfTheVendorsPages:
    @pytest.mark.parametrize("said", [simple_job(), impersonating_job(), administrator_job()])
    def test_the_job_copies_as_the_page_says_and_nothing_of_it_is_without_effect(self, said):
        body = read_job(said)

        assert options_of(body.transfer) == Options(transfer_type="copy", simulation_mode=False)
        assert warnings_of(said, body) == []

    def test_the_service_account_acts_as_the_person_named(self):
        body = read_job(impersonating_job())

        assert body.transfer.source.impersonate_as is not None
        assert body.transfer.source.impersonate_as.email == "user@company.com"
        assert path_of(body.transfer.source.target) == "/sourceFolder"

    def test_the_administrators_path_begins_with_the_person(self):
        body = read_job(administrator_job())

        assert path_of(body.transfer.source.target) == "/user@company.com/sourceFolder"

    def test_how_often_an_item_is_tried_again_is_the_jobs_to_say(self):
        assert [options(performance={"retries": 0}).retries, options().retries] == [0, 2]

    def test_the_fullest_example_is_taken_whole(self):
        body = read_job(full_job())
        made = options_of(body.transfer)
        chosen = filter_of(body.transfer, now=0)

        assert (made.conflict_resolution, made.delete_propagation) == ("latest", "ignore_destination")
        assert (made.large_item, made.parallel_writes) == ("skip", 2)
        assert chosen.why_not(entry("song.WAV"), "song.WAV") is not None
        assert chosen.why_not(entry("text.txt"), "text.txt") is None


class TestOptions:
    def test_without_a_word_the_engines_own_defaults_hold(self):
        assert options() == Options()

    def test_every_option_of_the_engine_is_asked_for_by_its_name(self):
        said: dict[str, Any] = {
            "simulation_mode": True,
            "conflict_resolution": "failure",
            "item_overwrite": "skip",
            "duplicate_names": "warn",
            "delete_propagation": "mirror",
            "empty_containers": "skip",
            "large_item": "skip",
            "failure_policy": "halt",
            "segment_transform": False,
            "segment_truncate": True,
            "encode_invalid_characters": True,
            "max_items_per_container": 5,
            "timestamps": False,
            "verify": False,
            "delete_brake": 30,
        }
        told = msgspec.structs.asdict(options(**said, versioning={"preserve": "none", "select": "latest"}))

        assert {name: told[name] for name in said} == said
        assert told["versioning"] == Versioning(preserve="none", select="latest")

    def test_values_may_be_strings_as_the_vendors_samples_have_them(self):
        assert options(timestamps="false", segment_truncate="true") == Options(timestamps=False, segment_truncate=True)

    def test_deletions_may_be_told_as_a_list_as_answers_have_them(self):
        assert options(delete_propagation=["ignore_destination"]).delete_propagation == "ignore_destination"
        assert options(delete_propagation=["ignore_source", "ignore_destination"]).delete_propagation == "ignore_both"
        assert options(delete_propagation=["mirror"]).mirrors is True

    def test_a_moving_job_lets_the_latest_win_and_passes_no_deletions_on(self):
        made = options(transfer_type="move", conflict_resolution="copy", delete_propagation="mirror")

        assert (made.conflict_resolution, made.delete_propagation) == ("latest", "ignore_source")

    def test_a_publishing_job_mirrors_and_the_source_wins(self):
        made = options(transfer_type="publish")

        assert (made.mirrors, made.conflict_resolution) == (True, "source")

    def test_metadata_is_mapped_as_the_vendor_s_pages_have_it(self):
        names = {end: {"property": {"type": "string", "name": end}} for end in ("source", "destination")}
        pair = {"source": {"id": "contract"}, "destination": {"id": "enterprise_5.deal"}, "default": False}
        said = job_with(metadata_map={"schemas": [{**pair, "mappings": [names]}]})
        made = options_of(read_job(said).transfer).metadata_map

        assert warned(said) == {}
        assert made is not None
        (one,) = made.schemas
        assert (one.source.schema, one.destination.schema) == ("enterprise.contract", "enterprise.deal")
        assert (one.names, one.default) == ({"source": "destination"}, False)
        said["transfer"]["metadata_map"]["schemas"][0]["mappings"][0]["from"] = "here"
        assert list(warned(said)) == ["transfer.metadata_map.schemas[0].mappings[0].from"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("said", "message"),
        [
            (
                job_with(conflict_resolution="lattest"),
                "transfer.conflict_resolution is refused: Invalid enum value 'lattest'; it is one of copy, destination, "
                "failure, latest, source",
            ),
            ({"name": "no transfer"}, "the body is refused: Object missing required field `transfer`"),
            (
                job_with(source={"target": {"path": "/"}}),
                "transfer.source is refused: Object missing required field `connection`",
            ),
            (
                simple_job(schedule={"mode": "weekly"}),
                "schedule.mode is refused: Invalid enum value 'weekly'; it is one of ad-hoc, auto, manual",
            ),
            (
                job_with(performance={"parallel_writes": {"requested": 0}}),
                "transfer.performance.parallel_writes.requested is refused: Expected `int` >= 1",
            ),
            (
                job_with(performance={"retries": -1}),
                "transfer.performance.retries is refused: Expected `int` >= 0",
            ),
        ],
    )
    def test_a_value_that_is_not_understood_is_refused_by_its_path(self, said, message):
        with pytest.raises(BadRequest) as refused:
            read_job(said)

        assert refused.value.message == message

    def test_a_filter_by_metadata_is_taken_whole_and_asks_for_it(self):
        rule = {"type": "filter_metadata", "schema": "contract", "property": "state", "op": "not_in", "value": ["a", 1]}
        said = job_with(filter={"source": [{"action": "include", "rules": [rule]}]})

        chosen = filter_of(read_job(said).transfer, now=0)

        assert (warned(said), chosen.asks_for_metadata) == ({}, True)
        assert filter_of(read_job(job_with()).transfer, now=0).asks_for_metadata is False

    def test_a_filter_that_is_not_understood_is_refused(self):
        body = read_job(job_with(filter={"source": [{"rules": [{"type": "filter_colour"}]}]}))

        with pytest.raises(BadRequest, match=r"transfer\.filter\.source is refused: there is no filter rule"):
            filter_of(body.transfer, now=0)


class TestPaths:
    @pytest.mark.parametrize(
        ("target", "path"),
        [
            (Target(), "/"),
            (Target(path="team/plans/"), "/team/plans"),
            (Target(path="/"), "/"),
            (Target(item={"name": "BOUNDARY", "parent": {"name": "MASTER", "root": True}}), "/MASTER/BOUNDARY"),
        ],
    )
    def test_a_folder_is_named_by_a_path_or_by_items_within_each_other(self, target, path):
        assert path_of(target) == path


class TestWarnings:
    def test_an_option_outside_transfer_is_told_with_its_place(self):
        assert warned(simple_job(conflict_resolution="latest", simulation_mode=True)) == {
            "conflict_resolution": "stands in the wrong place and has no effect; it belongs into transfer",
            "simulation_mode": "stands in the wrong place and has no effect; it belongs into transfer",
        }

    def test_a_part_of_the_job_inside_transfer_is_told_too(self):
        assert warned(job_with(stop_policy={"on_success": 1})) == {
            "transfer.stop_policy": "stands in the wrong place and has no effect; it belongs to the top"
        }

    def test_a_key_that_is_misspelt_is_told_with_what_may_be_meant(self):
        assert warned(job_with(conflict_resoluton="latest")) == {
            "transfer.conflict_resoluton": "is not known and has no effect; perhaps conflict_resolution is meant"
        }

    def test_keys_deep_inside_are_told_by_their_whole_path(self):
        said = job_with(
            performance={"upload": {"window": [{"bytes": 5}]}},
            filter={"source": [{"rules": [{"type": "filter_size", "min": 1, "maximum": 5}]}]},
        )

        assert sorted(warned(said)) == [
            "transfer.filter.source[0].rules[0].maximum",
            "transfer.performance.upload.window[0].bytes",
        ]

    def test_an_option_that_is_known_but_not_acted_on_is_told(self):
        assert warned(job_with(batch_mode="always")) == {
            "transfer.batch_mode": "is known but not acted on: no destination has a bulk interface"
        }

    def test_that_left_out_items_are_looked_at_again_is_done_anyway(self):
        assert warned(job_with(item_inspection_policy="all", item_inspection_policy_next="filtered")) == {}

    def test_what_a_filter_cannot_look_at_is_told(self):
        rule = {"type": "filter_date", "targets": ["accessed_on", "created_on"], "range": {"value": 1}}

        assert warned(job_with(filter={"source": [{"rules": [rule]}]})) == {
            "transfer.filter.source[0].rules[0].targets": "accessed_on is not looked at; "
            "there are created_on, modified_on, all"
        }

    def test_an_option_that_asks_for_nothing_is_not_told(self):
        assert warned(job_with(batch_mode="none", lock_propagation="ignore", permissions="none")) == {}

    def test_what_a_transfer_type_overrides_is_told(self):
        assert warned(job_with(transfer_type="move", conflict_resolution="source")) == {
            "transfer.conflict_resolution": "does not apply: a move job always uses latest"
        }

    def test_times_of_a_job_that_is_started_by_hand_are_told(self):
        assert list(warned(simple_job(schedule={"mode": "manual", "days": "monday"}))) == ["schedule.days"]

    def test_the_schedule_of_children_in_a_job_without_any_is_told(self):
        assert list(warned(job_with(schedule={"mode": "auto"}))) == ["transfer.schedule"]

    def test_an_answer_can_be_sent_back_without_a_warning(self):
        told = simple_job(id="d" * 32, type="job", created_on=1, status="idle", execute_on=None, links={"self": {}})

        assert warned(told) == {}
