"""The inventory of operations: what the command prints, and that it only improves."""

from pathlib import Path

import msgspec
import pytest

from holdall.box.operations import handler_of
from holdall.cli.operations import find_tests, list_operations, operations
from holdall.contract import load_operations

UNIMPLEMENTED = Path(__file__).parents[1] / "box" / "unimplemented.txt"


class TestInventory:
    def test_no_operation_of_the_seed_loses_its_handler(self) -> None:
        missing = {one.id for one in list_operations() if one.seed and not one.implemented}
        assert missing - set(UNIMPLEMENTED.read_text().split()) == set()

    def test_the_list_of_the_unimplemented_names_none_that_has_a_handler(self) -> None:
        stale = [name for name in UNIMPLEMENTED.read_text().split() if handler_of(name) is not None]
        assert stale == []

    def test_every_implemented_operation_has_a_test(self) -> None:
        untested = [one.id for one in list_operations() if one.implemented and one.test is None]
        assert untested == []

    def test_tests_are_marked_with_operations_that_exist(self) -> None:
        assert set(find_tests()) - set(load_operations()) == set()


class TestCommand:
    def test_json_lists_every_operation_with_its_facts(self, capsys: pytest.CaptureFixture[str]) -> None:
        operations(json=True)
        listed = msgspec.json.decode(capsys.readouterr().out)
        assert [one["id"] for one in listed] == list(load_operations())
        assert set(listed[0]) == {"id", "tag", "title", "seed", "implemented", "handler", "test"}
        assert sum(one["seed"] for one in listed) == 268

    def test_a_tag_and_missing_narrow_the_list(self, capsys: pytest.CaptureFixture[str]) -> None:
        operations(tag="folders", missing=True, json=True)
        listed = msgspec.json.decode(capsys.readouterr().out)
        assert {(one["tag"], one["implemented"]) for one in listed} <= {("folders", False)}

    def test_an_unknown_tag_is_refused_with_the_known_ones(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as refused:
            operations(tag="folder")
        assert refused.value.code == 2
        assert "folders" in capsys.readouterr().err

    def test_tests_are_found_by_their_mark(self, tmp_path: Path) -> None:
        (tmp_path / "tests").mkdir()
        (tmp_path / "tests" / "test_one.py").write_text(
            "@pytest.mark.operation('get_files_id', 'put_files_id')\nclass TestFiles: pass\n"
        )
        name = "tests/test_one.py::TestFiles"
        assert find_tests(tmp_path / "tests") == {"get_files_id": name, "put_files_id": name}

    def test_without_a_mark_the_test_is_the_one_that_names_the_operation_most(self, tmp_path: Path) -> None:
        (tmp_path / "tests").mkdir()
        (tmp_path / "tests" / "test_one.py").write_text(
            "class TestA:\n    def test(self): call('get_files_id')\n"
            "class TestB:\n    def test(self): call('get_files_id'); call('get_files_id')\n"
        )
        assert find_tests(tmp_path / "tests") == {"get_files_id": "tests/test_one.py::TestB"}

    def test_without_tests_every_operation_is_listed_all_the_same(self, tmp_path: Path) -> None:
        assert find_tests(tmp_path / "tests") == {}
