"""`--from rows.csv`: an operation per row, several at a time, with results that let a run go on."""

import csv
from pathlib import Path

import msgspec
import pytest

from tests.connector.server import Received, Reply

ROWS = "name,parent.id,_note\none,0,x\ntwo,0,\nthree,5,\n"
COMMAND = ("box", "folders", "create", "--from", "rows.csv")


def create(received: Received) -> Reply:
    """A folder for every name but the taken one."""
    body = msgspec.json.decode(received.body)
    if body["name"] == "two":
        return Reply(status=409, json={"code": "item_name_in_use", "message": "Taken"})
    return Reply(status=201, json={"type": "folder", "id": f"id-{body['name']}", "parent": body["parent"]})


def names(server) -> list[str]:
    return sorted(msgspec.json.decode(one.body)["name"] for one in server.received)


def results(path: str = "rows.results.csv") -> list[list[str]]:
    with Path(path).open(newline="") as file:
        return [[row["row"], row["status"], row["id"], row["code"]] for row in csv.DictReader(file)]


@pytest.fixture(autouse=True)
def rows(shell):
    """The rows, in the shell's folder."""
    Path("rows.csv").write_text(ROWS)


class TestRows:
    def test_each_row_is_called_and_its_result_is_kept(self, shell, server):
        server.answer = create

        ran = shell(*COMMAND)

        assert ran.status == 6
        assert ran.err == "3 rows: 2 done, 1 failed (rows.results.csv)\n"
        assert names(server) == ["one", "three", "two"]
        assert results() == [
            ["1", "done", "id-one", ""],
            ["2", "failed", "", "item_name_in_use"],
            ["3", "done", "id-three", ""],
        ]

    def test_what_is_given_on_the_line_holds_for_every_row(self, shell, server):
        Path("rows.csv").write_text("\ufeffname\none\nfour\n")

        ran = shell(*COMMAND, "--parent.id", "9", "--parallel", "1")

        assert ran.status == 0
        assert [msgspec.json.decode(one.body) for one in server.received] == [
            {"parent": {"id": "9"}, "name": "one"},
            {"parent": {"id": "9"}, "name": "four"},
        ]

    def test_run_again_it_goes_on_with_what_failed(self, shell, server):
        server.answer = create
        shell(*COMMAND)
        server.reset()

        ran = shell(*COMMAND)

        assert ran.err == "3 rows: 3 done (rows.results.csv)\n"
        assert names(server) == ["two"]
        assert [row[1] for row in results()] == ["done", "done", "done"]

    def test_a_row_that_was_cut_off_while_it_was_called_is_never_sent_again(self, shell, server):
        server.answer = create
        shell(*COMMAND)
        lines = Path("rows.results.csv").read_text().splitlines(keepends=True)
        started = lines[1].replace("done", "started")
        Path("rows.results.csv").write_text(lines[0] + started + lines[3] + "2,torn")
        server.reset()

        ran = shell(*COMMAND)

        assert ran.status == 6
        assert names(server) == ["two"]
        assert [row[:2] for row in results()] == [["1", "unknown"], ["2", "done"], ["3", "done"]]

    def test_results_of_other_rows_are_not_mixed_up(self, shell, server):
        shell(*COMMAND)
        Path("rows.csv").write_text(ROWS.replace("three", "tree"))
        server.reset()

        ran = shell(*COMMAND)

        assert (ran.status, server.received) == (2, [])
        assert "row 3 asks for something else than in rows.results.csv" in ran.err

    def test_a_jsonl_file_keeps_the_answers(self, shell, server):
        server.answer = create

        shell(*COMMAND, "--results", "out.jsonl", "--name", "one")

        lines = [msgspec.json.decode(line) for line in Path("out.jsonl").read_bytes().splitlines()]
        assert [line["status"] for line in lines] == ["done", "failed", "done"]
        assert lines[2]["answer"] == {"type": "folder", "id": "id-three", "parent": {"id": "5"}}

    def test_an_ended_sign_in_stops_the_run_and_it_can_go_on_later(self, shell, server):
        server.otherwise = Reply(status=401, json={"code": "unauthorized", "message": "No"})
        ran = shell(*COMMAND, "--parallel", "1")
        server.reset()

        again = shell(*COMMAND)

        assert ran.status == 3
        assert again.status == 0
        assert names(server) == ["one", "three", "two"]

    def test_a_value_that_does_not_fit_fails_its_row_alone(self, shell, server):
        Path("rows.csv").write_text("folder-id,limit\n1,many\n2,3\n")

        ran = shell("box", "folders", "list-items", "--from", "rows.csv")

        assert ran.status == 6
        assert [one.target for one in server.received] == ["/2.0/folders/2/items?limit=3"]

    def test_downloads_are_saved_into_a_folder(self, shell, server):
        Path("rows.csv").write_text("file_id\n7\n8\n")
        Path("folder").mkdir()
        server.answer = lambda received: Reply(body=received.target.encode())

        ran = shell("box", "downloads", "get", "--from", "rows.csv", "--save", "folder")

        assert ran.status == 0
        assert sorted(path.read_text() for path in Path("folder").iterdir()) == [
            "/2.0/files/7/content",
            "/2.0/files/8/content",
        ]

    def test_files_of_one_name_do_not_take_each_others_place(self, shell, server):
        Path("rows.csv").write_text("file_id\n7\n8\n")
        named = {"content-disposition": 'attachment; filename="plan.txt"'}
        server.answer = lambda received: Reply(body=received.target.encode(), headers=named)

        ran = shell("box", "downloads", "get", "--from", "rows.csv", "--save", "new/folder/", "--parallel", "2")

        assert ran.status == 0
        assert sorted(path.read_text() for path in Path("new/folder").iterdir()) == [
            "/2.0/files/7/content",
            "/2.0/files/8/content",
        ]
        assert Path("new/folder/plan.txt").exists()

    def test_curl_prints_a_command_per_row_and_sends_nothing(self, shell, server):
        ran = shell(*COMMAND, "--curl")

        assert ran.out.count("curl -X POST") == 3
        assert server.received == []

    @pytest.mark.parametrize(
        ("rows", "words", "message"),
        [
            ("naem\nx\n", [], "there is no --naem (there are --name)"),
            (ROWS, ["--parallel", "0"], "--parallel is at least 1"),
            (ROWS, ["--results", "rows.csv"], "rows.csv is no result file of an earlier run"),
        ],
    )
    def test_what_can_not_be_is_told_before_anything_is_sent(self, shell, server, rows, words, message):
        Path("rows.csv").write_text(rows)

        ran = shell(*COMMAND, *words)

        assert (ran.status, server.received) == (2, [])
        assert message in ran.err

    def test_rows_of_the_standard_input_need_a_result_file(self, shell, server):
        refused = shell("box", "folders", "create", "--from", "-", stdin=ROWS)
        ran = shell("box", "folders", "create", "--from", "-", "--results", "out.csv", stdin=ROWS)

        assert (refused.status, ran.status) == (2, 0)
        assert names(server) == ["one", "three", "two"]
