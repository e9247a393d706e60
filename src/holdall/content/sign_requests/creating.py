"""Making sign requests: what is asked for is checked, and the file that will be signed is put into its folder at once.

https://developer.box.com/guides/box-sign/create-sign-request/. What takes time is ordered from the engine: see `documents`.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import urlsplit

import msgspec

from holdall.base.clock import DAY
from holdall.base.db import Transaction
from holdall.base.errors import ApiError, BadRequest, InvalidParameter
from holdall.base.ids import new_secret, new_uuid
from holdall.content.access import Access, Action, lock_trees, reach_active
from holdall.content.identity.subject import Subject
from holdall.content.identity.users import is_address
from holdall.content.items.copies import copy_file
from holdall.content.items.folders import create_folder
from holdall.content.items.names import MAX_NAME_LENGTH, check_name, extension_of
from holdall.content.items.siblings import find_by_name, free_name
from holdall.content.items.tables import ItemType
from holdall.content.orders import place_order
from holdall.content.renditions.formats import Format, format_of, has_text
from holdall.content.sign_requests.apart import require_together
from holdall.content.sign_requests.progress import PREPARE
from holdall.content.sign_requests.rows import Input, Options, Role, SignerOptions, SignRequest, signers_of
from holdall.content.sign_requests.rows import Signer as SignerRow
from holdall.content.sign_requests.tables import sign_requests, sign_signers

MOST_FILES = 10
MOST_SIGNERS = 35
MOST_DAYS = 730
DEFAULT_FOLDER = "My Sign Requests"
TEXT_LENGTH = 10_000
_ENDING = ".pdf"


class NewSigner(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to sign; `password_hash` is of the password that the page asks for."""

    email: str
    role: Role = "signer"
    turn: int | None = None
    group: str | None = None
    password_hash: str | None = None
    options: SignerOptions = SignerOptions()
    inputs: list[Input] = []


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A request to make. Without a folder it goes where the first file is, if that may be."""

    source_ids: list[int]
    signers: list[NewSigner]
    options: Options = Options()
    name: str | None = None
    folder_id: int | None = None


async def create_request(tx: Transaction, subject: Subject, wanted: Wanted) -> tuple[SignRequest, list[SignerRow]]:
    """A unit: make a request, which is sent as soon as its document is made.

    Raises InvalidParameter, NotFound and Forbidden for files (which the sender must be able to download) and folder,
    BarrierBlocks, and what copying a file does.
    """
    _check(wanted)
    await lock_trees(tx, *wanted.source_ids, wanted.folder_id or subject.root_id)
    sources = [await _reach_source(tx, subject, file_id) for file_id in wanted.source_ids]
    folder = await _choose_folder(tx, subject, wanted, sources[0])
    await require_together(tx, [one.email for one in wanted.signers], [subject.user_id, folder.owner_id])
    name = await free_name(
        tx, folder.item.id, _name_of(wanted.name or sources[0].item.name, is_given=bool(wanted.name))
    )
    file = await copy_file(tx, subject, sources[0].item.id, parent_id=folder.item.id, name=name)
    days = wanted.options.days_valid
    request = SignRequest(
        id=tx.new_id(),
        enterprise_id=subject.enterprise_id,
        sender_id=subject.user_id,
        name=name,
        status="converting",
        error_code=None,
        options=wanted.options,
        sources=[(one.item.id, one.item.version_id or 0, one.item.name) for one in sources],
        folder_id=folder.item.id,
        file_id=file.item.id,
        log_id=None,
        blob_key=None,
        version_id=None,
        rendered=0,
        prepare_token=new_secret(40) if wanted.options.is_document_preparation_needed else None,
        created_at=tx.now,
        sent_at=None,
        finished_at=None,
        expires_at=tx.now + days * DAY if days else None,
        remind_at=None,
    )
    await tx.insert(sign_requests, **_row(request))
    for signer in _signers_of(tx, subject, request.id, wanted.signers):
        await tx.insert(sign_signers, **_row(signer))
    await place_order(tx, PREPARE, request.id)
    return request, (await signers_of(tx, [request.id]))[request.id]


def _row(struct: SignRequest | SignerRow) -> dict[str, object]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def _signers_of(tx: Transaction, subject: Subject, request_id: int, wanted: Sequence[NewSigner]) -> list[SignerRow]:
    """The rows of the signers, the sender before all others: as a reader of the final copy, unless named among them."""
    own = next((one for one in wanted if one.email.casefold() == subject.login.casefold()), None)
    first = own or NewSigner(email=subject.login, role="final_copy_reader", turn=0)
    others = [one for one in wanted if one is not own]
    sizes = Counter(one.group for one in wanted if one.group is not None)
    groups = {name: new_uuid() for name, size in sizes.items() if size > 1}
    return [
        SignerRow(
            id=tx.new_id(),
            request_id=request_id,
            position=position,
            token=new_secret(40),
            email=one.email,
            role=one.role,
            turn=one.turn if one.turn is not None else 1,
            group_id=groups.get(one.group or ""),
            password_hash=one.password_hash,
            options=one.options,
            inputs=one.inputs,
            told_at=None,
            viewed_at=None,
            decision=None,
            decided_at=None,
            reason=None,
            signature=None,
            address=None,
        )
        for position, one in enumerate((first, *others))
    ]


async def _reach_source(tx: Transaction, subject: Subject, file_id: int) -> Access:
    file = await reach_active(tx, subject, file_id, ItemType.FILE, Action.DOWNLOAD)
    kind = format_of(file.item.name)
    if kind is not Format.PDF and not has_text(kind):
        ending = extension_of(file.item.name) or "no extension"
        message = f"the file {file_id} ({ending}) cannot be made a PDF: choose a PDF, a text or an office document"
        raise InvalidParameter("source_files", message)
    return file


async def _choose_folder(tx: Transaction, subject: Subject, wanted: Wanted, first: Access) -> Access:
    if wanted.folder_id is not None:
        folder = await reach_active(tx, subject, wanted.folder_id, ItemType.FOLDER, Action.UPLOAD)
        if folder.is_root:
            raise InvalidParameter("parent_folder", "must not be All Files: choose a folder in it")
        return folder
    assert first.item.parent_id is not None
    with suppress(ApiError):
        folder = await reach_active(tx, subject, first.item.parent_id, ItemType.FOLDER, Action.UPLOAD)
        if not folder.is_root:
            return folder
    known = await find_by_name(tx, subject.root_id, DEFAULT_FOLDER)
    if known is not None and known.type == ItemType.FOLDER:
        return await reach_active(tx, subject, known.id, ItemType.FOLDER, Action.UPLOAD)
    return await create_folder(tx, subject, parent_id=0, name=await free_name(tx, subject.root_id, DEFAULT_FOLDER))


def _name_of(name: str, *, is_given: bool) -> str:
    """The name of the document: a PDF's, whatever the first source is."""
    if name.lower().endswith(_ENDING):
        return check_name(name)
    extension = extension_of(name)
    stem = name if is_given or not extension else name.removesuffix(f".{extension}")
    return check_name(stem[: MAX_NAME_LENGTH - len(_ENDING)] + _ENDING)


def _check(wanted: Wanted) -> None:
    options = wanted.options
    if not 1 <= len(wanted.source_ids) <= MOST_FILES:
        raise InvalidParameter("source_files", f"names 1 to {MOST_FILES} files")
    if not 1 <= len(wanted.signers) <= MOST_SIGNERS:
        raise InvalidParameter("signers", f"names 1 to {MOST_SIGNERS} people")
    if options.days_valid is not None and not 0 <= options.days_valid <= MOST_DAYS:
        raise InvalidParameter("days_valid", f"must be between 0 and {MOST_DAYS}")
    _check_lengths(options)
    check_url("redirect_url", options.redirect_url)
    check_url("declined_redirect_url", options.declined_redirect_url)
    emails = Counter(one.email.casefold() for one in wanted.signers)
    for number, one in enumerate(wanted.signers):
        place = f"signers[{number}]"
        if not is_address(one.email):
            raise InvalidParameter(f"{place}.email", "is no e-mail address")
        if emails[one.email.casefold()] > 1:
            raise InvalidParameter(f"{place}.email", "is there twice: each signer has one place")
        if one.turn is not None and not 0 <= one.turn < 2**31:
            raise InvalidParameter(f"{place}.order", "must not be negative")
        check_url(f"{place}.redirect_url", one.options.redirect_url)
        check_url(f"{place}.declined_redirect_url", one.options.declined_redirect_url)
    if all(one.role == "final_copy_reader" for one in wanted.signers):
        raise BadRequest("Somebody must sign or approve: there are readers of the final copy alone")


def _check_lengths(options: Options) -> None:
    for name in ("email_subject", "email_message", "external_id", "external_system_name"):
        text: str | None = getattr(options, name)
        if text is not None and len(text) > TEXT_LENGTH:
            raise InvalidParameter(name, f"has {TEXT_LENGTH} characters at most")


def check_url(name: str, url: str | None) -> None:
    """Raise InvalidParameter for what a browser could not be led to."""
    if url is None:
        return
    try:
        parts = urlsplit(url)
        is_one = parts.scheme in {"http", "https"} and bool(parts.hostname) and url.isprintable() and " " not in url
    except ValueError:
        is_one = False
    if not is_one or len(url) > 2048:
        raise InvalidParameter(name, "must be an address such as https://example.com/done")
