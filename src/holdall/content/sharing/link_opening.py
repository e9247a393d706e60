"""Opening a shared link by its address: what it grants to whom, and its password, of which nobody gets many guesses.

https://developer.box.com/reference/get-shared-items/, https://developer.box.com/guides/api-calls/request-extras (BoxApi)
"""

import hashlib
import os
import re
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import msgspec
import sqlalchemy as sa

from holdall.base.attempts import count_attempt, forget_attempts, seconds_to_wait, take_back_attempt
from holdall.base.db import Database, Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Forbidden, NotFound, RateLimited
from holdall.base.passwords import verify_password
from holdall.content.access import Access, Action, reach_active
from holdall.content.access.reach import find_places
from holdall.content.barriers.errors import blocked
from holdall.content.barriers.walls import all_barred
from holdall.content.identity.subject import LinkGrant, Subject
from holdall.content.sharing.link_tables import shared_links
from holdall.content.sharing.links import IN_FORCE, LINK_COLUMNS, SharedLink, effective_access, permission_of

REMEMBERED = 4096
"""Passwords of links that this process knows to be right, so that a program may send one with every read."""

ADDRESS = re.compile(r"/(s|v|shared/static)/([A-Za-z0-9_-]+)(?:\.[A-Za-z0-9]+)?/?$")
"""The path of a link's address: its kind, and the name that follows."""


class LinkHeader(NamedTuple):
    """What the header BoxApi carries: the address of a link and its password."""

    url: str
    password: str | None


_BY_TOKEN = query(
    sa.select(*LINK_COLUMNS).where(shared_links.c.token == sa.bindparam("name", type_=sa.Text), IN_FORCE),
    into=SharedLink,
)
_BY_VANITY = query(
    sa.select(*LINK_COLUMNS).where(shared_links.c.vanity_key == sa.bindparam("name", type_=sa.Text), IN_FORCE),
    into=SharedLink,
)
_right: dict[bytes, None] = {}
_secret = os.urandom(32)


async def with_link(db: Database, subject: Subject, header: str) -> Subject:
    """The subject with what the link in its BoxApi header grants; raises as `open_link`, and BadRequest."""
    _, grant = await open_link(db, subject, read_header(header))
    return subject if grant is None else msgspec.structs.replace(subject, link=grant)


async def open_link(db: Database, subject: Subject, header: LinkHeader) -> tuple[SharedLink, LinkGrant | None]:
    """The link with this address, and what it grants to the subject.

    A link for collaborators grants nothing by itself. Raises NotFound where there is no such link in force or it is
    not for the subject, BarrierBlocks, and Forbidden and RateLimited as `unlock`.
    """
    link = await find_link(db, urlsplit(header.url).path)
    grant = None if link is None else await grant_of(db, subject, link)
    if link is None or (grant is None and await effective_access(db, link) == "company"):
        raise no_link()
    if grant is not None:
        await check_barrier(db, subject, link)
    await unlock(db, link, header.password, f"user {subject.actor_id}")
    return link, grant


async def check_barrier(reader: Reader, subject: Subject, link: SharedLink) -> None:
    """Raise BarrierBlocks where an information barrier keeps the subject from what the link leads to."""
    if not await all_barred(reader, subject.user_id):
        return
    place = (await find_places(reader, subject.user_id, [link.item_id])).get(link.item_id)
    if place is not None and place.is_barred:
        owner_id = place.chain[-1].owner_id
        shared = {"sharedName": link.token, "passwordSet": link.password_hash is not None, "accessLevel": link.access}
        told: dict[str, Any] = {
            "shared_link_id": link.token,
            "security_information": {"accessFromSharedObject": shared},
        }
        message = f"you are kept from what belongs to user {owner_id}, whose item the link leads to"
        raise blocked(subject, "SHARED_ITEM_ACCESS", message, item=place.item, owner_id=owner_id, **told)


async def unlock(db: Database, link: SharedLink, password: str | None, caller: str) -> None:
    """Let `caller` (a user or a network address) pass with the right password, or where the link has none.

    Raises Forbidden with the code incorrect_shared_item_password, and RateLimited for a caller who has guessed too often
    at this link; or whoever guesses next, where many callers have.
    """
    if link.password_hash is None:
        return
    if not password:
        raise _wrong_password()
    guest, all_guests = f"guest:{link.item_id}:{caller}", f"link:{link.item_id}"
    digest = hashlib.blake2b(f"{link.password_hash}\0{password}".encode(), key=_secret).digest()
    is_known = digest in _right
    wait = await seconds_to_wait(db, [guest]) if is_known else await db.write(count_attempt, [guest, all_guests])
    if wait:
        raise RateLimited(wait)
    if is_known:
        return
    if not await verify_password(link.password_hash, password):
        raise _wrong_password()
    _right[digest] = None
    if len(_right) > REMEMBERED:
        del _right[next(iter(_right))]
    await db.write(_succeed, guest, all_guests)


async def grant_of(reader: Reader, subject: Subject | None, link: SharedLink) -> LinkGrant | None:
    """What a link lets the subject do (None is somebody who has not signed in), its password aside.

    Nothing where it is for colleagues and the subject is none, or where it only leads collaborators to the item.
    """
    level = await effective_access(reader, link)
    is_colleague = subject is not None and subject.enterprise_id == link.enterprise_id
    if level == "open" or (level == "company" and is_colleague):
        return LinkGrant(link.item_id, permission_of(link))
    return None


async def find_link(reader: Reader, path: str) -> SharedLink | None:
    """A link in force by the path of its address; the host may be any, because a server has several names."""
    match = ADDRESS.search(path)
    if match is None:
        return None
    kind, name = match.groups()
    found = _BY_VANITY if kind == "v" else _BY_TOKEN
    return await reader.one(found, name=name.casefold() if kind == "v" else name, now=reader.now)


async def find_shared(reader: Reader, subject: Subject, header: str) -> Access:
    """The item behind the link that a BoxApi header names, for a subject that `with_link` let pass.

    Raises NotFound, which tells nothing of the item, where the link leads the subject nowhere.
    """
    link = await find_link(reader, urlsplit(read_header(header).url).path)
    if link is None:
        raise no_link()
    try:
        return await reach_active(reader, subject, link.item_id, None, Action.VIEW)
    except NotFound:
        raise no_link() from None


def read_header(text: str) -> LinkHeader:
    """The parts of a BoxApi header; raises BadRequest for one without a link."""
    parts = parse_qs(text.replace("+", "%2B"), keep_blank_values=True)
    if "shared_link" not in parts:
        raise BadRequest("The header BoxApi must be shared_link=ADDRESS, with &shared_link_password=... where needed")
    return LinkHeader(parts["shared_link"][0], parts.get("shared_link_password", [None])[0])


def no_link() -> NotFound:
    """What is answered where a link leads nowhere: to others as to those whom it is not for."""
    return NotFound("There is no shared link with this address")


def _wrong_password() -> Forbidden:
    message = "The shared link needs its password: send it as shared_link_password"
    return Forbidden(message, code="incorrect_shared_item_password")


async def _succeed(tx: Transaction, guest: str, all_guests: str) -> None:
    await forget_attempts(tx, guest)
    await take_back_attempt(tx, all_guests)
