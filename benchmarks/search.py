"""What a page of 30 costs beside the GET of one file, with 100,000 files that have texts, on each database.

"Theirs" is GET of a file by the same user, in the same run. A page may cost five times as much.
"""

from collections.abc import Iterator
from urllib.parse import quote

import msgspec

from benchmarks.bench import Bench, postgresql, say
from benchmarks.figures import Figure, Target
from benchmarks.load import CONNECTIONS, NUMBER, Request, ask, measure
from benchmarks.processes import need
from benchmarks.rounds import Contestant, medians
from benchmarks.search_content import EVERYWHERE, FILES, FIRST_WORD, RARE_WORDS, SEEN, fill
from benchmarks.servers import Server, holdall
from benchmarks.tenant import Client, make_tenant
from holdall.base.settings import Settings

_PROMISE = Target(least_ratio=1 / 5)
_FLOOR = "search_floor"
_PAGE = 30
_FIELDS = (
    "sequence_id,name,sha1,file_version,description,path_collection,created_at,modified_at,trashed_at,purged_at,"
    "created_by,modified_by,owned_by,shared_link,parent,item_status,size,content_created_at,content_modified_at"
)
"""What a search tells of a file."""


class Search(msgspec.Struct, frozen=True):
    """A search, and how many items it finds."""

    query: str
    total: int
    by_colleague: bool = False
    """Whether the colleague searches, who may see few."""
    is_new: bool = False
    """Whether the number in it is one that nobody has asked for, instead of one of the rare words."""
    connections: int = CONNECTIONS


_SEARCHES = {
    # A word that 30 files have or 31: another one each time, so nothing can be remembered.
    "search_word": Search(f"w{NUMBER}", FILES // RARE_WORDS + 1),
    # The same with a word that all files have and one that none has.
    "search_words": Search(f"w{NUMBER} AND {EVERYWHERE} NOT nothing", FILES // RARE_WORDS + 1),
    # The beginning of a number in names: eleven files have it.
    "search_name": Search("Report AND 4242", 11),
    # A word that all files have, for somebody who may see 50 of them, and for the owner of all.
    "search_few": Search(EVERYWHERE, SEEN, by_colleague=True),
    "search_everywhere": Search(EVERYWHERE, 10_000),
    # The same, but nobody has asked for just this before, so that it has to be counted.
    "search_everywhere_anew": Search(f"{EVERYWHERE} OR w{NUMBER}", 10_000, is_new=True, connections=2),
}
_OF_ONE_DATABASE = (_FLOOR, *_SEARCHES)
NAMES = (*_OF_ONE_DATABASE, *(f"{name}_postgresql" for name in _OF_ONE_DATABASE))


def run(bench: Bench) -> Iterator[Figure]:
    """Each search and the GET of a file by the same user, in turns; where no database is given, on both."""
    need("wrk")
    if not bench.database and any(map(bench.wants, _OF_ONE_DATABASE)):
        yield from _run(bench, "")
    if not any(bench.wants(name) for name in NAMES if name not in _OF_ONE_DATABASE):
        return
    if bench.database:
        yield from _run(bench, "_postgresql")
        return
    with postgresql(bench.folder) as address:
        folder = bench.folder / "on_postgresql"
        folder.mkdir()
        yield from _run(msgspec.structs.replace(bench, database=address, folder=folder), "_postgresql")


def _run(bench: Bench, suffix: str) -> Iterator[Figure]:
    token = make_tenant(bench)
    say(f"Writing {FILES} files with texts ...")
    settings = Settings(data=bench.folder / "data", database=bench.database)
    colleague = fill(settings.database_url)
    with holdall(bench) as server:
        owner, few = Client(server.address, token), Client(server.address, colleague)
        if bench.wants(_FLOOR + suffix):
            yield _compare(bench, server, _FLOOR + suffix, owner, _listing(owner), target=None)
        for name, search in _SEARCHES.items():
            if bench.wants(name + suffix):
                client = few if search.by_colleague else owner
                page = _checked(client, search)
                yield _compare(
                    bench, server, name + suffix, client, page, target=_PROMISE, connections=search.connections
                )


def _listing(client: Client) -> Request:
    """A page of a folder that tells as much of as many files: what a page costs that is found without a search."""
    page = client.send("GET", f"/2.0/search?query={EVERYWHERE}&limit=1")
    folder = page["entries"][0]["parent"]["id"]
    path = f"/2.0/folders/{folder}/items?limit={_PAGE}&fields={_FIELDS}"
    assert len(client.send("GET", path)["entries"]) == _PAGE
    return Request(method="GET", path=path, headers=client.headers)


def _checked(client: Client, search: Search) -> Request:
    """The request of a search, after a look at its answer."""
    path = f"/2.0/search?query={quote(search.query).replace(quote(NUMBER), NUMBER)}"
    page = client.send("GET", path.replace(NUMBER, str(FIRST_WORD)))
    assert page["total_count"] == search.total, (search, page["total_count"])
    assert len(page["entries"]) == min(search.total, _PAGE), (search, len(page["entries"]))
    if search.is_new:
        return Request(method="GET", path=path, headers=client.headers)
    return Request(method="GET", path=path, headers=client.headers, first=FIRST_WORD, count=RARE_WORDS)


def _compare(
    bench: Bench,
    server: Server,
    name: str,
    client: Client,
    page: Request,
    *,
    target: Target | None,
    connections: int = CONNECTIONS,
) -> Figure:
    """The rate of pages against that of GET of a file that the client may see."""
    found = client.send("GET", f"/2.0/search?query={EVERYWHERE}&limit=1")
    file = Request(method="GET", path=f"/2.0/files/{found['entries'][0]['id']}", headers=client.headers)
    say(f"{name}: against GET file")
    for request in (page, file):
        ask(server.address, request)

    def rate_of(request: Request) -> Contestant:
        return lambda seconds: measure(server.address, request, seconds=seconds, connections=connections).per_second

    rates = medians({"page": rate_of(page), "file": rate_of(file)}, rounds=bench.rounds, seconds=bench.seconds)
    return Figure(
        name=name,
        against="GET file",
        ours=rates["page"],
        theirs=rates["file"],
        unit="requests/s",
        target=target,
    )
