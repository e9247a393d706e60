"""JSON Patch: what each step does, and that a step which cannot be taken changes nothing."""

from typing import Any

import msgspec
import pytest

from holdall.base.json_patch import PatchError, Step, TestFailed, apply_patch

DOCUMENT = {"a": 1, "list": ["x", "y"], "deep": {"~/": True}}


def patched(*steps: dict[str, Any]) -> Any:
    return apply_patch(DOCUMENT, msgspec.convert(list(steps), list[Step]))


@pytest.mark.parametrize(
    ("step", "changed"),
    [
        ({"op": "add", "path": "/b", "value": None}, {**DOCUMENT, "b": None}),
        ({"op": "add", "path": "/a", "value": 2}, {**DOCUMENT, "a": 2}),
        ({"op": "add", "path": "/list/0", "value": "w"}, {**DOCUMENT, "list": ["w", "x", "y"]}),
        ({"op": "add", "path": "/list/-", "value": "z"}, {**DOCUMENT, "list": ["x", "y", "z"]}),
        ({"op": "replace", "path": "/list/1", "value": "z"}, {**DOCUMENT, "list": ["x", "z"]}),
        ({"op": "replace", "path": "", "value": {}}, {}),
        ({"op": "remove", "path": "/deep/~0~1"}, {**DOCUMENT, "deep": {}}),
        ({"op": "remove", "path": "/list/0"}, {**DOCUMENT, "list": ["y"]}),
        ({"op": "move", "from": "/list/0", "path": "/first"}, {**DOCUMENT, "list": ["y"], "first": "x"}),
        ({"op": "copy", "from": "/list", "path": "/deep/list"}, {**DOCUMENT, "deep": {"~/": True, "list": ["x", "y"]}}),
        ({"op": "test", "path": "/list", "value": ["x", "y"]}, DOCUMENT),
    ],
)
def test_a_step_does_what_the_standard_says(step: dict[str, Any], changed: Any) -> None:
    assert patched(step) == changed


@pytest.mark.parametrize(
    "step",
    [
        {"op": "replace", "path": "/b", "value": 1},
        {"op": "remove", "path": "/b"},
        {"op": "remove", "path": ""},
        {"op": "add", "path": "b", "value": 1},
        {"op": "add", "path": "/b"},
        {"op": "add", "path": "/a/b", "value": 1},
        {"op": "add", "path": "/list/4", "value": 1},
        {"op": "add", "path": "/list/01", "value": 1},
        {"op": "add", "path": "/list/x", "value": 1},
        {"op": "replace", "path": "/list/-", "value": 1},
        {"op": "move", "path": "/b"},
        {"op": "copy", "from": "/c", "path": "/b"},
        {"op": "move", "from": "/deep", "path": "/deep/deeper"},
    ],
)
def test_a_step_that_cannot_be_taken_says_which_it_is_and_changes_nothing(step: dict[str, Any]) -> None:
    before = msgspec.json.encode(DOCUMENT)
    with pytest.raises(PatchError, match="step 1"):
        patched({"op": "add", "path": "/list/-", "value": "z"}, step)
    assert msgspec.json.encode(DOCUMENT) == before


@pytest.mark.parametrize(("path", "value"), [("/a", 2), ("/a", True), ("/a", "1"), ("/b", 1), ("/deep/~0~1", 1)])
def test_a_test_for_another_value_fails(path: str, value: Any) -> None:
    with pytest.raises(TestFailed):
        patched({"op": "test", "path": path, "value": value})
