"""Comments: made on a file or as an answer to another comment, changed by their authors, and taken away.

https://developer.box.com/guides/comments/. Who may take one away besides its author is in the notes to the table of
roles: https://support.box.com/hc/en-us/articles/360044196413
"""

from collections.abc import Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import InsufficientPermissions, NotFound
from holdall.content.access import Access, Action, lock_trees, reach_active
from holdall.content.access.actions import OWNERS
from holdall.content.access.attached import reach_attached
from holdall.content.access.others import those_who_may
from holdall.content.comments.tables import comments
from holdall.content.comments.words import Words
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.items.news import announce
from holdall.content.items.tables import ItemType
from holdall.content.mail import post_mail


class Comment(msgspec.Struct, frozen=True):
    """A comment, and the names of its author, who may be gone. Instants in microseconds UTC."""

    id: int
    item_id: int
    reply_to: int | None
    message: str
    tagged_message: str
    created_by: int | None
    created_at: int
    modified_at: int
    author_name: str | None
    author_login: str | None


_OWN_COLUMNS = Comment.__struct_fields__[:8]
_SELECT = sa.select(
    *(comments.c[name] for name in _OWN_COLUMNS), users.c.name.label("author_name"), users.c.login.label("author_login")
).select_from(comments.outerjoin(users, users.c.id == comments.c.created_by))
_OF_FILE = comments.c.item_id == sa.bindparam("file_id", type_=sa.BigInteger)
_FIND = query(_SELECT.where(comments.c.id == sa.bindparam("comment_id", type_=sa.BigInteger)), into=Comment)
_LIST = query(
    _SELECT.where(_OF_FILE)
    .order_by(comments.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger))
    .offset(sa.bindparam("offset", type_=sa.BigInteger)),
    into=Comment,
)
_COUNT = query(sa.select(sa.func.count()).select_from(comments).where(_OF_FILE))
_COUNTS = query(
    sa.select(comments.c.item_id, sa.func.count())
    .where(contains(comments.c.item_id, "ids"))
    .group_by(comments.c.item_id)
)


async def comment_on_file(tx: Transaction, subject: Subject, file_id: int, words: Words, *, address: str) -> Comment:
    """A unit: comment on a file; `address` is the server's, for the link in mail. Raises NotFound or Forbidden."""
    await lock_trees(tx, file_id)
    access = await reach_active(tx, subject, file_id, ItemType.FILE, Action.COMMENT)
    return await _add(tx, access, words, reply_to=None, address=address)


async def answer_comment(tx: Transaction, subject: Subject, comment_id: int, words: Words, *, address: str) -> Comment:
    """A unit: the same as an answer to another comment, on that one's file."""
    answered, access = await _reach_to_change(tx, subject, comment_id)
    return await _add(tx, access, words, reply_to=answered.id, address=address)


async def find_comment(reader: Reader, subject: Subject, comment_id: int) -> Comment:
    """One comment; raises NotFound, or Forbidden where the subject sees the file and not its comments."""
    return (await _reach(reader, subject, comment_id, Action.VIEW_COMMENTS))[0]


async def list_comments(
    reader: Reader, subject: Subject, file_id: int, *, offset: int, limit: int
) -> tuple[list[Comment], int]:
    """A page of the comments on a file, answers among them, the first written first; and how many there are.

    Raises NotFound or Forbidden.
    """
    await reach_active(reader, subject, file_id, ItemType.FILE, Action.VIEW_COMMENTS)
    found = await reader.all(_LIST, file_id=file_id, offset=offset, limit=limit)
    return found, await reader.value(_COUNT, file_id=file_id)


async def change_comment(
    tx: Transaction, subject: Subject, comment_id: int, words: Words | None, *, address: str
) -> Comment:
    """A unit: let a comment say something else (None leaves it); whom it did not mention before gets mail.

    Raises NotFound, or Forbidden for all but the author.
    """
    before, access = await _reach_to_change(tx, subject, comment_id)
    if before.created_by != subject.user_id:
        raise InsufficientPermissions(f"Only its author may change comment {comment_id}")
    already = Words(before.message, before.tagged_message)
    if words is None or words == already:
        return before
    values = {"message": words.message, "tagged_message": words.tagged_message, "modified_at": tx.now}
    await tx.update(comments, {"id": comment_id}, **values)
    changed = msgspec.structs.replace(before, **values)
    await announce(tx, access, "COMMENT_EDIT", comment=_told(changed))
    await _write_to_mentioned(tx, access, words, already.mentioned, address)
    return changed


async def remove_comment(tx: Transaction, subject: Subject, comment_id: int) -> None:
    """A unit: take a comment away; answers to it stay.

    Raises NotFound, or Forbidden for all but the author and the owners and co-owners of the file.
    """
    comment, access = await _reach_to_change(tx, subject, comment_id)
    if comment.created_by != subject.user_id and access.role not in OWNERS:
        raise InsufficientPermissions(f"Only its author and the owners of the file may take comment {comment_id} away")
    await tx.delete(comments, id=comment_id)
    await announce(tx, access, "COMMENT_DELETE", comment=_told(comment))


async def count_comments(reader: Reader, file_ids: Iterable[int]) -> dict[int, int]:
    """How many comments each of the files has, for those that have any; one query."""
    return dict(await reader.all(_COUNTS, ids=list(file_ids)))


async def _add(tx: Transaction, access: Access, words: Words, *, reply_to: int | None, address: str) -> Comment:
    subject = access.subject
    comment = Comment(
        id=tx.new_id(),
        item_id=access.item.id,
        reply_to=reply_to,
        message=words.message,
        tagged_message=words.tagged_message,
        created_by=subject.user_id,
        created_at=tx.now,
        modified_at=tx.now,
        author_name=subject.name,
        author_login=subject.login,
    )
    values = {name: getattr(comment, name) for name in _OWN_COLUMNS}
    await tx.insert(comments, enterprise_id=access.item.enterprise_id, **values)
    await announce(tx, access, "COMMENT_CREATE", comment=_told(comment))
    await _write_to_mentioned(tx, access, words, frozenset(), address)
    return comment


async def _reach(reader: Reader, subject: Subject, comment_id: int, action: Action) -> tuple[Comment, Access]:
    missing = f"There is no comment with id {comment_id}"
    comment = await reader.one(_FIND, comment_id=comment_id)
    if comment is None:
        raise NotFound(missing)
    return comment, await reach_attached(reader, subject, comment.item_id, action, missing)


async def _reach_to_change(tx: Transaction, subject: Subject, comment_id: int) -> tuple[Comment, Access]:
    """A comment and its file, both of which stay as they are until the unit commits."""
    comment = await tx.one(_FIND, comment_id=comment_id)
    if comment is not None:
        await lock_trees(tx, comment.item_id)  # and then we look again
    return await _reach(tx, subject, comment_id, Action.COMMENT)


async def _write_to_mentioned(
    tx: Transaction, access: Access, words: Words, already: frozenset[int], address: str
) -> None:
    """Mail to whom the words mention; those who may not see comments on the file learn nothing of it."""
    wanted = words.mentioned - already - {access.subject.user_id}
    for user in await those_who_may(tx, Action.VIEW_COMMENTS, access.item.id, wanted):
        if user.kind == "managed":  # the others read no mail
            await post_mail(
                tx,
                enterprise_id=access.item.enterprise_id,
                recipient=user.login,
                template="mention",
                author=access.subject.name,
                item_name=access.item.name,
                message=words.message,
                link=f"{address}/file/{access.item.id}",
            )


def _told(comment: Comment) -> dict[str, Any]:
    """What events tell of a comment."""
    return {
        "id": str(comment.id),
        "message": comment.message,
        "tagged_message": comment.tagged_message,
        "is_reply_comment": comment.reply_to is not None,
        "created_by": None if comment.created_by is None else str(comment.created_by),
        "created_at": comment.created_at,
        "modified_at": comment.modified_at,
    }
