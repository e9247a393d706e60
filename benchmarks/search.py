"""What a page of 30 costs beside the GET of one file, with 100,000 files that have texts.

"Theirs" is GET of a file by the same user, in the same run. A page may cost five times as much.
"""

from collections.abc import Iterator
from urllib.parse import quote

from benchmarks.bench import Bench, say
from benchmarks.figures import Figure, Target
from benchmarks.load import NUMBER, Request, ask, measure
from benchmarks.processes import need
from benchmarks.rounds import medians
from benchmarks.search_content import EVERYWHERE, FILES, FIRST_WORD, RARE_WORDS, SEEN, fill
from benchmarks.servers import Server, holdall
from benchmarks.tenant import Client, make_tenant
from holdall.base.settings import Settings

NAMES = ("search_word", "search_words", "search_name", "search_few", "search_everywhere")
_PROMISE = Target(least_ratio=1 / 5)


def run(bench: Bench) -> Iterator[Figure]:
    """Each search and the GET of a file by the same user, in turns."""
    need("wrk")
    token = make_tenant(bench)
    say(f"Writing {FILES} files with texts ...")
    settings = Settings(data=bench.folder / "data", database=bench.database)
    colleague = fill(settings.database_url)
    with holdall(bench) as server:
        owner, few = Client(server.address, token), Client(server.address, colleague)
        for name, client, query, total in (
            # A word that 30 files have or 31: another one each time, so nothing can be remembered.
            ("search_word", owner, f"w{NUMBER}", FILES // RARE_WORDS + 1),
            # The same with a word that all files have and one that none has.
            ("search_words", owner, f"w{NUMBER} AND {EVERYWHERE} NOT nothing", FILES // RARE_WORDS + 1),
            # The beginning of a number in names: eleven files have it.
            ("search_name", owner, "Report AND 4242", 11),
            # A word that all files have, for somebody who may see 50 of them, and for the owner of all.
            ("search_few", few, EVERYWHERE, SEEN),
            ("search_everywhere", owner, EVERYWHERE, 10_000),
        ):
            if bench.wants(name):
                yield _compare(bench, server, name, client, query, total)


def _compare(bench: Bench, server: Server, name: str, client: Client, query: str, total: int) -> Figure:
    """The rate of a search against that of GET; the answer is looked at first."""
    checked = query.replace(NUMBER, str(FIRST_WORD))
    page = client.send("GET", f"/2.0/search?query={quote(checked)}")
    assert page["total_count"] == total, (name, page["total_count"])
    assert len(page["entries"]) == min(total, 30), (name, len(page["entries"]))
    path = f"/2.0/search?query={quote(query).replace(quote(NUMBER), NUMBER)}"
    search = Request(method="GET", path=path, headers=client.headers, first=FIRST_WORD, count=RARE_WORDS)
    file = Request(method="GET", path=f"/2.0/files/{page['entries'][0]['id']}", headers=client.headers)
    say(f"{name}: against GET file")
    for request in (search, file):
        ask(server.address, request)
    rates = medians(
        {
            "search": lambda seconds: measure(server.address, search, seconds=seconds).per_second,
            "file": lambda seconds: measure(server.address, file, seconds=seconds).per_second,
        },
        rounds=bench.rounds,
        seconds=bench.seconds,
    )
    return Figure(
        name=name,
        against="GET file",
        ours=rates["search"],
        theirs=rates["file"],
        unit="requests/s",
        target=_PROMISE,
    )
