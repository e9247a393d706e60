"""File requests on the wire: the contract's schema FileRequest."""

from holdall.base.clock import format_instant
from holdall.base.db.database import Reader
from holdall.box.views.plain import Document
from holdall.box.views.users import NOBODY, user_minis
from holdall.content.access import Access
from holdall.content.file_requests.requests import FileRequest
from holdall.content.items.siblings import mini_of


async def render_file_request(reader: Reader, request: FileRequest, folder: Access) -> Document:
    """One request with its folder; whoever made it or changed it last may be gone."""
    users = await user_minis(reader, [request.created_by, request.updated_by])
    return {
        "type": "file_request",
        "id": str(request.id),
        "title": request.title,
        "description": request.description,
        "status": request.status(reader.now),
        "is_email_required": request.is_email_required,
        "is_description_required": request.is_description_required,
        "expires_at": None if request.expires_at is None else format_instant(request.expires_at),
        "folder": mini_of(folder.item),
        "url": request.path,
        "etag": request.etag,
        "created_by": users.get(request.created_by, NOBODY),
        "created_at": format_instant(request.created_at),
        "updated_by": users.get(request.updated_by, NOBODY),
        "updated_at": format_instant(request.updated_at),
    }
