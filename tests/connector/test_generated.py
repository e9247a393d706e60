"""The generated faces: current, typed so that a checker rejects a wrong call, and cheap to import."""

import subprocess
import sys
from pathlib import Path

import pytest

import holdall.connector
from holdall.connector import Box, operation_names
from holdall.connector.generate import generated_modules

PROJECT = Path(__file__).parents[2]
GENERATED = Path(holdall.connector.__file__).parent / "generated"
FOREIGN = {
    *("aiohttp", "alembic", "argon2", "asyncpg", "cryptography", "cyclopts", "granian", "jinja2", "joserfc", "obstore"),
    *("prometheus_client", "rich", "sqlalchemy", "starlette", "structlog", "yaml"),
    *("holdall.base", "holdall.box", "holdall.cli", "holdall.content", "holdall.storage", "holdall.work"),
}


def test_the_committed_modules_are_what_the_contract_gives() -> None:
    committed = {str(path.relative_to(GENERATED)): path.read_text() for path in GENERATED.rglob("*.py")}

    assert committed == generated_modules()


def test_importing_the_connector_loads_nothing_of_the_server_and_no_tag() -> None:
    code = "import sys, holdall.connector; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert FOREIGN & set(loaded) == set()
    assert [name for name in loaded if name.startswith("holdall.connector.generated.")] == [
        "holdall.connector.generated.faces"
    ]


CALLS = {
    'await box.folders.create(name="a", parent={"id": "0"}, fields=["id"])': None,
    'reveal_type((await box.folders.get("1"))["id"])': 'Revealed type is "str"',
    'reveal_type((await box.folders.get("1"))["created_by"])': "UserMini",
    '(await box.folders.get("1"))["nmae"]': 'TypedDict "FolderFull" has no key "nmae"',
    'reveal_type(blocking.files.get("1")["size"])': 'Revealed type is "int"',
    'reveal_type(await box.files.delete("1"))': 'Revealed type is "None"',
    'reveal_type(await box.downloads.get("1"))': 'Revealed type is "holdall.connector.content.Content"',
    'await box.folders.create(name="a")': 'Missing named argument "parent" for "create" of "Folders"',
    'await box.files.get("1", colour="red")': 'Unexpected keyword argument "colour" for "get" of "Files"',
    "await box.files.get(1)": 'Argument 1 to "get" of "Files" has incompatible type "int"; expected "str"',
    'await box.files.copy("1", parent={"ident": "0"})': 'Missing key "id" for TypedDict "FilesCopyParent"',
    'await box.folders.list_items("0", sort="colour")': 'Argument "sort" to "list_items" of "Folders"',
    'await box.foldrs.get("0")': '"Box" has no attribute "foldrs"',
    'await box.folders.explode("0")': '"Folders" has no attribute "explode"',
    'await box.shared_links_files.remove_shared_link("1", fields="shared_link", shared_link=None)': None,
}
"""Calls, and what a type checker says of each."""


def test_a_type_checker_knows_every_argument_and_answer(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    head = [
        "from holdall.connector import BlockingBox, Box",
        "async def calls(box: Box, blocking: BlockingBox) -> None:",
    ]
    program.write_text("\n".join([*head, *(f"    {call}" for call in CALLS)]) + "\n")
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--no-pretty", str(program)]
    verdict = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PROJECT).stdout

    said = {call: verdict.partition(f"program.py:{line}: ")[2].partition("\n")[0] for line, call in enumerate(CALLS, 3)}

    assert {call: text or None for call, text in said.items() if (CALLS[call] or "") not in text} == {}
    assert {call for call, text in said.items() if not text} == {call for call, text in CALLS.items() if text is None}


def test_tags_are_found_by_completion_and_wrong_ones_are_told() -> None:
    box = Box("t")

    assert set(operation_names()) <= set(dir(box))
    assert box.files is box.files
    with pytest.raises(AttributeError, match="'Box' has no tag or attribute 'foldrs'"):
        getattr(box, "foldrs")  # noqa: B009 (a checker knows better)
