"""JSON Patch (RFC 6902) on a plain document: all of its steps, or an error and the document as it was."""

import copy
from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from jsonpatch import JsonPatchException, JsonPatchTestFailed
from jsonpatch import apply_patch as apply
from jsonpointer import JsonPointerException
from msgspec import UNSET, UnsetType


class PatchError(ValueError):
    """A step that cannot be taken."""


class TestFailed(PatchError):
    """A step `test` found another value, or none."""

    __test__ = False


class Step(msgspec.Struct, frozen=True, rename={"source": "from"}):
    """One step: `value` for add, replace and test, `source` (on the wire: from) for move and copy."""

    op: Literal["add", "replace", "remove", "test", "move", "copy"]
    path: str
    value: Any | UnsetType = UNSET
    source: str | UnsetType = UNSET


def apply_patch(document: Any, steps: Sequence[Step]) -> Any:
    """What the document becomes; the one that was given stays. Raises PatchError naming the step."""
    changed = copy.deepcopy(document)
    for number, step in enumerate(steps):
        try:
            changed = apply(changed, [msgspec.to_builtins(step)], in_place=True)
        except JsonPatchTestFailed:
            raise TestFailed(f"step {number}: {step.path} has another value than the one to test for") from None
        except (JsonPatchException, JsonPointerException) as error:
            raise PatchError(f"step {number} ({step.op} {step.path}): {error}") from None
    return changed
