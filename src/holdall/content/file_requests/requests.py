"""File requests: made, read, changed, copied to another folder, and taken away.

https://developer.box.com/guides/file-requests/. Box lets the owner, co-owners and editors of the folder look after them.
"""

from typing import Any, Literal

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, UnsetType

from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import InvalidParameter, NotFound, PreconditionFailed
from holdall.base.ids import new_secret
from holdall.content.access import Access, Action, reach, reach_active, reach_to_change
from holdall.content.file_requests.tables import file_requests
from holdall.content.identity.subject import Subject
from holdall.content.items.news import announce
from holdall.content.items.tables import ItemType

Status = Literal["active", "inactive"]
TITLE_LENGTH = 255
DESCRIPTION_LENGTH = 10_000
"""Our own limits: both are shown to strangers."""
MOST_ON_A_FOLDER = 100
"""How many are listed on one folder."""


class FileRequest(msgspec.Struct, frozen=True):
    """A file request. Instants in microseconds UTC."""

    id: int
    enterprise_id: int
    folder_id: int
    token: str
    title: str
    description: str
    is_active: bool
    is_email_required: bool
    is_description_required: bool
    expires_at: int | None
    sequence: int
    created_by: int
    created_at: int
    updated_by: int | None
    updated_at: int

    @property
    def etag(self) -> str:
        """The version of the request, as If-Match names it."""
        return str(self.sequence)

    @property
    def path(self) -> str:
        """The path of its page."""
        return f"/f/{self.token}"

    def status(self, now: int) -> Status:
        """Whether it takes files; one whose time is over does not."""
        return "active" if self.is_active and (self.expires_at is None or now < self.expires_at) else "inactive"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a request shall be; what is UNSET stays, or is the default of a new one. Instants in microseconds UTC."""

    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET
    is_email_required: bool | UnsetType = UNSET
    is_description_required: bool | UnsetType = UNSET
    expires_at: int | UnsetType | None = UNSET

    def values(self) -> dict[str, Any]:
        """What is given, by name."""
        given = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value for name, value in given.items() if value is not UNSET}


_ROWS = sa.select(*rows_of(FileRequest, file_requests))
_FIND = query(_ROWS.where(file_requests.c.id == sa.bindparam("request_id", type_=sa.BigInteger)), into=FileRequest)
_LOCK = query(
    _ROWS.where(file_requests.c.id == sa.bindparam("request_id", type_=sa.BigInteger)).with_for_update(),
    into=FileRequest,
)
_BY_TOKEN = query(_ROWS.where(file_requests.c.token == sa.bindparam("token", type_=sa.Text)), into=FileRequest)
_ON_FOLDER = query(
    _ROWS.where(file_requests.c.folder_id == sa.bindparam("folder_id", type_=sa.BigInteger))
    .order_by(file_requests.c.id)
    .limit(MOST_ON_A_FOLDER),
    into=FileRequest,
)


async def create_request(
    tx: Transaction, subject: Subject, folder_id: int, wanted: Wanted
) -> tuple[FileRequest, Access]:
    """A unit: make a request for a folder; answers it with the folder.

    Raises NotFound and Forbidden for the folder, and InvalidParameter.
    """
    folder = await reach_to_change(tx, subject, folder_id, ItemType.FOLDER, Action.EDIT)
    if folder.is_root:
        raise InvalidParameter("folder", "All Files has no file requests: choose a folder in it")
    return await _insert(tx, folder, {"title": folder.item.name, **_checked(wanted.values(), tx.now)}), folder


async def copy_request(
    tx: Transaction, subject: Subject, request_id: int, folder_id: int, wanted: Wanted
) -> tuple[FileRequest, Access]:
    """A unit: make one like another for another folder, with what is wanted otherwise; raises as `create_request`."""
    source, _ = await find_request(tx, subject, request_id)
    kept = {name: getattr(source, name) for name in wanted.__struct_fields__}
    folder = await reach_to_change(tx, subject, folder_id, ItemType.FOLDER, Action.EDIT)
    if folder.is_root:
        raise InvalidParameter("folder", "All Files has no file requests: choose a folder in it")
    return await _insert(tx, folder, {**kept, **_checked(wanted.values(), tx.now)}), folder


async def find_request(reader: Reader, subject: Subject, request_id: int) -> tuple[FileRequest, Access]:
    """One request and its folder; raises NotFound, or Forbidden where the subject may see the folder and not edit it."""
    found = await reader.one(_FIND, request_id=request_id)
    return await _with_folder(reader, subject, request_id, found)


async def list_requests(reader: Reader, subject: Subject, folder_id: int) -> tuple[list[FileRequest], Access]:
    """The requests of a folder, the oldest first, and the folder; raises NotFound or Forbidden."""
    folder = await reach_active(reader, subject, folder_id, ItemType.FOLDER, Action.EDIT)
    return await reader.all(_ON_FOLDER, folder_id=folder.item.id), folder


async def find_open_request(reader: Reader, token: str) -> FileRequest | None:
    """The request with this address, whatever its status; None where there is none."""
    return await reader.one(_BY_TOKEN, token=token)


async def change_request(
    tx: Transaction, subject: Subject, request_id: int, wanted: Wanted, *, if_match: str | None = None
) -> tuple[FileRequest, Access]:
    """A unit: change a request; what is the same already changes no etag.

    Raises NotFound, Forbidden, InvalidParameter, and PreconditionFailed where `if_match` is not its etag.
    """
    before, folder = await _find_to_change(tx, subject, request_id)
    if if_match is not None and if_match.strip().strip('"') not in {before.etag, "*"}:
        raise PreconditionFailed(
            f"The file request has changed: its etag is {before.etag}. Retrieve it again and retry"
        )
    given = _checked(wanted.values(), tx.now)
    changes = {name: value for name, value in given.items() if getattr(before, name) != value}
    if not changes:
        return before, folder
    values = {**changes, "sequence": before.sequence + 1, "updated_by": subject.user_id, "updated_at": tx.now}
    await tx.update(file_requests, {"id": request_id}, **values)
    changed = msgspec.structs.replace(before, **values)
    await announce(tx, folder, "FILE_REQUEST_UPDATE", file_request=told(changed), changed=sorted(changes))
    return changed, folder


async def remove_request(tx: Transaction, subject: Subject, request_id: int) -> None:
    """A unit: take a request away for good; what came in stays. Raises NotFound or Forbidden."""
    found, folder = await _find_to_change(tx, subject, request_id)
    await tx.delete(file_requests, id=request_id)
    await announce(tx, folder, "FILE_REQUEST_DELETE", file_request=told(found))


def told(request: FileRequest) -> dict[str, Any]:
    """What events tell of a request; not its address, by which anybody who reads them could upload."""
    return {"id": str(request.id), "title": request.title, "folder_id": str(request.folder_id)}


async def _insert(tx: Transaction, folder: Access, values: dict[str, Any]) -> FileRequest:
    defaults = {
        "description": "",
        "is_active": True,
        "is_email_required": False,
        "is_description_required": False,
        "expires_at": None,
    }
    request = FileRequest(
        **{
            **defaults,
            "id": tx.new_id(),
            "enterprise_id": folder.item.enterprise_id,
            "folder_id": folder.item.id,
            "token": new_secret(),
            "sequence": 0,
            "created_by": folder.subject.user_id,
            "created_at": tx.now,
            "updated_by": folder.subject.user_id,
            "updated_at": tx.now,
            **values,
        }
    )
    await tx.insert(file_requests, **msgspec.structs.asdict(request))
    await announce(tx, folder, "FILE_REQUEST_CREATE", file_request=told(request))
    return request


async def _find_to_change(tx: Transaction, subject: Subject, request_id: int) -> tuple[FileRequest, Access]:
    found = await tx.one(_LOCK, request_id=request_id)
    return await _with_folder(tx, subject, request_id, found)


async def _with_folder(
    reader: Reader, subject: Subject, request_id: int, found: FileRequest | None
) -> tuple[FileRequest, Access]:
    missing = NotFound(f"There is no file request with id {request_id}")
    if found is None:
        raise missing
    try:
        folder = await reach(reader, subject, found.folder_id, ItemType.FOLDER)
    except NotFound:
        raise missing from None
    folder.require_active()
    folder.require(Action.EDIT)
    return found, folder


def _checked(values: dict[str, Any], now: int) -> dict[str, Any]:
    """The values, where a request can have them; raises InvalidParameter."""
    title, description, expires_at = values.get("title"), values.get("description"), values.get("expires_at")
    if title is not None and not title.strip():
        raise InvalidParameter("title", "must not be empty")
    for name, text, most in (("title", title, TITLE_LENGTH), ("description", description, DESCRIPTION_LENGTH)):
        if text is not None and len(text) > most:
            raise InvalidParameter(name, f"has {most} characters at most")
    if expires_at is not None and expires_at <= now:
        raise InvalidParameter("expires_at", "is over already; choose a time to come")
    return values
