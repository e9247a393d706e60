"""Who sees a sign request: its sender, and whoever may see the file that is signed.

A request whose file or folder is in the trash is not there: https://developer.box.com/reference/get-sign-requests-id/
"""

from collections.abc import Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import InsufficientPermissions, InvalidParameter, NotFound
from holdall.content.access import Access, Action, reach_many
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.sign_requests.rows import (
    REQUESTS,
    Signer,
    SignRequest,
    find_row,
    lock_row,
    request_query,
    signers_of,
)
from holdall.content.sign_requests.tables import sign_requests

Level = Literal["owner", "editor", "viewer"]
MOST_LOOKED_AT = 1000
"""Requests of others that are looked at for one page: a page may be short, and the next one goes on behind it."""

_AFTER = sign_requests.c.id > sa.bindparam("after", type_=sa.BigInteger)
_LIMIT = sa.bindparam("limit", type_=sa.BigInteger)
_SENDER = sign_requests.c.sender_id == sa.bindparam("user_id", type_=sa.BigInteger)
_OWN = request_query(REQUESTS.where(_SENDER, _AFTER).order_by(sign_requests.c.id).limit(_LIMIT))
_OTHERS = request_query(
    REQUESTS.where(
        sign_requests.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger), sa.not_(_SENDER), _AFTER
    )
    .order_by(sign_requests.c.id)
    .limit(_LIMIT)
)
_LOGINS = query(sa.select(users.c.id, users.c.login).where(contains(users.c.id, "ids")))


class Seen(msgspec.Struct, frozen=True):
    """A request as somebody sees it: with its signers, and the items that it speaks of as far as they may be seen."""

    request: SignRequest
    signers: list[Signer]
    level: Level
    sender_login: str
    items: dict[int, Access]


async def find_request(reader: Reader, subject: Subject, request_id: int) -> Seen:
    """One request; raises NotFound where there is none for the subject."""
    request = await find_row(reader, request_id)
    found = [] if request is None else await _see(reader, subject, [request])
    if not found:
        raise _missing(request_id)
    return found[0]


async def find_own_request(tx: Transaction, subject: Subject, request_id: int, *, lock: bool = False) -> SignRequest:
    """One request that the subject has sent; raises NotFound, and Forbidden for those who only see it."""
    request = await (lock_row if lock else find_row)(tx, request_id)
    found = [] if request is None else await _see(tx, subject, [request])
    if not found:
        raise _missing(request_id)
    if found[0].level != "owner":
        raise InsufficientPermissions(f"Only who has sent the sign request {request_id} may do that")
    return found[0].request


async def list_requests(
    reader: Reader, subject: Subject, *, after: int, limit: int, shared: bool = False, senders: Sequence[str] = ()
) -> tuple[list[Seen], int | None]:
    """A page of the requests that the subject has sent, or (`shared`) of those of colleagues that the subject sees.

    And the id behind which the next page begins, None for none. Raises InvalidParameter for senders without `shared`.
    """
    if senders and not shared:
        raise InvalidParameter("senders", "goes with shared_requests=true")
    wanted = {sender.casefold() for sender in senders}
    found: list[Seen] = []
    looked_at = 0
    while len(found) < limit and looked_at < MOST_LOOKED_AT:
        values = {"user_id": subject.user_id, "after": after, "limit": limit}
        rows: list[SignRequest] = (
            await reader.all(_OTHERS, **values, enterprise_id=subject.enterprise_id)
            if shared
            else await reader.all(_OWN, **values)
        )
        for one in await _see(reader, subject, rows):
            if wanted and one.sender_login.casefold() not in wanted:
                continue
            found.append(one)
            if len(found) == limit:
                return found, one.request.id
        if len(rows) < limit:
            return found, None
        after, looked_at = rows[-1].id, looked_at + len(rows)
    return found, after


async def _see(reader: Reader, subject: Subject, requests: Sequence[SignRequest]) -> list[Seen]:
    """Those of the requests that the subject may see; a constant number of queries."""
    if not requests:
        return []
    ids = {one for request in requests for one in _items_of(request)}
    items = {
        item_id: access for item_id, access in (await reach_many(reader, subject, ids)).items() if not access.trash
    }
    logins = dict(await reader.all(_LOGINS, ids=list({one.sender_id for one in requests})))
    levels = {one.id: level for one in requests if (level := _level(one, subject, items)) is not None}
    signers = await signers_of(reader, levels)
    return [
        Seen(one, signers[one.id], levels[one.id], logins[one.sender_id], items) for one in requests if one.id in levels
    ]


def _items_of(request: SignRequest) -> list[int]:
    sources = [file_id for file_id, _, _ in request.sources]
    return [*sources, request.folder_id, request.file_id, *([request.log_id] if request.log_id is not None else [])]


def _level(request: SignRequest, subject: Subject, items: dict[int, Access]) -> Level | None:
    file = items.get(request.file_id)
    if file is None:
        return None
    if request.sender_id == subject.user_id:
        return "owner" if request.folder_id in items else None
    if not file.allows(Action.PREVIEW):
        return None
    return "editor" if file.allows(Action.EDIT) else "viewer"


def _missing(request_id: int) -> NotFound:
    return NotFound(f"There is no sign request with id {request_id}")
