"""What signers do on their pages: look at the document, sign or approve it, or decline.

A signer is whoever has the secret address of the page. The page asks for a sign-in and a password where the request says so.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

from holdall.base.attempts import count_attempt, forget_attempts, take_back_attempt
from holdall.base.clock import format_instant
from holdall.base.db import Database, Transaction
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Forbidden, Gone, InvalidParameter, NotFound, RateLimited
from holdall.base.passwords import verify_password
from holdall.content.sign_requests.progress import REASON_LENGTH, go_on, order_document, set_status
from holdall.content.sign_requests.rows import (
    OPEN,
    Input,
    Signature,
    Signer,
    SignRequest,
    done,
    find_row,
    find_signer,
    lock_row,
    signers_of,
    whose_turn,
)
from holdall.content.sign_requests.tables import sign_signers
from holdall.content.sign_requests.telling import announce_request, tell_end

State = Literal["open", "preparing", "waiting", "decided", "reading", "signed", "over"]
"""What a signer meets: may decide now; the document is being made; others come first; has decided; only reads; all have
signed; or it ended otherwise."""
NAME_LENGTH = 100
VALUE_LENGTH = 500
MOST_STROKES, MOST_POINTS = 100, 5000


class Visit(msgspec.Struct, frozen=True):
    """A signer at the page: the request and all its signers with it."""

    request: SignRequest
    signer: Signer
    signers: list[Signer]

    def state(self, now: int) -> State:
        """What there is to do for the signer."""
        status = self.request.status_at(now)
        if status in {"converting", "created"}:
            return "preparing"
        if status == "signed":
            return "signed"
        if status not in OPEN | {"finalizing"}:
            return "over"
        if not self.signer.must_decide:
            return "reading"
        if done(self.signer, self.signers):
            return "decided"
        return "open" if any(one.id == self.signer.id for one in whose_turn(self.signers)) else "waiting"


async def open_visit(reader: Reader, token: str) -> Visit:
    """The request and the signer of a page; raises NotFound for an address that never was."""
    signer = await find_signer(reader, token)
    request = None if signer is None else await find_row(reader, signer.request_id)
    if signer is None or request is None:
        raise NotFound("There is no document to sign at this address")
    return Visit(request, signer, (await signers_of(reader, [request.id]))[request.id])


async def check_signer_password(db: Database, signer: Signer, password: str, caller: str) -> None:
    """Raise Forbidden for a wrong password, and RateLimited for a caller (or everybody) who has guessed too often."""
    if signer.password_hash is None:
        return
    guest, all_guests = f"guest:sign {signer.id}:{caller}", f"link:sign {signer.id}"
    wait = await db.write(count_attempt, [guest, all_guests])
    if wait:
        raise RateLimited(wait)
    if not await verify_password(signer.password_hash, password):
        raise Forbidden("The password is wrong")

    async def succeed(tx: Transaction) -> None:
        await forget_attempts(tx, guest)
        await take_back_attempt(tx, all_guests)

    await db.write(succeed)


async def note_view(tx: Transaction, token: str) -> None:
    """A unit: a signer whose turn it is sees the document; the first time is remembered."""
    visit = await _lock_visit(tx, token)
    if visit.signer.viewed_at is not None or visit.state(tx.now) != "open":
        return
    await tx.update(sign_signers, {"id": visit.signer.id}, viewed_at=tx.now)
    request = visit.request
    if request.status == "sent":
        request = await set_status(tx, request, "viewed")
    await announce_request(tx, request, "SIGN_DOCUMENT_VIEWED_BY_SIGNER", visit.signer)


async def sign(
    tx: Transaction,
    token: str,
    signature: Signature,
    values: Mapping[int, str],
    *,
    network_address: str | None,
    address: str,
) -> Visit:
    """A unit: sign or approve; `values` are for the places to fill in, by their number. Answers the visit after it.

    Raises NotFound, Gone where the request is over, BadRequest where it is not the signer's turn, and InvalidParameter.
    """
    visit = await _lock_to_decide(tx, token)
    if visit.signer.role == "signer":
        _check_signature(visit.request, signature)
    inputs = [
        _filled(place, values.get(number, ""), number, tx.now) for number, place in enumerate(visit.signer.inputs)
    ]
    await tx.update(
        sign_signers,
        {"id": visit.signer.id},
        decision="signed",
        decided_at=tx.now,
        signature=signature,
        inputs=inputs,
        viewed_at=visit.signer.viewed_at or tx.now,
        address=network_address,
    )
    request = visit.request if visit.request.status != "sent" else await set_status(tx, visit.request, "viewed")
    await announce_request(tx, request, "SIGN_DOCUMENT_SIGNED", visit.signer)
    await go_on(tx, request, address)
    await order_document(tx, request)
    return await open_visit(tx, token)


async def decline(tx: Transaction, token: str, reason: str, *, network_address: str | None, address: str) -> Visit:
    """A unit: decline, which ends the request for everybody. Raises as `sign`."""
    visit = await _lock_to_decide(tx, token)
    if len(reason) > REASON_LENGTH:
        raise InvalidParameter("reason", f"has {REASON_LENGTH} characters at most")
    await tx.update(
        sign_signers,
        {"id": visit.signer.id},
        decision="declined",
        decided_at=tx.now,
        reason=reason.strip() or None,
        address=network_address,
    )
    declined = await set_status(tx, visit.request, "declined")
    await announce_request(tx, declined, "SIGN_DOCUMENT_DECLINED", visit.signer, reason=reason.strip())
    others = [one for one in visit.signers if one.id != visit.signer.id]
    await tell_end(tx, declined, others, address, reason=f"{visit.signer.email}: {reason.strip()}".rstrip(": "))
    return await open_visit(tx, token)


async def _lock_visit(tx: Transaction, token: str) -> Visit:
    signer = await find_signer(tx, token)
    if signer is not None:
        await lock_row(tx, signer.request_id)  # and then we look again
    return await open_visit(tx, token)


async def _lock_to_decide(tx: Transaction, token: str) -> Visit:
    visit = await _lock_visit(tx, token)
    state = visit.state(tx.now)
    if state in {"over", "signed"}:
        raise Gone(f"The document is {visit.request.status_at(tx.now)}")
    if state != "open":
        raise BadRequest("It is not your turn: you have decided already, or others come first")
    return visit


def _check_signature(request: SignRequest, signature: Signature) -> None:
    if not signature.name.strip():
        raise InvalidParameter("name", "is asked for: type your name")
    if len(signature.name) > NAME_LENGTH:
        raise InvalidParameter("name", f"has {NAME_LENGTH} characters at most")
    if not signature.strokes and not request.options.are_text_signatures_enabled:
        raise InvalidParameter("drawing", "is asked for: a typed name is not enough here")
    points = [point for stroke in signature.strokes for point in stroke]
    is_sane = all(0 <= x <= 1 and 0 <= y <= 1 for x, y in points) and all(signature.strokes)
    if not is_sane or len(signature.strokes) > MOST_STROKES or len(points) > MOST_POINTS:
        raise InvalidParameter("drawing", "cannot be used: draw it again")


def _filled(place: Input, value: str, number: int, now: int) -> Input:
    """A place with what was filled in; raises InvalidParameter where that is missing or cannot be."""
    name, value = place.label or f"place {number + 1}", value.strip()
    if place.type == "signature":
        return msgspec.structs.replace(place, text_value=None)
    if place.read_only:
        return place
    if len(value) > VALUE_LENGTH:
        raise InvalidParameter(name, f"has {VALUE_LENGTH} characters at most")
    if place.is_required and not value:
        raise InvalidParameter(name, "is asked for")
    if place.type == "checkbox":
        return msgspec.structs.replace(place, checkbox_value=bool(value))
    if place.type == "date":
        return msgspec.structs.replace(place, date_value=_read_date(name, value, now))
    if place.choices and value not in place.choices and value:
        raise InvalidParameter(name, "is not one of the choices")
    return msgspec.structs.replace(place, text_value=value or None)


def _read_date(name: str, value: str, now: int) -> str | None:
    if not value:
        return None
    shape = "".join("0" if one.isdigit() and one.isascii() else one for one in value)
    if shape != "0000-00-00":
        raise InvalidParameter(name, f"is a date such as {format_instant(now)[:10]}")
    return value
