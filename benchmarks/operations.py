"""Single operations against the floor, moto's S3 server and Prism: rates over the same number of connections."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.error import HTTPError
from urllib.request import urlopen

import msgspec

from benchmarks.bench import Bench, say
from benchmarks.figures import Figure, Target
from benchmarks.load import NUMBER, Request, ask, measure
from benchmarks.processes import Missing, need
from benchmarks.rounds import medians
from benchmarks.servers import Server, floor, holdall, moto, prism
from benchmarks.tenant import BOUNDARY, Client, make_tenant, multipart

SMALL = 10 * 1024
LISTED = 1000
# moto takes any signature; without one it answers as to a stranger.
_MOTO_KEY = "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
LIST_FIELDS = "id,type,name,size,modified_at"


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """An operation of ours, the same thing asked of the peers, and what the ratios must reach."""

    name: str
    ours: Request
    moto: Request | None = None
    prism: Request | None = None
    targets: dict[str, float] = {}


class Places(msgspec.Struct, frozen=True):
    """What was put on our server for the measurements: ids, and the content of small files."""

    authorization: dict[str, str]
    listed: str
    created: str
    uploaded: str
    file: str
    content: bytes


NAMES = ("get_file", "list_1000", "create_folder", "upload_10k", "download_10k", "download_10k_link")


def run(bench: Bench) -> Iterator[Figure]:
    """Figures of every case against every peer that is here."""
    need("wrk")
    token = make_tenant(bench)
    with ExitStack() as stack:
        ours = stack.enter_context(holdall(bench))
        places = _fill(ours, token)
        peers = {"floor": stack.enter_context(floor(bench)), "moto": stack.enter_context(moto(bench))}
        _fill_moto(peers["moto"], places)
        try:
            peers["prism"] = stack.enter_context(prism(bench, _description(ours)))
        except Missing as missing:
            say(f"Figures against Prism are left out: {missing}")
        for case in _cases(ours, places):
            if bench.wants(case.name):
                yield from _measure(bench, case, ours, peers)


def _measure(bench: Bench, case: Case, ours: Server, peers: dict[str, Server]) -> Iterator[Figure]:
    size = len(ask(ours.address, case.ours))
    requests = {"floor": _floor_request(case.ours, size), "moto": case.moto, "prism": case.prism}
    contestants = {"ours": (ours.address, case.ours)}
    for peer, server in peers.items():
        request = requests[peer]
        if request is not None:
            ask(server.address, request)
            contestants[peer] = (server.address, request)
    say(f"{case.name}: {', '.join(contestants)}")
    rates = medians(
        {
            name: lambda seconds, address=address, request=request: (
                measure(  # type: ignore[misc]
                    address, request, seconds=seconds
                ).per_second
            )
            for name, (address, request) in contestants.items()
        },
        rounds=bench.rounds,
        seconds=bench.seconds,
    )
    for peer in rates.keys() - {"ours"}:
        least = case.targets.get(peer)
        yield Figure(
            name=case.name,
            against=peer,
            ours=rates["ours"],
            theirs=rates[peer],
            unit="requests/s",
            target=None if least is None else Target(least_ratio=least),
        )


def _fill(server: Server, token: str) -> Places:
    client = Client(server.address, token)
    listed, created, uploaded = (client.create_folder(name) for name in ("listed", "created", "uploaded"))
    content = os.urandom(SMALL // 2).hex().encode()
    for number in range(LISTED):
        client.upload(f"Report {number}.pdf", listed, b"content")
    return Places(client.headers, listed, created, uploaded, client.upload("Small.bin", "0", content), content)


def _fill_moto(server: Server, places: Places) -> None:
    ask(server.address, _moto("PUT", "/bench"))
    ask(server.address, _moto("PUT", "/bench/small", places.content))
    ask(server.address, _moto("PUT", "/bench/empty"))
    for number in range(LISTED):
        ask(server.address, _moto("PUT", f"/bench/listed/Report{number}.pdf", b"content"))


def _floor_request(ours: Request, size: int) -> Request:
    """The same bytes sent to the floor, which answers as many bytes as we did."""
    path = f"/302/0/200/{size}" if ours.follow else f"/200/{size}"
    return msgspec.structs.replace(ours, path=path)


def _moto(method: str, path: str, body: bytes = b"") -> Request:
    return Request(method=method, path=path, headers={"authorization": _MOTO_KEY}, body=body)


def _cases(server: Server, places: Places) -> list[Case]:
    authorization = places.authorization
    json_headers = {**authorization, "content-type": "application/json"}
    form_headers = {**authorization, "content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    folder = f'{{"name": "New {NUMBER}", "parent": {{"id": "{places.created}"}}}}'.encode()
    upload = multipart(places.uploaded, f"New {NUMBER}", places.content)
    get_file = Request(method="GET", path=f"/2.0/files/{places.file}", headers=authorization)
    listing = Request(
        method="GET",
        path=f"/2.0/folders/{places.listed}/items?limit={LISTED}&fields={LIST_FIELDS}",
        headers=authorization,
    )
    create = Request(method="POST", path="/2.0/folders", headers=json_headers, body=folder)
    upload_file = Request(method="POST", path="/api/2.0/files/content", headers=form_headers, body=upload)
    download = Request(method="GET", path=f"/2.0/files/{places.file}/content", headers=authorization, follow=True)
    list_path = f"/bench?list-type=2&prefix=listed/&max-keys={LISTED}"
    moto_get = _moto("GET", "/bench/small")
    return [
        Case(
            name="get_file",
            ours=get_file,
            moto=_moto("HEAD", "/bench/empty"),  # of any other, wrk would wait for the body that HEAD leaves out
            prism=get_file,
            targets={"floor": 1 / 7, "moto": 12, "prism": 20},
        ),
        Case(
            name="list_1000",
            ours=listing,
            moto=_moto("GET", list_path),
            prism=listing,
        ),
        Case(
            name="create_folder",
            ours=create,
            moto=_moto("PUT", f"/bench/created/{NUMBER}/"),
            prism=create,
            targets={"floor": 1 / 15},
        ),
        Case(
            name="upload_10k",
            ours=upload_file,
            moto=_moto("PUT", f"/bench/uploaded/{NUMBER}", places.content),
            targets={"moto": 8},
        ),
        Case(name="download_10k", ours=download, moto=moto_get, targets={"moto": 25}),
        Case(name="download_10k_link", ours=_link(server, download), moto=moto_get, targets={"moto": 25}),
    ]


def _link(server: Server, download: Request) -> Request:
    """The second step of a download alone: the signed address that the first step answers."""
    import http.client
    from urllib.parse import urlsplit

    connection = http.client.HTTPConnection(urlsplit(server.address).netloc)
    connection.request("GET", download.path, headers=download.headers)
    target = urlsplit(connection.getresponse().headers["location"])
    connection.close()
    return Request(method="GET", path=f"{target.path}?{target.query}" if target.query else target.path)


def _description(server: Server) -> bytes:
    try:
        with urlopen(f"{server.address}/openapi.json", timeout=30) as answer:
            description: bytes = answer.read()
    except HTTPError as error:
        raise Missing(f"the server's description of its API was answered {error.code}") from error
    return description
