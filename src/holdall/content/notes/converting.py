"""Making a note of Markdown: converted in a child of the renditions, and put into a folder as a file.

https://developer.box.com/reference/v2026.0/post-notes-convert/
"""

from holdall.base.db import Database, Transaction
from holdall.base.errors import ContentTooLarge, Unprocessable
from holdall.content.access import Access, Action, reach_active
from holdall.content.identity.subject import Subject
from holdall.content.items.files import Content, add_file
from holdall.content.items.names import check_name
from holdall.content.items.siblings import require_free_name
from holdall.content.items.tables import ItemType
from holdall.content.renditions.errors import Refused
from holdall.content.renditions.making import Renditions
from holdall.content.renditions.messages import Job
from holdall.content.storage_policies.choosing import store_of
from holdall.storage import Intake, Stores, Taken

MOST_CHARACTERS = 1024 * 1024
ENDING = ".boxnote"


async def convert_markdown(
    db: Database, stores: Stores, renditions: Renditions, subject: Subject, *, folder_id: int, name: str, content: str
) -> int:
    """Make a note of Markdown under this name, to which the extension of notes is added; the id of the file.

    Raises ContentTooLarge, InvalidParameter for the name, NotFound and Forbidden for the folder, Conflict where the name
    is taken, Unprocessable for what cannot be converted, Forbidden where storage is too small, and NoChild.
    """
    if len(content) > MOST_CHARACTERS:
        raise ContentTooLarge(f"The content of a note has {MOST_CHARACTERS} characters at most")
    name = check_name(name + ENDING)
    folder = await reach_active(db, subject, folder_id, ItemType.FOLDER, Action.UPLOAD)
    await require_free_name(db, folder.item.id, name, ItemType.FILE)
    options = {"author": (str(subject.user_id), subject.name), "at": db.now // 1000}
    try:
        note = (await renditions.carry_out(Job("note", options), content.encode()))["note"]
    except Refused as reason:
        raise Unprocessable(f"The content cannot be made a note: {reason}") from None
    intake = stores.intake_of(await store_of(db, folder.owner_id))
    taken = await intake.put(note)
    try:
        return await db.write(_add, folder, name, intake, taken)
    except BaseException:
        await intake.discard(taken)
        raise


async def _add(tx: Transaction, folder: Access, name: str, intake: Intake, taken: Taken) -> int:
    blob = await intake.record(tx, taken, enterprise_id=folder.item.enterprise_id)
    content = Content(blob.key, blob.size, blob.sha1)
    return (await add_file(tx, folder.subject, parent_id=folder.item.id, name=name, content=content)).item.id
