"""Comments on the wire: the field sets of the contract's schemas Comment and Comment--Full."""

from holdall.base.clock import format_instant
from holdall.box.views.plain import View
from holdall.box.views.users import NOBODY, UserMini, user_mini
from holdall.content.comments.comments import Comment


def _created_by(comment: Comment) -> UserMini:
    if comment.created_by is None:
        return NOBODY
    return user_mini(comment.created_by, comment.author_name or "", comment.author_login or "")


_STANDARD = {
    "type": lambda comment: "comment",
    "id": lambda comment: str(comment.id),
    "is_reply_comment": lambda comment: comment.reply_to is not None,
    "message": lambda comment: comment.message,
    "created_by": _created_by,
    "created_at": lambda comment: format_instant(comment.created_at),
    "modified_at": lambda comment: format_instant(comment.modified_at),
    "item": lambda comment: {"type": "file", "id": str(comment.item_id)},
}
COMMENT = View[Comment](
    {**_STANDARD, "tagged_message": lambda comment: comment.tagged_message}, mini=(), standard=_STANDARD
)
