"""holdall sign-template on the data of a server, as a command."""

import asyncio
from pathlib import Path

import pytest

from holdall.base.db import Transaction, open_database
from holdall.base.db.revision import bring_up_to_date
from holdall.cli.app import app
from holdall.content.access.explain import subject_for
from holdall.content.identity.inventory import find_user
from holdall.content.identity.provision import create_enterprise, create_user
from holdall.content.items.folders import create_folder
from holdall.content.sign_requests.templates import SeenTemplate, list_templates
from tests.support.tree import add_file

ADA = "ada@example.com"


def call(capsys: pytest.CaptureFixture[str], data: Path, file: Path, by: str = ADA) -> tuple[int, str, str]:
    """The command's exit status, output and errors."""
    with pytest.raises(SystemExit) as end:
        app(["sign-template", "create", str(file), "--by", by, "--data", str(data)], exit_on_error=False)
    captured = capsys.readouterr()
    return int(end.value.code or 0), captured.out.strip(), captured.err


async def make_user(tx: Transaction) -> None:
    await create_user(tx, enterprise_id=await create_enterprise(tx, name="Acme"), login=ADA, name="Ada")


def prepare(data: Path) -> tuple[int, int]:
    """Data with a user, her folder and a PDF in it: the ids of both."""
    url = f"sqlite:///{data / 'holdall.db'}"
    bring_up_to_date(url)

    async def work() -> tuple[int, int]:
        db = await open_database(url)
        await db.write(make_user)
        user = await find_user(db, ADA)
        assert user is not None
        subject = subject_for(user)
        folder = await db.write(create_folder, subject, parent_id=0, name="Contracts")
        file = await db.write(add_file, subject, parent_id=folder.item.id, name="plan.pdf", size=0)
        await db.close()
        return folder.item.id, file.item.id

    return asyncio.run(work())


def templates(data: Path) -> list[SeenTemplate]:
    async def work() -> list[SeenTemplate]:
        db = await open_database(f"sqlite:///{data / 'holdall.db'}")
        user = await find_user(db, ADA)
        assert user is not None
        found = await list_templates(db, subject_for(user), after=0, limit=10)
        await db.close()
        return found

    return asyncio.run(work())


def test_a_template_is_made_once_of_a_file_that_describes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder_id, file_id = prepare(tmp_path)
    place = "{type: signature, page_index: 0, x: 0.1, y: 0.8, width: 0.3, height: 0.1}"
    file = tmp_path / "contract.yaml"
    file.write_text(
        f"name: Contract\nfolder: {folder_id}\nfiles: [{file_id}]\nlocked: [recipients]\n"
        f"signers: [{{email: bob@example.org, inputs: [{place}]}}]\n"
    )
    first, second = call(capsys, tmp_path, file), call(capsys, tmp_path, file)
    (found,) = templates(tmp_path)
    content = found.template.content
    assert (first[:2], found.template.name, content.are_recipients_locked) == (
        (0, str(found.template.id)), "Contract", True
    )  # fmt: skip
    assert (content.signers[0].email, content.signers[0].inputs[0].y) == ("bob@example.org", 0.8)
    assert (second[0], "another name" in second[2]) == (2, True)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name: [", "while parsing"),
        ("name: Contract", "missing required field"),
        ("{name: C, folder: x, files: [1], signers: [{}]}", "'x' is no id"),
        ("{name: C, folder: 1, files: [1], signers: [{}]}", "no folder with id 1"),
        ("{name: C, folder: 1, files: [1], signers: [{}], locked: [doors]}", "no lock 'doors'"),
        ("{name: C, folder: 1, files: [], signers: [{}]}", "names 1 to 10 files"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, problem: str
) -> None:
    prepare(tmp_path)
    (tmp_path / "file.yaml").write_text(text)
    status, _, error = call(capsys, tmp_path, tmp_path / "file.yaml")
    assert (status, problem in error, error.count("\n")) == (2, True, 1)
