"""How a request goes on: sent, the next one's turn, reminders, its end by cancelling or because its time is over.

Box reminds signers on days 3, 8, 13 and 18: https://developer.box.com/reference/post-sign-requests/ (are_reminders_enabled).
"""

from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.clock import DAY, MINUTE
from holdall.base.db import Database, Transaction, query
from holdall.base.errors import BadRequest
from holdall.content.identity.subject import Subject
from holdall.content.orders import open_orders, place_order
from holdall.content.sign_requests.reading import find_own_request
from holdall.content.sign_requests.rows import (
    OPEN,
    OVER,
    Signer,
    SignRequest,
    lock_row,
    signers_of,
    whose_turn,
)
from holdall.content.sign_requests.tables import sign_requests, sign_signers
from holdall.content.sign_requests.telling import announce_request, ask_signers, tell_end

REMINDER_DAYS = (3, 8, 13, 18)
PREPARE = "prepare sign request"
"""The workflow that makes the document of a request."""
FINISH = "finish sign request"
"""The workflow that puts signatures on the document."""
BATCH = 100
PATIENCE = 10 * MINUTE
"""How old a request is before what is to be made for it may be ordered again."""
REASON_LENGTH = 1000

_NOW = sa.bindparam("now", type_=sa.BigInteger)
_EXPIRED = query(
    sa.select(sign_requests.c.id)
    .where(sign_requests.c.expires_at <= _NOW, sa.or_(*(sign_requests.c.status == one for one in (*OPEN, "created"))))
    .order_by(sign_requests.c.expires_at)
    .limit(BATCH),
    lambda request_id: request_id,
)
_TO_REMIND = query(
    sa.select(sign_requests.c.id)
    .where(sign_requests.c.remind_at <= _NOW)
    .order_by(sign_requests.c.remind_at)
    .limit(BATCH),
    lambda request_id: request_id,
)
_STUCK = query(
    sa.select(sign_requests.c.id)
    .where(
        sign_requests.c.status == sa.bindparam("status"),
        sign_requests.c.created_at <= sa.bindparam("before", type_=sa.BigInteger),
    )
    .order_by(sign_requests.c.id)
    .limit(BATCH),
    lambda request_id: request_id,
)


async def set_status(tx: Transaction, request: SignRequest, status: str, **more: Any) -> SignRequest:
    """Part of a unit: the request with another status, and other columns; one that is over reminds nobody."""
    if status in OVER:
        more |= {"finished_at": tx.now, "remind_at": None}
    values = {"status": status, **more}
    await tx.update(sign_requests, {"id": request.id}, **values)
    return msgspec.structs.replace(request, **values)


async def send(tx: Transaction, request: SignRequest, address: str) -> SignRequest:
    """Part of a unit: a request whose document is ready goes to those whose turn it is first."""
    remind_at = tx.now + REMINDER_DAYS[0] * DAY if request.options.are_reminders_enabled else None
    sent = await set_status(tx, request, "sent", sent_at=tx.now, remind_at=remind_at)
    await announce_request(tx, sent, "SIGN_DOCUMENT_CREATED")
    await go_on(tx, sent, address)
    return sent


async def go_on(tx: Transaction, request: SignRequest, address: str) -> SignRequest:
    """Part of a unit: tell those whose turn it has become; where all have decided, the document is to be finished."""
    signers = (await signers_of(tx, [request.id]))[request.id]
    waited_for = whose_turn(signers)
    if not waited_for:
        request = await set_status(tx, request, "finalizing", remind_at=None)
    new = [one for one in waited_for if one.told_at is None]
    for signer in new:
        await tx.update(sign_signers, {"id": signer.id}, told_at=tx.now)
        await announce_request(tx, request, "SIGN_DOCUMENT_ASSIGNED", signer)
    await ask_signers(tx, request, new, address)
    return request


async def order_document(tx: Transaction, request: SignRequest) -> None:
    """Part of a unit: have a version of the file made that shows what has been signed."""
    await place_order(tx, FINISH, request.id)


async def cancel_request(
    tx: Transaction, subject: Subject, request_id: int, *, reason: str, address: str
) -> tuple[SignRequest, list[Signer]]:
    """A unit: end a request before it is signed; those who were asked get mail. The sender may.

    Raises NotFound, Forbidden, and BadRequest where it is over already, or being finished.
    """
    request = await find_own_request(tx, subject, request_id, lock=True)
    status = request.status_at(tx.now)
    if status in OVER or status == "finalizing":
        raise BadRequest(f"The sign request {request_id} is {status} and cannot be cancelled any more")
    cancelled = await set_status(tx, request, "cancelled")
    signers = (await signers_of(tx, [request_id]))[request_id]
    await announce_request(tx, cancelled, "SIGN_DOCUMENT_CANCELLED", reason=reason)
    await tell_end(tx, cancelled, signers, address, reason=reason)
    return cancelled, signers


async def resend_request(tx: Transaction, subject: Subject, request_id: int, *, address: str) -> None:
    """A unit: mail once more to those whose turn it is. The sender may.

    Raises NotFound, Forbidden, and BadRequest where nobody is waited for.
    """
    request = await find_own_request(tx, subject, request_id, lock=True)
    status = request.status_at(tx.now)
    if status not in OPEN:
        raise BadRequest(f"The sign request {request_id} is {status}: there is nobody to be asked again")
    signers = (await signers_of(tx, [request_id]))[request_id]
    await ask_signers(tx, request, whose_turn(signers), address, is_reminder=True)


async def end_late_requests(db: Database, *, address: str) -> int:
    """Note the end of those whose time is over; how many there were. `address` is the server's, for links in mail."""
    count = 0
    while late := await db.all(_EXPIRED, now=db.now):
        for request_id in late:
            count += await db.write(_expire, request_id, address)
    return count


async def remind_signers(db: Database, *, address: str) -> int:
    """Mail to those who are waited for on the days of reminders; how many requests that was."""
    count = 0
    while due := await db.all(_TO_REMIND, now=db.now):
        for request_id in due:
            count += await db.write(_remind, request_id, address)
    return count


async def order_again(tx: Transaction) -> int:
    """A unit: order what is still to be made and nobody makes any more, because it failed for a moment; how much."""
    count = 0
    for status, workflow in (("converting", PREPARE), ("finalizing", FINISH)):
        ordered = {request_id for (request_id,) in await open_orders(tx, workflow)}
        for request_id in await tx.all(_STUCK, status=status, before=tx.now - PATIENCE):
            if request_id not in ordered:
                await place_order(tx, workflow, request_id)
                count += 1
    return count


async def _expire(tx: Transaction, request_id: int, address: str) -> bool:
    request = await lock_row(tx, request_id)
    if request is None or request.status == "expired" or request.status_at(tx.now) != "expired":
        return False
    expired = await set_status(tx, request, "expired")
    await announce_request(tx, expired, "SIGN_DOCUMENT_EXPIRED")
    await tell_end(tx, expired, (await signers_of(tx, [request_id]))[request_id], address)
    return True


async def _remind(tx: Transaction, request_id: int, address: str) -> bool:
    request = await lock_row(tx, request_id)
    if request is None or request.remind_at is None or request.remind_at > tx.now:
        return False
    assert request.sent_at is not None, "what was not sent reminds nobody"
    days = [request.sent_at + day * DAY for day in REMINDER_DAYS]
    await tx.update(sign_requests, {"id": request_id}, remind_at=next((at for at in days if at > tx.now), None))
    if request.status_at(tx.now) not in OPEN:
        return False
    waited_for = whose_turn((await signers_of(tx, [request_id]))[request_id])
    await ask_signers(tx, request, waited_for, address, is_reminder=True)
    return True
