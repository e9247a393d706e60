"""Comments on files: making, answering, reading, changing and removing them."""

from typing import Literal

import msgspec

from holdall.base.errors import InvalidParameter
from holdall.base.paging import check_limit
from holdall.box.binding import Fields, Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.comments import COMMENT
from holdall.box.views.plain import Document, offset_page
from holdall.content.comments import comments
from holdall.content.comments.words import read_words

LARGEST_OFFSET = 10_000


class Commented(msgspec.Struct):
    """What a comment is made on: a file, or another comment."""

    type: Literal["file", "comment"]
    id: EntityId


class NewComment(msgspec.Struct):
    """A comment to make; with mentions it is `tagged_message` that says it."""

    item: Commented
    message: str | None = None
    tagged_message: str | None = None


class CommentChange(msgspec.Struct):
    """What a comment shall say; where neither is given it stays."""

    message: str | None = None
    tagged_message: str | None = None


@operation("post_comments")
async def create_comment(ctx: Context, body: NewComment, fields: Fields = None) -> Document:
    """Comment on a file, or answer a comment; whom it mentions gets mail."""
    words = read_words(body.message, body.tagged_message)
    unit = comments.comment_on_file if body.item.type == "file" else comments.answer_comment
    comment = await ctx.db.write(unit, ctx.subject, body.item.id, words, address=ctx.base_url)
    return COMMENT.render(comment, fields)


@operation("get_comments_id")
async def get_comment(ctx: Context, comment_id: Id, fields: Fields = None) -> Document:
    """One comment and its author."""
    return COMMENT.render(await comments.find_comment(ctx.db, ctx.subject, comment_id), fields)


@operation("get_files_id_comments")
async def list_comments(
    ctx: Context, file_id: Id, fields: Fields = None, limit: int | None = None, offset: int = 0
) -> Document:
    """The comments on a file, answers among them, in the order in which they were written."""
    if not 0 <= offset <= LARGEST_OFFSET:
        raise InvalidParameter("offset", f"must be between 0 and {LARGEST_OFFSET}")
    limit = check_limit(limit, default=100, maximum=1000)
    found, total = await comments.list_comments(ctx.db, ctx.subject, file_id, offset=offset, limit=limit)
    return offset_page([COMMENT.render(one, fields) for one in found], total_count=total, limit=limit, offset=offset)


@operation("put_comments_id")
async def update_comment(ctx: Context, comment_id: Id, body: CommentChange, fields: Fields = None) -> Document:
    """Let a comment say something else. Its author may."""
    is_given = body.message is not None or body.tagged_message is not None
    words = read_words(body.message, body.tagged_message) if is_given else None
    changed = await ctx.db.write(comments.change_comment, ctx.subject, comment_id, words, address=ctx.base_url)
    return COMMENT.render(changed, fields)


@operation("delete_comments_id")
async def delete_comment(ctx: Context, comment_id: Id) -> None:
    """Remove a comment for good; answers to it stay. Its author may, and the owners of the file."""
    await ctx.db.write(comments.remove_comment, ctx.subject, comment_id)
