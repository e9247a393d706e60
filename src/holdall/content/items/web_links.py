"""Web links: addresses that lie in a folder like files do."""

from urllib.parse import urlsplit

from holdall.base.db import Transaction
from holdall.base.errors import InvalidParameter
from holdall.content.access import Access, Action, reach_to_change
from holdall.content.identity.subject import Subject
from holdall.content.items.changes import DESCRIPTION_LENGTHS
from holdall.content.items.making import insert_item, new_item
from holdall.content.items.names import MAX_NAME_LENGTH, check_name
from holdall.content.items.news import announce
from holdall.content.items.siblings import require_free_name
from holdall.content.items.space import change_children
from holdall.content.items.tables import ItemType

MAX_URL_LENGTH = 2048


async def create_web_link(
    tx: Transaction, subject: Subject, *, parent_id: int, url: str, name: str | None = None, description: str = ""
) -> Access:
    """Put an address into a folder; without a name it is called after the address.

    Raises NotFound or Forbidden for the parent, InvalidParameter for name or address, Conflict for a taken name.
    """
    check_url(url)
    name = check_name(name_of_url(url) if name is None else name)
    parent = await reach_to_change(tx, subject, parent_id, ItemType.FOLDER, Action.UPLOAD)
    await require_free_name(tx, parent.item.id, name, ItemType.WEB_LINK)
    kept = description[: DESCRIPTION_LENGTHS[ItemType.WEB_LINK]]
    link = new_item(tx, parent, ItemType.WEB_LINK, name, url=url, description=kept)
    await insert_item(tx, link)
    access = parent.child(link)
    await change_children(tx, subject, access.folder_ids, size=0, count=1)
    await announce(tx, access, "ITEM_CREATE")
    return access


def check_url(url: str) -> str:
    """The address, where it is one a browser may be sent to; raises InvalidParameter.

    Only http and https, as at Box: another scheme could run as a script in the page that shows the link.
    """
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_good = False
    if not is_good or len(url) > MAX_URL_LENGTH or not url.isprintable() or " " in url:
        raise InvalidParameter("url", "must be an address that begins with http:// or https://", code="invalid_url")
    return url


def name_of_url(url: str) -> str:
    """A name made of an address, without the characters that a name may not have."""
    bare = url.partition("://")[2].rstrip("/")
    return bare.replace("/", "_").replace("\\", "_")[:MAX_NAME_LENGTH].strip() or "Web link"
