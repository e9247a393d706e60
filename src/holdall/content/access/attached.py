"""Things that are attached to a file, such as comments and tasks: whoever may not know of the file knows none of them."""

from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.content.access.actions import Action
from holdall.content.access.decision import Access
from holdall.content.access.reach import reach
from holdall.content.identity.subject import Subject
from holdall.content.items.tables import ItemType


async def reach_attached(reader: Reader, subject: Subject, file_id: int, action: Action, missing: str) -> Access:
    """The file that something is attached to, active, and open to the subject for this action.

    Raises NotFound with the message `missing` where the subject may not know of the file, with the code trashed where
    it is in the trash, and Forbidden.
    """
    try:
        access = await reach(reader, subject, file_id, ItemType.FILE)
    except NotFound:
        raise NotFound(missing) from None
    access.require_active()
    access.require(action)
    return access
