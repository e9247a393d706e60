"""Box content as a file system, against a running server: fsspec's own suite, and what is our own."""

import datetime
import itertools
from collections.abc import Iterator
from pathlib import Path

import fsspec
import fsspec.tests.abstract as abstract
import pandas
import pytest
from upath import UPath

from holdall.connector import BlockingBox
from holdall.connector.connections import Connection, Connections
from holdall.connector.fsspec import BoxFileSystem, HoldallFileSystem
from tests.connector.server import Received, Reply
from tests.support.live import Live

_folders = itertools.count(1)


@pytest.fixture
def system(live: Live) -> HoldallFileSystem:
    """The file system of the server's admin, with nothing remembered."""
    found = HoldallFileSystem(token=live.token, base_url=live.url)
    found.dircache.clear()
    return found


@pytest.fixture
def fs(system: HoldallFileSystem) -> HoldallFileSystem:
    """The same, by its usual name."""
    return system


@pytest.fixture
def folder(system: HoldallFileSystem) -> Iterator[str]:
    """A folder of one test."""
    path = f"test-{next(_folders)}"
    system.mkdir(path)
    yield path
    system.rm(path, recursive=True)


@pytest.fixture
def box(live: Live) -> Iterator[BlockingBox]:
    """Somebody else who changes the same content."""
    with BlockingBox(live.token, base_url=live.url) as client:
        yield client


class Ours(abstract.AbstractFixtures):  # type: ignore[misc]
    """What fsspec's suite needs to know of us."""

    @pytest.fixture
    def fs(self, system):
        return system

    @pytest.fixture
    def fs_path(self, folder):
        return folder

    @pytest.fixture
    def fs_join(self):
        return lambda *parts: "/".join(parts)


class TestCopy(abstract.AbstractCopyTests, Ours):  # type: ignore[misc]
    """fsspec's own."""


class TestGet(abstract.AbstractGetTests, Ours):  # type: ignore[misc]
    """fsspec's own."""


class TestPut(abstract.AbstractPutTests, Ours):  # type: ignore[misc]
    """fsspec's own."""


class TestPipe(abstract.AbstractPipeTests, Ours):  # type: ignore[misc]
    """fsspec's own."""


class TestOpen(abstract.AbstractOpenTests, Ours):  # type: ignore[misc]
    """fsspec's own."""


class TestLooking:
    def test_info_tells_what_the_server_knows(self, fs, folder):
        fs.pipe_file(f"{folder}/a.txt", b"hello")

        info = fs.info(f"holdall://{folder}/a.txt")

        assert (info["name"], info["type"], info["size"]) == (f"{folder}/a.txt", "file", 5)
        assert info["sha1"] == "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"
        assert fs.ukey(f"{folder}/a.txt") == info["sha1"]
        assert fs.modified(f"{folder}/a.txt").tzinfo == datetime.UTC
        assert fs.info("") == {"name": "", "size": 0, "type": "directory", "id": "0"}

    def test_what_is_not_there_is_told(self, fs, folder):
        fs.pipe_file(f"{folder}/a.txt", b"")

        for path in ("nothing", "nothing/below", "a.txt/below", "A.txt"):
            assert not fs.exists(f"{folder}/{path}")
            with pytest.raises(FileNotFoundError):
                fs.info(f"{folder}/{path}")

    def test_find_lists_everything_below(self, fs, folder):
        for name in ("a", "b/c", "b/d/e"):
            fs.pipe_file(f"{folder}/{name}", b"x")
        fs.mkdir(f"{folder}/empty")

        assert fs.find(folder) == [f"{folder}/a", f"{folder}/b/c", f"{folder}/b/d/e"]
        assert fs.find(folder, withdirs=True) == [
            folder,
            *(f"{folder}/{name}" for name in ("a", "b", "b/c", "b/d", "b/d/e", "empty")),
        ]
        assert fs.glob(f"{folder}/**/e") == [f"{folder}/b/d/e"]
        assert fs.glob(f"{folder}/*") == [f"{folder}/{name}" for name in ("a", "b", "empty")]
        assert fs.du(folder) == 3

    def test_names_in_every_script_are_found_in_either_form(self, fs, folder):
        fs.pipe_file(f"{folder}/Größe 日本.txt", b"x")

        assert fs.ls(folder, detail=False) == [f"{folder}/Größe 日本.txt"]
        assert fs.cat_file(f"{folder}/Gro\u0308ße 日本.txt") == b"x"

    def test_what_somebody_else_does_is_seen_when_listings_are_not_remembered(self, live, folder, box):
        system = HoldallFileSystem(token=live.token, base_url=live.url, use_listings_cache=False)
        folder_id = system.info(folder)["id"]
        box.folders.create(name="new", parent={"id": folder_id})
        assert system.isdir(f"{folder}/new")

        box.folders.delete(folder_id=system.info(f"{folder}/new")["id"])
        assert not system.exists(f"{folder}/new")

    def test_a_folder_that_was_moved_meanwhile_is_looked_up_again(self, fs, folder, box):
        fs.pipe_file(f"{folder}/a/b.txt", b"old")
        a = fs.info(f"{folder}/a")
        box.folders.delete(folder_id=a["id"], recursive=True)
        new = box.folders.create(name="a", parent={"id": fs.info(folder)["id"]})
        box.upload(b"new", name="b.txt", folder_id=new["id"])
        fs.dircache.clear()

        assert fs.cat_file(f"{folder}/a/b.txt") == b"new"

    def test_another_folder_can_be_the_root(self, live, fs, folder):
        fs.pipe_file(f"{folder}/sub/a.txt", b"x")
        below = HoldallFileSystem(token=live.token, base_url=live.url, root_folder_id=fs.info(f"{folder}/sub")["id"])

        assert below.ls("", detail=False) == ["a.txt"]
        assert below.cat_file("a.txt") == b"x"


class TestReading:
    def test_any_part_of_a_file_can_be_read(self, fs, folder):
        content = bytes(range(256)) * 40
        fs.pipe_file(f"{folder}/a", content)

        parts = [(None, None), (0, 10), (10, 20), (-5, None), (5, -5), (10_239, 10_300), (20_000, None), (3, 3)]

        assert [fs.cat_file(f"{folder}/a", start, end) for start, end in parts] == [
            content[start:end] for start, end in parts
        ]

    def test_an_open_file_reads_in_blocks_and_seeks(self, fs, folder):
        content = bytes(range(256)) * 40
        fs.pipe_file(f"{folder}/a", content)

        with fs.open(f"{folder}/a", "rb", block_size=1000) as file:
            file.seek(5000)
            middle = file.read(10)
            file.seek(-3, 2)
            end = file.read()

        assert (middle, end) == (content[5000:5010], content[-3:])

    def test_an_open_file_stays_at_its_version(self, fs, folder):
        fs.pipe_file(f"{folder}/a", b"first version")
        with fs.open(f"{folder}/a", "rb", cache_type="none") as file:
            fs.pipe_file(f"{folder}/a", b"another")

            assert file.read() == b"first version"

    def test_text_is_read_and_written(self, fs, folder):
        with fs.open(f"{folder}/a.txt", "w", encoding="utf-8") as file:
            file.write("Größe\n日本\n")

        with fs.open(f"{folder}/a.txt", "r", encoding="utf-8") as file:
            assert list(file) == ["Größe\n", "日本\n"]


class TestWriting:
    def test_overwriting_adds_a_version(self, fs, folder, box):
        fs.pipe_file(f"{folder}/a", b"one")
        before = fs.info(f"{folder}/a")["id"]
        fs.pipe_file(f"{folder}/a", b"two")

        assert fs.cat_file(f"{folder}/a") == b"two"
        assert fs.info(f"{folder}/a")["id"] == before
        assert box.file_versions.list(file_id=before)["total_count"] == 1

    def test_nothing_is_stored_when_writing_fails(self, fs, folder):
        def write_half() -> None:
            with fs.open(f"{folder}/a", "wb") as file:
                file.write(b"half")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            write_half()

        assert not fs.exists(f"{folder}/a")

    def test_appending_goes_on_at_the_end(self, fs, folder):
        for piece in (b"one", b" two"):
            with fs.open(f"{folder}/a", "ab") as file:
                file.write(piece)

        assert fs.cat_file(f"{folder}/a") == b"one two"

    def test_a_transaction_stores_all_or_nothing(self, fs, folder):
        with fs.transaction:
            with fs.open(f"{folder}/a", "wb") as file:
                file.write(b"x")
            before = fs.exists(f"{folder}/a")

        assert (before, fs.exists(f"{folder}/a")) == (False, True)

    def test_folders_are_made_on_the_way(self, fs, folder):
        fs.pipe({f"{folder}/new/{n}/file": b"x" for n in range(5)})

        assert len(fs.find(folder)) == 5

    @pytest.mark.parametrize(
        ("act", "error"),
        [
            (lambda fs, folder: fs.mkdir(folder), FileExistsError),
            (lambda fs, folder: fs.makedirs(folder), FileExistsError),
            (lambda fs, folder: fs.pipe_file(folder, b"x"), IsADirectoryError),
            (lambda fs, folder: fs.cat_file(folder), IsADirectoryError),
            (lambda fs, folder: fs.open(folder), IsADirectoryError),
            (lambda fs, folder: fs.open(f"{folder}/no"), FileNotFoundError),
            (lambda fs, folder: fs.rm(f"{folder}/no"), FileNotFoundError),
            (lambda fs, folder: fs.rm(folder), IsADirectoryError),
            (lambda fs, folder: fs.rmdir(folder), OSError),
            (lambda fs, folder: fs.rmdir(f"{folder}/file"), NotADirectoryError),
            (lambda fs, folder: fs.pipe_file(f"{folder}/file/below", b"x"), NotADirectoryError),
            (lambda fs, folder: fs.mv(f"{folder}/no", f"{folder}/a"), FileNotFoundError),
            (lambda fs, folder: fs.rm("", recursive=True), PermissionError),
            (lambda fs, folder: fs.open(f"{folder}/file", "r+b"), ValueError),
        ],
    )
    def test_what_can_not_be_is_an_error_of_python(self, fs, folder, act, error):
        fs.pipe_file(f"{folder}/file", b"x")

        with pytest.raises(error):
            act(fs, folder)

        assert fs.find(folder) == [f"{folder}/file"]


class TestMoving:
    def test_a_file_is_renamed_and_moved_on_the_server(self, fs, folder):
        fs.pipe_file(f"{folder}/a", b"x")
        before = fs.info(f"{folder}/a")["id"]

        fs.mv(f"{folder}/a", f"{folder}/sub/b")

        assert fs.find(folder) == [f"{folder}/sub/b"]
        assert fs.info(f"{folder}/sub/b")["id"] == before

    def test_into_a_folder_it_keeps_its_name(self, fs, folder):
        fs.pipe_file(f"{folder}/a", b"x")
        fs.mkdir(f"{folder}/sub")

        fs.mv(f"{folder}/a", f"{folder}/sub")

        assert fs.find(folder) == [f"{folder}/sub/a"]

    def test_onto_a_file_it_becomes_its_next_version(self, fs, folder):
        fs.pipe({f"{folder}/a": b"new", f"{folder}/b": b"old"})
        before = fs.info(f"{folder}/b")["id"]

        fs.mv(f"{folder}/a", f"{folder}/b")

        assert fs.find(folder) == [f"{folder}/b"]
        assert (fs.cat_file(f"{folder}/b"), fs.info(f"{folder}/b")["id"]) == (b"new", before)

    def test_a_folder_goes_with_all_that_is_in_it(self, fs, folder):
        fs.pipe({f"{folder}/a/b/c": b"x"})

        fs.mv(f"{folder}/a", f"{folder}/z", recursive=True)

        assert fs.find(folder) == [f"{folder}/z/b/c"]


class TestPrograms:
    def test_pandas_reads_and_writes_by_address(self, live, folder):
        options = {"token": live.token, "base_url": live.url}
        frame = pandas.DataFrame({"city": ["Zürich", "京都"], "people": [421_878, 1_463_723]})

        frame.to_csv(f"holdall://{folder}/cities.csv", index=False, storage_options=options)
        read = pandas.read_csv(f"holdall://{folder}/cities.csv", storage_options=options)

        pandas.testing.assert_frame_equal(read, frame)

    def test_universal_paths_walk_and_read(self, live, folder):
        root = UPath(f"holdall://{folder}", token=live.token, base_url=live.url)

        (root / "sub" / "a.txt").parent.mkdir()
        (root / "sub" / "a.txt").write_text("hello")

        assert [path.name for path in root.iterdir()] == ["sub"]
        assert [path.read_text() for path in root.glob("**/*.txt")] == ["hello"]

    def test_fsspec_finds_both_names_by_their_entry_points(self):
        assert fsspec.get_filesystem_class("holdall") is HoldallFileSystem
        assert fsspec.get_filesystem_class("box+holdall") is BoxFileSystem


class TestConnections:
    @pytest.fixture(autouse=True)
    def connections(self, tmp_path, monkeypatch):
        monkeypatch.setattr("holdall.connector.sign_in.stores._has_keyring", lambda: False)
        monkeypatch.setenv("HOLDALL_CONFIG", str(tmp_path))
        for name in ("HOLDALL_URL", "HOLDALL_TOKEN", "HOLDALL_CONNECTION"):
            monkeypatch.delenv(name, raising=False)
        HoldallFileSystem.clear_instance_cache()
        BoxFileSystem.clear_instance_cache()
        return Connections(tmp_path)

    def test_the_connection_in_use_says_where_and_who(self, connections, live, folder):
        connections.add("mine", Connection(kind="token", base_url=live.url))
        connections.keep_token("mine", live.token)

        assert HoldallFileSystem().isdir(folder)

    def test_without_one_it_is_an_error_of_permission(self):
        with pytest.raises(PermissionError, match="holdall connect"):
            HoldallFileSystem().ls("")

    def test_box_itself_is_reached_by_a_connection_that_leads_there(self, connections):
        connections.add("server", Connection(kind="token", base_url="http://127.0.0.1:1"))
        with pytest.raises(PermissionError, match="no connection leads to Box"):
            BoxFileSystem().ls("")

        connections.add("box", Connection(kind="token"))
        connections.keep_token("box", "t")
        connections.use("server")
        system = BoxFileSystem(skip_instance_cache=True)

        assert system._make_box().hosts.api == "https://api.box.com/2.0"


class TestLargeFolders:
    """A folder of more than a page is not listed to find one name in it."""

    @pytest.fixture
    def large(self, server) -> HoldallFileSystem:
        def answer(received: Received) -> Reply:
            if received.method == "OPTIONS":
                taken = b'"name":"wanted"' in received.body
                conflict = {"type": "file", "id": "7", "name": "wanted"}
                refusal = {"code": "item_name_in_use", "context_info": {"conflicts": conflict}}
                return Reply(status=409, json=refusal) if taken else Reply(json={})
            if received.target.startswith("/2.0/files/7"):
                return Reply(json={"type": "file", "id": "7", "name": "wanted", "size": 3, "sha1": "x"})
            return Reply(json={"entries": [{"type": "file", "id": "1", "name": "first"}], "next_marker": "m"})

        server.answer = answer
        return HoldallFileSystem(token="t", base_url=server.url, skip_instance_cache=True)

    def test_a_name_is_asked_for(self, large, server):
        assert large.info("wanted")["id"] == "7"
        assert not large.exists("another")
        assert [one.method for one in server.received] == ["GET", "OPTIONS", "GET", "GET", "OPTIONS"]

    def test_a_name_of_the_first_page_is_not(self, large, server):
        assert large.info("first")["id"] == "1"
        assert [one.method for one in server.received] == ["GET"]


def test_a_file_that_is_put_and_got_is_the_same(fs, folder, tmp_path):
    source = tmp_path / "source"
    source.write_bytes(b"0123456789" * 10_000)

    fs.put_file(str(source), f"{folder}/a")
    fs.get_file(f"{folder}/a", str(tmp_path / "target"))

    assert Path(tmp_path / "target").read_bytes() == source.read_bytes()
