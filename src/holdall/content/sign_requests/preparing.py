"""Preparing a request: its sender says where on the document signers sign, and sends it. Where tags say so, nothing is asked.

https://developer.box.com/guides/box-sign/create-sign-request (is_document_preparation_needed)
"""

from collections.abc import Mapping

from holdall.base.db import Transaction
from holdall.base.db.database import Reader
from holdall.base.errors import Gone, NotFound
from holdall.content.sign_requests.progress import send
from holdall.content.sign_requests.rows import Input, Signer, SignRequest, find_prepared, lock_row, signers_of
from holdall.content.sign_requests.tables import sign_signers

WIDTH, HEIGHT = 0.3, 0.06
_MARGIN = 0.06
_LEFTS = {"left": _MARGIN, "middle": (1 - WIDTH) / 2, "right": 1 - WIDTH - _MARGIN}
_TOPS = {"top": _MARGIN, "centre": (1 - HEIGHT) / 2, "bottom": 1 - HEIGHT - _MARGIN}
PLACES = {f"{row} {column}": (left, top) for row, top in _TOPS.items() for column, left in _LEFTS.items()}
"""Where on a page a signature may be put, by name."""


async def open_preparation(reader: Reader, token: str) -> tuple[SignRequest, list[Signer]]:
    """The request that is prepared at this address, and those for whom a place is wanted.

    Raises NotFound for an address that never was, and Gone where the request was sent already or has ended.
    """
    request = await find_prepared(reader, token)
    if request is None:
        raise NotFound("There is nothing to prepare at this address")
    if request.status_at(reader.now) not in {"converting", "created"}:
        raise Gone("The request was prepared already")
    signers = (await signers_of(reader, [request.id]))[request.id]
    return request, [one for one in signers if one.role == "signer" and not one.inputs]


async def finish_preparation(
    tx: Transaction, token: str, places: Mapping[int, tuple[int, str]], *, address: str
) -> SignRequest:
    """A unit: put the signatures of signers (by position) on a page (0 is the first) at a place, and send the request.

    Who is given none signs on a sheet behind the document. Raises as `open_preparation`, and Gone for a document that is
    not made yet.
    """
    found, _ = await open_preparation(tx, token)
    await lock_row(tx, found.id)
    request, signers = await open_preparation(tx, token)
    if request.status != "created":
        raise Gone("The document is still being made")
    for signer in signers:
        if signer.position in places:
            page, place = places[signer.position]
            left, top = PLACES[place]
            one = Input(type="signature", page_index=page, x=left, y=top, width=WIDTH, height=HEIGHT)
            await tx.update(sign_signers, {"id": signer.id}, inputs=[one])
    return await send(tx, request, address)
