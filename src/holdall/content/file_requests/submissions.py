"""What comes in by a file request: files of somebody without an account, put into the folder in one unit.

A submission leans on the right to upload that the maker of the request has at that moment: whoever loses it takes no files
any more. The files were uploaded by nobody that the platform knows; the address they give is told as the uploader's name.
"""

from collections.abc import Sequence

import msgspec

from holdall.base.db import Transaction
from holdall.base.db.database import Reader
from holdall.base.errors import Gone, InvalidParameter, NotFound
from holdall.content.access import Action, reach_active
from holdall.content.access.explain import subject_for
from holdall.content.access.others import OF_COLLABORATORS, those_who_may
from holdall.content.file_requests.requests import FileRequest, find_open_request
from holdall.content.identity.subject import GUEST
from holdall.content.identity.users import User, is_address
from holdall.content.items.files import Content, add_file
from holdall.content.items.names import MAX_NAME_LENGTH, check_name
from holdall.content.items.siblings import free_name
from holdall.content.items.space import check_space
from holdall.content.items.tables import ItemType
from holdall.content.mail import post_mail
from holdall.storage import Intake, Taken

MOST_FILES = 50
"""In one submission."""
DESCRIPTION_LENGTH = 10_000


class Arrived(msgspec.Struct, frozen=True):
    """A file of a submission: its name and its bytes, which were taken in already."""

    name: str
    taken: Taken


class Sender(msgspec.Struct, frozen=True):
    """What somebody says of themselves and of the files."""

    email: str = ""
    description: str = ""


async def open_request(reader: Reader, token: str) -> tuple[FileRequest, User]:
    """The request with this address, and who made it.

    Raises NotFound for an address that never was, and Gone where it takes no files (any more): it is inactive, its time is
    over, its folder is in the trash, or its maker may not upload there.
    """
    request = await find_open_request(reader, token)
    if request is None:
        raise NotFound("There is no such file request")
    if request.status(reader.now) == "inactive":
        raise Gone("The file request takes no files any more")
    makers = await those_who_may(reader, Action.UPLOAD, request.folder_id, [request.created_by])
    if not makers:
        raise Gone("The file request takes no files any more")
    return request, makers[0]


def check_sender(request: FileRequest, sender: Sender) -> None:
    """Raise InvalidParameter where the request asks for more than the sender says, or what is said cannot be."""
    if request.is_email_required and not sender.email:
        raise InvalidParameter("email", "is asked for")
    if sender.email and not is_address(sender.email):
        raise InvalidParameter("email", "is no e-mail address")
    if request.is_description_required and not sender.description.strip():
        raise InvalidParameter("description", "is asked for")
    if len(sender.description) > DESCRIPTION_LENGTH:
        raise InvalidParameter("description", f"has {DESCRIPTION_LENGTH} characters at most")


def name_of(file_name: str) -> str:
    """The name that a file of a browser gets: without the folders that some put before it.

    Raises InvalidParameter for a name that no file can have.
    """
    name = file_name.replace("\\", "/").rpartition("/")[2].strip()
    return check_name(name[:MAX_NAME_LENGTH])


async def submit(
    tx: Transaction, intake: Intake, *, token: str, sender: Sender, arrived: Sequence[Arrived], address: str
) -> list[str]:
    """A unit: put files into the folder of a request, all or none; answers the names that they have there.

    A name that is taken gets a number. The maker gets mail; `address` is the server's, for its link. Raises as
    `open_request`, `check_sender` and `files.add_file`.
    """
    request, maker = await open_request(tx, token)
    check_sender(request, sender)
    subject = msgspec.structs.replace(subject_for(maker, OF_COLLABORATORS), kind=GUEST)
    names = []
    for one in arrived:
        blob = await intake.record(tx, one.taken, enterprise_id=request.enterprise_id)
        access = await add_file(
            tx,
            subject,
            parent_id=request.folder_id,
            name=await free_name(tx, request.folder_id, one.name),
            content=Content(blob.key, blob.size, blob.sha1),
            description=sender.description.strip(),
            uploader=sender.email,
        )
        names.append(access.item.name)
    if maker.kind == "managed":  # the others read no mail
        await post_mail(
            tx,
            enterprise_id=request.enterprise_id,
            recipient=maker.login,
            template="file_request",
            sender=sender.email or "Somebody",
            title=request.title,
            description=sender.description,
            names=names,
            link=f"{address}/folder/{request.folder_id}",
        )
    return names


async def require_room(reader: Reader, request: FileRequest, maker: User, size: int) -> int:
    """The owner of the folder; raises Forbidden where there is no room for `size` bytes, before they are read."""
    folder = await reach_active(
        reader, subject_for(maker, OF_COLLABORATORS), request.folder_id, ItemType.FOLDER, Action.UPLOAD
    )
    await check_space(reader, folder.owner_id, size, file_size=0)
    return folder.owner_id
