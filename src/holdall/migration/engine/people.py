"""Whom the source's people are at the destination, during one run: asked for once each, and written into the ledger."""

import asyncio
from collections.abc import Sequence

import msgspec

from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.platform import Account, Group, Platform

from .mapping import Candidates, Resolution, Rules, Sid, resolve
from .people_ledger import PeopleLedger


class Counterpart(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a person or a group is at the destination, if anybody; `row` is the one of the security map.

    An account without an id is one that the destination does not know yet, and that can be invited by e-mail alone.
    """

    whom: Account | Group | None
    row: int
    by: str
    message: str | None = None


class People:
    """The maps of a job, and the people of its two sides."""

    def __init__(
        self,
        ledger: PeopleLedger,
        source: Platform,
        destination: Platform,
        accounts: Rules = Rules(),  # noqa: B008 - frozen
        groups: Rules = Rules(),  # noqa: B008 - frozen
    ) -> None:
        self.ledger = ledger
        self._source = source
        self._destination = destination
        self._rules = {"account": accounts, "group": groups}
        self._known: dict[tuple[str, str], Counterpart] = {}
        self._candidates: dict[str, Candidates] = {}
        self._insiders: set[str] | None = None
        self._one_at_a_time = asyncio.Lock()
        self._own: str | None = None

    async def of(self, who: Account | Group) -> Counterpart:
        """The counterpart of somebody of the source; raises PlatformError where people cannot be asked for now."""
        sid = sid_of(who)
        key = (sid.type, sid.id or sid.email or str(sid))
        async with self._one_at_a_time:
            if key not in self._known:
                self._known[key] = await self._find(sid, key[1])
            return self._known[key]

    async def own_id(self) -> str:
        """The id of the account that the job works as at the destination."""
        if self._own is None:
            self._own = (await self._destination.myself()).id
        return self._own

    def fails_unmapped(self, who: Account | Group) -> bool:
        """Whether an item is flagged where somebody of it has no counterpart."""
        return self._rules[sid_of(who).type].unmapped_policy == "fail"

    async def _find(self, sid: Sid, key: str) -> Counterpart:
        rules = self._rules[sid.type]
        if rules.map_by.external_passthrough and sid.type == "account":
            sid = msgspec.structs.replace(sid, external=await self._is_external(sid))
        if sid.type not in self._candidates:
            self._candidates[sid.type] = Candidates(await self._listed(sid.type))
        found = resolve(sid, rules, self._candidates[sid.type])
        row = await self.ledger.record_person(
            sid.type,
            key,
            source=told(sid),
            destination=found.destination and told(found.destination),
            resolution=found.by,
            message=found.message,
        )
        return Counterpart(whom=_whom(found), row=row, by=found.by, message=found.message)

    async def _listed(self, kind: str) -> Sequence[Sid]:
        """Everybody at the destination; the connection's own account alone where it may not list the others."""
        try:
            if kind == "group":
                return [sid_of(one) async for page in self._destination.groups() for one in page]
            return [sid_of(one) async for page in self._destination.accounts() for one in page]
        except PlatformError as error:
            if error.kind not in (Kind.FORBIDDEN, Kind.UNSUPPORTED):
                raise
            if kind == "group" or error.kind is Kind.UNSUPPORTED:
                return []
            return [sid_of(await self._destination.myself())]

    async def _is_external(self, sid: Sid) -> bool:
        """Whether somebody is not of the source's own company, as far as the connection may know."""
        if self._insiders is None:
            try:
                self._insiders = {one.id async for page in self._source.accounts() for one in page}
            except PlatformError as error:
                if error.kind not in (Kind.FORBIDDEN, Kind.UNSUPPORTED):
                    raise
                self._insiders = {(await self._source.myself()).id}
        return sid.id not in self._insiders


def sid_of(who: Account | Group) -> Sid:
    """A person or a group of a platform as rules compare them."""
    if isinstance(who, Group):
        return Sid(id=who.id, name=who.name, caption=who.caption, external_id=who.external_id, type="group")
    return Sid(
        id=who.id or None,
        email=who.email,
        name=who.name,
        username=who.username,
        external_id=who.external_id,
        built_in=who.built_in,
    )


def _whom(found: Resolution) -> Account | Group | None:
    """An account or a group of the destination; an id of the source is none of the destination's."""
    sid = found.destination
    if sid is None:
        return None
    if sid.type == "group":
        return Group(id=sid.id, name=sid.name) if sid.id else None
    is_foreign = found.by.endswith("passthrough") and sid.email is not None
    return Account(id="" if is_foreign else sid.id or "", email=sid.email, name=sid.name)


def told(sid: Sid) -> dict[str, str]:
    """What answers tell of a person or a group."""
    told = {name: getattr(sid, name) for name in ("id", "email", "name", "username", "caption")}
    return {name: value for name, value in told.items() if value} | {"type": sid.type}
