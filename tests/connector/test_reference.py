"""The reference is current and true: every page is as the contract says, every form of a call means the same call."""

import ast
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from docs.build import HERE, stale_pages
from docs.generate.examples import example_call
from docs.generate.forms import curl_form, python_form, shell_form

from holdall.cli.failures import exit_status
from holdall.connector.curl import recognise
from holdall.connector.errors import Kind
from holdall.connector.naming import operation_names
from holdall.connector.render import RenderSettings, render
from holdall.connector.request import FileContent, MultipartBody, Request
from holdall.contract import load_operations


@pytest.fixture
def page_folder(tmp_path, monkeypatch) -> Path:
    """A folder with the file that examples upload."""
    folder: Path = tmp_path
    monkeypatch.chdir(folder)
    (folder / "report.pdf").write_bytes(b"pdf")
    return folder


def evaluated(node: ast.expr) -> Any:
    """The value of a literal, where Path("...") stands for a file."""
    if isinstance(node, ast.Call):
        assert ast.unparse(node.func) == "Path"
        return Path(ast.literal_eval(node.args[0]))
    return ast.literal_eval(node)


def comparable(request: Request) -> Any:
    """A request, where a path alone is a file under its own name."""
    if isinstance(request.body, MultipartBody):
        parts = [(part.name, part.value) for part in request.body.parts]
        return (request.method, request.url, request.headers, sorted(parts, key=lambda part: part[0]))
    return (request.method, request.url, request.headers, request.body)


class TestPages:
    def test_they_are_current(self):
        different, extra = stale_pages()

        assert ([str(path) for path in different], extra) == ([], [])

    def test_every_operation_has_one(self):
        pages = {
            path.relative_to(HERE / "reference/operations").as_posix()
            for path in HERE.glob("reference/operations/*/*.md")
        }

        assert pages == {
            f"{tag}/{name}.md" for tag, methods in operation_names().items() for name in [*methods, "README"]
        }

    @pytest.mark.parametrize(
        "page", sorted(HERE.glob("*/*.md")) + sorted(HERE.glob("reference/operations/*.md")), ids=lambda path: path.stem
    )
    def test_their_links_lead_somewhere(self, page):
        links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))

        assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("operation", load_operations().values(), ids=lambda operation: operation.id)
class TestForms:
    def test_the_curl_command_is_the_call(self, operation):
        arguments = example_call(operation.id)

        call = recognise(curl_form(operation, arguments))

        again = render(call.operation, call.arguments, RenderSettings(headers=call.headers))
        assert operation.id in {call.operation.id, *call.same}
        assert comparable(again) == comparable(render(operation, arguments))

    def test_the_python_call_is_the_call(self, operation):
        arguments = example_call(operation.id)

        node = ast.parse(python_form(operation, arguments), mode="eval").body

        assert isinstance(node, ast.Call)
        _, tag, name = ast.unparse(node.func).split(".")
        given = {str(word.arg): evaluated(word.value) for word in node.keywords}
        named = {
            key: FileContent(value, value.name) if isinstance(arguments[key], FileContent) else value
            for key, value in given.items()
        }
        assert operation_names()[tag][name] == operation.id
        assert comparable(render(operation, named)) == comparable(render(operation, arguments))

    def test_the_shells_command_is_the_call(self, operation, shell, page_folder):
        arguments = example_call(operation.id)
        words = shlex.split(shell_form(operation, arguments))

        ran = shell(*words[1:], "--curl")

        assert words[0] == "holdall"
        assert ran.err == ""
        call = recognise(ran.out)
        again = render(call.operation, call.arguments, RenderSettings(headers=call.headers))
        assert comparable(again) == comparable(render(operation, arguments))


class TestErrors:
    def test_the_page_lists_every_kind_with_what_it_means_for_trying_again(self):
        text = (HERE / "reference/errors.md").read_text()

        rows = [
            [cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| `")
        ]
        assert [(row[0], row[2], row[3]) for row in rows] == [
            (f"`{kind.value}`", kind.retry.value, str(exit_status(kind))) for kind in self.in_order(rows)
        ]
        assert {row[0].strip("`") for row in rows} == {kind.value for kind in Kind}

    def in_order(self, rows: list[list[str]]) -> list[Kind]:
        return [Kind(row[0].strip("`")) for row in rows]


def documented_commands() -> list[str]:
    """The commands of the guides that call an operation."""
    guides = ["use-the-shell", "automate-with-csv"]
    text = "\n".join((HERE / f"how-to/{name}.md").read_text() for name in guides)
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line.partition(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith(("holdall box", "holdall curl"))]


class TestGuides:
    @pytest.mark.parametrize("command", documented_commands())
    def test_their_commands_are_understood(self, shell, page_folder, command):
        for name, rows in {
            "folders": "name,parent.id\na,1\n",
            "users": "user.id\n1\n",
            "renames": "file_id,name\n1,a\n",
            "files": "file_id\n1\n",
        }.items():
            (page_folder / f"{name}.csv").write_text(rows)
        words = shlex.split(re.split(r" (?:>|2>|\|\|)", command)[0])

        ran = shell(*words[1:], *([] if "--help" in words or "--explain" in words else ["--dry-run"]))

        assert (ran.status, ran.err.replace("holdall: ", "")) == (0, "")
