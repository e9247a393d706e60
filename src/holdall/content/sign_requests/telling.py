"""What is told of sign requests: events about the file that is signed, and mail to signers and sender."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.clock import format_instant
from holdall.base.db import Transaction, contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import ApiError
from holdall.content.access import Access, Action, reach, reach_active
from holdall.content.access.explain import subject_for
from holdall.content.access.others import OF_COLLABORATORS, those_who_may
from holdall.content.access.reach import find_places
from holdall.content.identity.subject import GUEST
from holdall.content.identity.tables import users
from holdall.content.identity.users import User
from holdall.content.items.news import announce
from holdall.content.items.tables import ItemType
from holdall.content.mail import post_mail
from holdall.content.sign_requests.rows import Signer, SignRequest

NOBODY = 0
ERROR_FINALIZING = "SIGN_DOCUMENT_ERROR_FINALIZING"
"""What webhooks are told of and Box's events have no type for: the signatures could not be put on the document."""

_SENDER = query(
    sa.select(users.c.name, users.c.login, users.c.kind).where(
        users.c.id == sa.bindparam("user_id", type_=sa.BigInteger)
    )
)
_USERS = query(sa.select(*rows_of(User, users)).where(contains(users.c.id, "ids")), into=User)
_BY_NOBODY = frozenset({"SIGN_DOCUMENT_COMPLETED", "SIGN_DOCUMENT_EXPIRED", ERROR_FINALIZING})
_BLANKS = re.compile(r"[^\S\n]+")
_BREAKING = frozenset({"br", "li", "ol", "p", "ul", "blockquote", "div"})


async def sender_access(reader: Reader, request: SignRequest, action: Action) -> Access | None:
    """The file of a request as its sender reaches it; None where the sender may not do this to it (any more)."""
    for sender in await those_who_may(reader, action, request.file_id, [request.sender_id]):
        subject = subject_for(sender, OF_COLLABORATORS)
        try:
            return await reach_active(reader, subject, request.file_id, ItemType.FILE, action)
        except ApiError:
            return None
    return None


async def announce_request(
    tx: Transaction, /, request: SignRequest, event_type: str, signer: Signer | None = None, **more: Any
) -> None:
    """Write an event about the file of a request: by the sender, or by nobody that the platform knows where a signer acts."""
    told = {"sign_request": {"id": str(request.id), "name": request.name, "status": request.status}, **more}
    if signer is not None:
        told["signer"] = {"email": signer.email, "role": signer.role}
    place = (await find_places(tx, NOBODY, [request.file_id]))[request.file_id]
    owner_id = place.chain[-1].owner_id
    people = {one.id: subject_for(one) for one in await tx.all(_USERS, ids=[request.sender_id, owner_id])}
    # As its owner reaches it: the sender may not see it any more, and it may be in the trash.
    access = await reach(tx, people[owner_id or 0], request.file_id, ItemType.FILE)
    actor = people[request.sender_id]
    if signer is not None or event_type in _BY_NOBODY:
        actor = msgspec.structs.replace(actor, kind=GUEST)
    await announce(tx, msgspec.structs.replace(access, subject=actor), event_type, **told)


async def ask_signers(
    tx: Transaction, request: SignRequest, signers: Iterable[Signer], address: str, *, is_reminder: bool = False
) -> None:
    """Mail to those whose turn it is, but for those who are brought to their page by another system or want none."""
    sender = await tx.one(_SENDER, user_id=request.sender_id)
    name, login = sender[:2] if sender is not None else ("Somebody", "")
    for signer in signers:
        if signer.options.suppress_notifications or signer.options.embed_url_external_user_id is not None:
            continue
        subject = request.options.email_subject or f"{name} asks you to {_verb(signer)} “{request.name}”"
        await post_mail(
            tx,
            enterprise_id=request.enterprise_id,
            recipient=signer.email,
            template="sign_request",
            subject=f"Reminder: {subject}" if is_reminder else subject,
            sender=name,
            sender_login=login,
            verb=_verb(signer),
            name=request.name,
            message=plain_text(request.options.email_message or ""),
            expires_at=None if request.expires_at is None else format_instant(request.expires_at)[:10],
            link=f"{address}{signer.path}",
        )


async def tell_end(
    tx: Transaction, request: SignRequest, signers: Iterable[Signer], address: str, *, reason: str = ""
) -> None:
    """Mail to the sender and to all who were asked: the request is signed, declined, cancelled or expired now.

    Of a document that all have signed everybody learns, with an address where it is to be had.
    """
    sender = await tx.one(_SENDER, user_id=request.sender_id)
    what = request.status
    values = {"name": request.name, "what": what, "reason": reason}
    told = set()
    if sender is not None and sender[2] == "managed":  # the others read no mail
        told.add(sender[1].casefold())
        await post_mail(
            tx,
            enterprise_id=request.enterprise_id,
            recipient=sender[1],
            template="sign_end",
            link=f"{address}/file/{request.file_id}",
            **values,
        )
    for signer in signers:
        is_asked = signer.told_at is not None or what == "signed"
        if not is_asked or signer.options.suppress_notifications or signer.email.casefold() in told:
            continue
        if signer.position == 0 and sender is not None and sender[2] != "managed":
            continue
        link = f"{address}{signer.path}" if what == "signed" else ""
        await post_mail(
            tx, enterprise_id=request.enterprise_id, recipient=signer.email, template="sign_end", link=link, **values
        )


def plain_text(html: str) -> str:
    """The words of a message, without the tags that it may have; where they broke lines, lines break."""
    words = _Words()
    words.feed(html)
    words.close()
    text = _BLANKS.sub(" ", "".join(words.pieces))
    return "\n".join(line.strip() for line in text.split("\n")).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKING:
            self.pieces.append("\n")
        address = dict(attrs).get("href") if tag == "a" else None
        if address:
            self.pieces.append(f"{address} ")


def _verb(signer: Signer) -> str:
    return "approve" if signer.role == "approver" else "sign"
