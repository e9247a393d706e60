"""The document of a request: made of its sources, and made anew with each signature; both carried out by the engine.

Everything that opens a file runs in a child of the renditions. The document as nobody has signed it is kept with the request,
so each version is made of that and of all signatures there are: whoever does it twice makes the same.
"""

import msgspec

from holdall.base.db import Database, Transaction
from holdall.base.errors import ApiError, Forbidden, NotFound
from holdall.base.keys import ServerKey
from holdall.content.access import Action, lock_trees
from holdall.content.identity.subject import Subject
from holdall.content.items.files import Content, add_file, replace_content
from holdall.content.items.siblings import free_name
from holdall.content.renditions.errors import Refused
from holdall.content.renditions.formats import Format
from holdall.content.renditions.making import Renditions
from holdall.content.renditions.messages import Job
from holdall.content.renditions.parts import PDF
from holdall.content.sign_requests import marks
from holdall.content.sign_requests.log import log_of
from holdall.content.sign_requests.progress import send, set_status
from holdall.content.sign_requests.rows import Signer, SignRequest, find_row, lock_row, signers_of, whose_turn
from holdall.content.sign_requests.seal import seal
from holdall.content.sign_requests.tables import sign_requests, sign_signers
from holdall.content.sign_requests.tags import Tag, inputs_of
from holdall.content.sign_requests.telling import ERROR_FINALIZING, announce_request, sender_access, tell_end
from holdall.content.storage_policies.choosing import store_of
from holdall.storage import Intake, Stores, Taken, find_parts, read_parts

MAX_DOCUMENT = 60 * 1024 * 1024
"""The largest document, in bytes, that is signed: it goes through a child as a whole."""
_UNREADABLE = "document_unreadable"
_NO_ACCESS = "sender_has_no_access"


class Workshop(msgspec.Struct, frozen=True):
    """What documents are made with; `address` is the server's, for links in mail."""

    db: Database
    stores: Stores
    renditions: Renditions
    key: ServerKey
    address: str


async def prepare_document(shop: Workshop, request_id: int) -> None:
    """Make the document of a new request of its sources, and send the request, or leave it to its sender to prepare."""
    request = await find_row(shop.db, request_id)
    if request is None or request.status != "converting":
        return
    try:
        sources = [await _pdf_of(shop, version_id, name) for _, version_id, name in request.sources]
        made = await shop.renditions.carry_out(
            Job("assemble", {"sizes": [len(one) for one in sources]}), _joined(sources)
        )
    except Refused:
        await shop.db.write(_fail, request_id, "error_converting", _UNREADABLE)
        return
    tags = msgspec.json.decode(made["tags"], type=list[Tag])
    await _write_version(shop, request, made["pdf"], _Prepared(tags=tags, address=shop.address))


async def finish_document(shop: Workshop, request_id: int) -> None:
    """Make a version of the file that shows all signatures there are; the last one seals it, and ends the request."""
    request = await find_row(shop.db, request_id)
    if request is None or request.blob_key is None or request.status not in {"sent", "viewed", "finalizing"}:
        return
    signers = (await signers_of(shop.db, [request_id]))[request_id]
    signed = [one for one in signers if one.decision == "signed"]
    is_last = request.status == "finalizing" and not whose_turn(signers)
    if len(signed) <= request.rendered and not is_last:
        return
    try:
        base = await _read_base(shop, request.blob_key)
        document = (await shop.renditions.carry_out(marks.job_of(request, signers), base))["pdf"]
        log = b""
        if is_last:
            document = await seal(shop.key, document, name=request.name, at=shop.db.now)
            log = await _make_log(shop, request, signers, document)
    except Refused:
        await shop.db.write(_fail, request_id, "error_finalizing", _UNREADABLE)
        return
    await _write_version(shop, request, document, _Finished(len(signed), log, shop.address))


class _Prepared(msgspec.Struct, frozen=True):
    """What comes with the first version: the tags that stand in the document."""

    tags: list[Tag]
    address: str


class _Finished(msgspec.Struct, frozen=True):
    """What comes with a version: how many signatures it shows, and the log of a document that is done."""

    signatures: int
    log: bytes
    address: str


async def _write_version(shop: Workshop, request: SignRequest, document: bytes, news: _Prepared | _Finished) -> None:
    access = await sender_access(shop.db, request, Action.UPLOAD)
    error = "error_converting" if isinstance(news, _Prepared) else "error_finalizing"
    if access is None:
        await shop.db.write(_fail, request.id, error, _NO_ACCESS)
        return
    intake = shop.stores.intake_of(await store_of(shop.db, access.owner_id))
    taken = [await intake.put(document)]
    if isinstance(news, _Finished) and news.log:
        taken.append(await intake.put(news.log))
    try:
        if isinstance(news, _Prepared):
            is_used = await shop.db.write(_note_prepared, request, intake, taken, news)
        else:
            is_used = await shop.db.write(_note_finished, request, intake, taken, news)
    except ApiError as refusal:
        is_used = False
        await shop.db.write(_fail, request.id, error, refusal.reason)
    if not is_used:
        for one in taken:
            await intake.discard(one)


async def _note_prepared(
    tx: Transaction, seen: SignRequest, intake: Intake, taken: list[Taken], news: _Prepared
) -> bool:
    await lock_trees(tx, seen.file_id, seen.folder_id)  # before the row, as whoever deletes them does
    request = await lock_row(tx, seen.id)
    if request is None or request.status != "converting":
        return False
    key, _ = await _add_version(tx, request, intake, taken[0])
    signers = (await signers_of(tx, [request.id]))[request.id]
    for signer, inputs in inputs_of(news.tags, signers, request.options.prefill_tags):
        await tx.update(sign_signers, {"id": signer.id}, inputs=inputs)
    await announce_request(tx, request, "SIGN_DOCUMENT_CONVERTED")
    request = await set_status(tx, request, "created", blob_key=key)
    if not request.options.is_document_preparation_needed:
        await send(tx, request, news.address)
    return True


async def _note_finished(
    tx: Transaction, seen: SignRequest, intake: Intake, taken: list[Taken], news: _Finished
) -> bool:
    await lock_trees(tx, seen.file_id, seen.folder_id)  # before the row, as whoever deletes them does
    request = await lock_row(tx, seen.id)
    if request is None or request.status not in {"sent", "viewed", "finalizing"}:
        return False
    if news.signatures < request.rendered or (news.signatures == request.rendered and not news.log):
        return False
    _, sender = await _add_version(tx, request, intake, taken[0])
    await tx.update(sign_requests, {"id": request.id}, rendered=news.signatures)
    if news.log:
        log_id = await _add_log(tx, sender, request, intake, taken[1])
        signed = await set_status(tx, request, "signed", log_id=log_id)
        await announce_request(tx, signed, "SIGN_DOCUMENT_COMPLETED")
        await tell_end(tx, signed, (await signers_of(tx, [request.id]))[request.id], news.address)
    return True


async def _add_version(tx: Transaction, request: SignRequest, intake: Intake, document: Taken) -> tuple[str, Subject]:
    """Write the next version of the file; the key of its blob, and the sender."""
    access = await sender_access(tx, request, Action.UPLOAD)
    if access is None:
        raise Forbidden("Who has sent the request may not write its file any more", code=_NO_ACCESS)
    blob = await intake.record(tx, document, enterprise_id=access.item.enterprise_id)
    content = Content(blob.key, blob.size, blob.sha1)
    changed = await replace_content(
        tx, access, content, name=access.item.name, content_modified_at=tx.now, event_type="ITEM_UPLOAD"
    )
    await tx.update(sign_requests, {"id": request.id}, version_id=changed.item.version_id)
    return blob.key, access.subject


async def _add_log(tx: Transaction, subject: Subject, request: SignRequest, intake: Intake, taken: Taken) -> int:
    blob = await intake.record(tx, taken, enterprise_id=request.enterprise_id)
    name = request.name.removesuffix(".pdf")
    added = await add_file(
        tx,
        subject,
        parent_id=request.folder_id,
        name=await free_name(tx, request.folder_id, f"{name[:235]} Signing Log.pdf"),
        content=Content(blob.key, blob.size, blob.sha1),
    )
    return added.item.id


async def _fail(tx: Transaction, request_id: int, status: str, code: str) -> None:
    request = await lock_row(tx, request_id)
    if request is not None and request.status in {"converting", "sent", "viewed", "finalizing"}:
        failed = await set_status(tx, request, status, error_code=code, remind_at=None)
        if status == "error_finalizing":
            await announce_request(tx, failed, ERROR_FINALIZING, error_code=code)


async def _pdf_of(shop: Workshop, version_id: int, name: str) -> bytes:
    """A source as a PDF; raises Refused where there is none to be had."""
    try:
        source = await shop.renditions.source(version_id, name)
    except NotFound:
        source = None
    if source is None:
        raise Refused("It is gone")
    if source.kind is not Format.PDF:
        made = await shop.renditions.make(source, PDF)
        if made is None:
            raise Refused("It cannot be made a PDF")
        return await shop.renditions.read(made)
    if source.size > MAX_DOCUMENT:
        raise Refused(f"It has more than {MAX_DOCUMENT} bytes")
    return await shop.renditions.read_source(source)


async def _read_base(shop: Workshop, key: str) -> bytes:
    """The document as nobody has signed it."""
    parts = await find_parts(shop.db, key)
    pieces = await read_parts(shop.stores, parts, 0, sum(part.size for part in parts))
    return b"".join([piece async for piece in pieces])


async def _make_log(shop: Workshop, request: SignRequest, signers: list[Signer], document: bytes) -> bytes:
    text = log_of(request, signers, document, shop.db.now)
    return (await shop.renditions.carry_out(Job("pdf", {"format": Format.TEXT}), text.encode()))["pdf"]


def _joined(sources: list[bytes]) -> bytes:
    if sum(map(len, sources)) > MAX_DOCUMENT:
        raise Refused(f"Together the documents have more than {MAX_DOCUMENT} bytes")
    return b"".join(sources)
