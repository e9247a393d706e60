"""`holdall operations`: every operation of the Box API, its handler and its test.

A test belongs to an operation by the mark `@pytest.mark.operation("get_files_id")` on its class or function; without
a mark, it is the class or function that names the operation most often.
"""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec

import holdall
from holdall import console  # noqa: F401 - registers its operations
from holdall.box import resources
from holdall.box.operations import handler_of
from holdall.cli.app import AsJson, refuse
from holdall.contract import load_operations


class OperationStatus(msgspec.Struct, frozen=True):
    """Where an operation stands in this version."""

    id: str
    tag: str
    title: str
    seed: bool
    """Whether it is one of the operations that Holdall sets out to serve."""
    implemented: bool
    handler: str | None
    """module:function."""
    test: str | None
    """The class or function that is marked with the operation; null where the tests are not installed."""


def operations(*, tag: str | None = None, missing: bool = False, json: AsJson = False) -> None:
    """List the operations of the Box API: id, title, the function that answers it and the test that shows it.

    Parameters
    ----------
    tag
        Only the operations of this tag, such as folders or files.
    missing
        Only those that this version does not have; they answer 501.
    """
    listed = list_operations()
    if tag is not None:
        tags = sorted({one.tag for one in listed})
        if tag not in tags:
            refuse(f"no operation has the tag {tag!r}; the tags are {', '.join(tags)}")
        listed = [one for one in listed if one.tag == tag]
    if missing:
        listed = [one for one in listed if not one.implemented]
    if json:
        print(msgspec.json.format(msgspec.json.encode(listed), indent=2).decode())
    else:
        _print_table(listed)


_DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def list_operations() -> list[OperationStatus]:
    """Every operation of the contract, in its order."""
    resources.import_all()
    tests = find_tests()
    statuses = []
    for one in load_operations().values():
        handler = handler_of(one)
        name = None if handler is None else f"{handler.__module__}:{handler.__qualname__}"
        statuses.append(
            OperationStatus(
                id=one.id,
                tag=one.tag,
                title=one.title,
                seed=one.seed is not None,
                implemented=handler is not None,
                handler=name,
                test=tests.get(one.id),
            )
        )
    return statuses


def find_tests(folder: Path | None = None) -> dict[str, str]:
    """The test of each operation, as `path::name`; empty where there is no folder of tests."""
    folder = folder or Path(holdall.__file__).parents[2] / "tests"
    marked: dict[str, str] = {}
    naming: dict[str, Counter[str]] = defaultdict(Counter)
    for file in sorted(folder.rglob("test_*.py")):
        for node in ast.parse(file.read_bytes()).body:
            if isinstance(node, _DEFINITIONS) and node.name.startswith(("Test", "test_")):
                name = f"{file.relative_to(folder.parent)}::{node.name}"
                for operation_id in _marks(node):
                    marked.setdefault(operation_id, name)
                for part in ast.walk(node):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        naming[part.value][name] += 1
    most = {text: names.most_common(1)[0][0] for text, names in naming.items() if text in load_operations()}
    return most | marked


def _marks(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.operation":
            yield from (str(one.value) for one in decorator.args if isinstance(one, ast.Constant))


def _print_table(listed: list[OperationStatus]) -> None:
    width = max((len(one.id) for one in listed), default=0)
    for one in listed:
        mission = "seed" if one.seed else "newer"
        print(f"{one.id:<{width}}  {mission:<5}  {one.handler or '-'}  {one.test or '-'}  {one.title}")
    done = sum(one.implemented for one in listed)
    print(f"{len(listed)} operations, {done} implemented, {len(listed) - done} missing")
