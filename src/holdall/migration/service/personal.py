"""Who is who on the two sides of a job that makes a job for each user.

Explicit pairs come first, then the rules of maps of accounts; what is ambiguous is left out and told.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from holdall.base.errors import BadRequest
from holdall.migration.engine.mapping import Candidates, Pair, Rules, Sid, is_meant, resolve
from holdall.migration.platforms.platform import Platform
from holdall.work import Site

from .bodies import AccountBody, Convention, MatchBody, Said, Side, Target, TransferBody
from .connections import get_connection, open_platform_of, open_side_of
from .job_rows import Job
from .maps import maps_of_job
from .opening import identifier_of
from .options import path_of


class Party(msgspec.Struct, frozen=True):
    """A person on one side: an account to act as, or with `in_path` the first name of paths; or a folder for a person."""

    sid: Sid
    in_path: bool = False
    folder: str | None = None

    def side(self, said: Said) -> Said:
        """The side of a job that works in this person's content."""
        path = path_of(msgspec.convert(said.get("target", {}), Target))
        if self.folder is not None:
            return {**said, "target": {"path": f"{path.rstrip('/')}/{self.folder}"}}
        if self.in_path:
            return {**said, "target": {"path": f"/{self.sid.email}{path}".rstrip("/")}}
        named = {"id": self.sid.id, "email": self.sid.email, "name": self.sid.name}
        return {**said, "impersonate_as": {key: value for key, value in named.items() if value}}


class Match(msgspec.Struct, frozen=True):
    """A person of the side that is gone through, with whom it is on the other one; `resolution` says what decided."""

    source: Party | None
    destination: Party | None
    resolution: str
    message: str | None = None

    @property
    def is_good(self) -> bool:
        """Whether both sides are known."""
        return self.source is not None and self.destination is not None

    @property
    def key(self) -> str:
        """What stays the same of a pair from run to run."""
        return " > ".join(_key(one) for one in (self.source, self.destination) if one is not None)

    def __str__(self) -> str:
        """What people know it by."""
        first = self.source or self.destination
        return first.folder or str(first.sid) if first else "nobody"


def _key(party: Party) -> str:
    return party.folder or party.sid.id or str(party.sid)


async def find_matches(site: Site, job: Job) -> list[Match]:
    """Everybody of the side that the job goes through; raises BadRequest, NotFound or PlatformError."""
    convention = msgspec.convert(job.convention or {}, Convention, strict=False)
    if "ldap" in {convention.match, convention.users}:
        raise BadRequest("convention is refused: there is no LDAP here; match by account or container")
    transfer = msgspec.convert(job.transfer, TransferBody, strict=False)
    sides = {
        end: await _parties(site, getattr(transfer, end), folders=convention.match == "container")
        for end in ("source", "destination")
    }
    first, second = ("source", "destination") if convention.users == "source" else ("destination", "source")
    wanted = [party for party in sides[first] if _is_sought(party, convention.search_domain)]
    by_sid = {id(party.sid): party for party in sides[second]}
    mapped = transfer if convention.account_map is None else _with_map(transfer, convention.account_map)
    rules = _rules(convention, first, (await maps_of_job(site.db, mapped))[0])
    candidates = Candidates([party.sid for party in sides[second]])
    found = []
    for party in wanted:
        resolution = resolve(party.sid, rules, candidates)
        other = by_sid.get(id(resolution.destination)) if resolution.destination is not None else None
        if resolution.by != "exception" and not convention.include_matches:
            other = None
        pair: Mapping[str, Party | None] = {first: party, second: other}
        told = resolution.by if other is not None or resolution.by == "excluded" else "unmapped"
        found.append(Match(pair["source"], pair["destination"], told, resolution.message))
    return found


def _with_map(transfer: TransferBody, account_map: Said) -> TransferBody:
    return msgspec.structs.replace(transfer, account_map=account_map)


def _rules(convention: Convention, first: str, mapped: Rules) -> Rules:
    """The explicit pairs of the job, then the account map; both from the side that is gone through to the other one."""
    pairs, excluded = [], []
    for match in convention.matches:
        one, other = (match.source, match.destination) if first == "source" else (match.destination, match.source)
        if match.excluded and one is not None:
            excluded.append(_sid(one))
        elif one is not None and other is not None:
            pairs.append(Pair(source=_sid(one), destination=_sid(other)))
    turned = mapped
    if first == "destination":
        turned = msgspec.structs.replace(
            mapped,
            exceptions=[Pair(source=pair.destination, destination=pair.source) for pair in mapped.exceptions],
            excluded_sources=mapped.excluded_destinations,
            excluded_destinations=mapped.excluded_sources,
        )
    return msgspec.structs.replace(
        turned,
        exceptions=[*pairs, *turned.exceptions],
        excluded_sources=[*excluded, *turned.excluded_sources],
        default=None,  # a person's content does not go to somebody else
    )


def merged(known: Sequence[MatchBody], said: Sequence[MatchBody], *, append: bool) -> list[MatchBody]:
    """Explicit pairs with others: beside them, in the place of those of the same people, or instead of all."""
    if not append:
        return list(said)

    def about(one: MatchBody, other: MatchBody) -> bool:
        return one.source is not None and other.source is not None and is_meant(_sid(one.source), _sid(other.source))

    return [*(one for one in known if not any(about(one, new) for new in said)), *said]


def _sid(person: AccountBody) -> Sid:
    return Sid(
        id=str(person.id) if person.id is not None else None,
        email=person.email,
        name=person.name,
        username=person.username,
    )


async def _parties(site: Site, side: Side, *, folders: bool) -> list[Party]:
    """The people of a side: its accounts, or where it has none its folders on the first level."""
    connection = await get_connection(site.db, identifier_of(side))
    platform = await open_platform_of(site, connection.id)
    try:
        if platform.features.query_account:
            return [Party(sid, in_path=connection.admin_mode) for sid in await _accounts(platform)]
    finally:
        await platform.close()
    if not folders:
        raise BadRequest(
            f"{connection.name!r} knows no people; match by container where it has a folder for each of them"
        )
    opened = await open_side_of(site, connection.id, path_of(side.target))
    try:
        pages = [page async for page in opened.platform.children(opened.root)]
    finally:
        await opened.platform.close()
    names = sorted({entry.name for page in pages for entry in page if entry.type == "folder"})
    return [Party(Sid(username=name, name=name, email=name if "@" in name else None), folder=name) for name in names]


async def _accounts(platform: Platform) -> list[Sid]:
    """The people that one can act as; of a user name that is an address, the part before its @ counts."""
    pages = [page async for page in platform.accounts()]
    return [
        Sid(
            id=one.id,
            email=one.email,
            name=one.name,
            username=(one.username or one.email or "").partition("@")[0] or None,
            external_id=one.external_id,
        )
        for page in pages
        for one in page
        if not one.disabled and not one.built_in
    ]


def _is_sought(party: Party, domain: str | None) -> bool:
    return not domain or (party.sid.email or "").lower().endswith(f"@{domain.lower().lstrip('@')}")


def accounts_told(parties: Iterable[Party | None]) -> list[Said | None]:
    """People as answers tell of them."""
    return [None if one is None else {**msgspec.to_builtins(one.sid), "type": "account"} for one in parties]
