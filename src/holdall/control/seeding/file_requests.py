"""The section `file_requests`: pages by which people without an account put files into a folder."""

from typing import Literal

import msgspec

from holdall.base.db import Transaction
from holdall.base.errors import ApiError
from holdall.content.file_requests.requests import Wanted, create_request, list_requests
from holdall.content.identity.subject import Subject
from holdall.content.items.tables import ItemType
from holdall.control.seeding.document import SeedError, section
from holdall.control.seeding.planting import Planting
from holdall.control.seeding.sharing import find_shared, read_seed_instant


class SeedFileRequest(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A file request of a folder."""

    folder: str | int
    """Key or id."""
    title: str
    """By which the request is found again when the seed is applied again."""
    by: str | int | None = None
    """Login or id of who makes it; without it, the folder's owner."""
    description: str = ""
    """What people read about it."""
    status: Literal["active", "inactive"] = "active"
    """Whether it takes files."""
    is_email_required: bool = False
    """Whoever sends files must give an address."""
    is_description_required: bool = False
    """Whoever sends files must say what they are."""
    expires_at: str | None = None
    """A date and time from which on it takes no files."""
    key: str | None = None
    """A word by which other sections speak of the request; the answer tells its id."""


@section("file_requests", list[SeedFileRequest], order=42)
async def plant_file_requests(planting: Planting, seeds: list[SeedFileRequest]) -> None:
    """Make the file requests that are not there by folder and title."""
    for number, seed in enumerate(seeds):
        place = f"file_requests[{number}]"
        folder_id, kind, subject = await find_shared(planting, seed.folder, seed.by, f"{place}.folder")
        if kind != ItemType.FOLDER:
            raise SeedError(f"{place}.folder: files come into folders alone")
        wanted = Wanted(
            title=seed.title,
            description=seed.description,
            is_active=seed.status == "active",
            is_email_required=seed.is_email_required,
            is_description_required=seed.is_description_required,
            expires_at=read_seed_instant(seed.expires_at, f"{place}.expires_at"),
        )
        try:
            request_id = await planting.platform.db.write(_plant, subject, folder_id, wanted)
        except ApiError as error:
            raise SeedError(f"{place}: {error.message}") from None
        planting.tell(seed.key, request_id)


async def _plant(tx: Transaction, subject: Subject, folder_id: int, wanted: Wanted) -> int:
    found, _ = await list_requests(tx, subject, folder_id)
    known = next((one for one in found if one.title == wanted.title), None)
    return known.id if known is not None else (await create_request(tx, subject, folder_id, wanted))[0].id
