"""JSON Patch (RFC 6902) on a plain document: all of its steps, or an error and the document as it was."""

import copy
from collections.abc import Sequence
from typing import Any, Literal

import msgspec
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
            changed = _take(changed, step)
        except TestFailed:
            raise TestFailed(f"step {number}: {step.path} has another value than the one to test for") from None
        except PatchError as error:
            raise PatchError(f"step {number} ({step.op} {step.path}): {error}") from None
    return changed


def _take(document: Any, step: Step) -> Any:
    path = _tokens(step.path)
    if step.op in {"move", "copy"}:
        if step.source is UNSET:
            raise PatchError("from is missing")
        source = _tokens(step.source)
        value = copy.deepcopy(_at(document, source))
        if step.op == "move":
            if path[: len(source)] == source and path != source:
                raise PatchError("nothing can be moved into itself")
            document = _removed(document, source)
        return _added(document, path, value)
    if step.op == "remove":
        return _removed(document, path)
    if step.value is UNSET:
        raise PatchError("value is missing")
    if step.op == "test":
        return _tested(document, path, step.value)
    if step.op == "replace":
        _at(document, path)  # must be there
        return _replaced(document, path, step.value)
    return _added(document, path, step.value)


def _tokens(pointer: str) -> list[str]:
    """The parts of a JSON Pointer (RFC 6901)."""
    if pointer == "":
        return []
    if not pointer.startswith("/"):
        raise PatchError(f"{pointer!r} is no JSON Pointer: it begins with /")
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/")]


def _at(document: Any, path: list[str]) -> Any:
    for token in path:
        if isinstance(document, dict) and token in document:
            document = document[token]
        elif isinstance(document, list):
            document = document[_index(document, token)]
        else:
            raise PatchError(f"there is no {token!r}")
    return document


def _index(items: list[Any], part: str, *, past_end: bool = False) -> int:
    if past_end and part == "-":
        return len(items)
    if not (part.isascii() and part.isdigit() and len(part) < 10 and (part == "0" or part[0] != "0")):
        raise PatchError(f"{part!r} is no place in a list")
    if int(part) >= len(items) + past_end:
        raise PatchError(f"the list has no place {part}")
    return int(part)


def _tested(document: Any, path: list[str], value: Any) -> Any:
    try:
        found = _at(document, path)
    except PatchError:
        raise TestFailed from None
    # true equals 1 in Python, and not in JSON
    if found != value or isinstance(found, bool) != isinstance(value, bool):
        raise TestFailed
    return document


def _added(document: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value
    parent = _at(document, path[:-1])
    if isinstance(parent, list):
        parent.insert(_index(parent, path[-1], past_end=True), value)
    elif isinstance(parent, dict):
        parent[path[-1]] = value
    else:
        raise PatchError("only lists and objects hold values")
    return document


def _replaced(document: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value
    parent = _at(document, path[:-1])
    parent[_index(parent, path[-1]) if isinstance(parent, list) else path[-1]] = value
    return document


def _removed(document: Any, path: list[str]) -> Any:
    _at(document, path)
    if not path:
        raise PatchError("the whole document cannot be taken away")
    parent = _at(document, path[:-1])
    del parent[_index(parent, path[-1]) if isinstance(parent, list) else path[-1]]
    return document
