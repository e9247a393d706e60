"""Comments on files: carried once each, in the order in which they were written.

A platform says itself who comments and when, so the first line of each says whose it is and from when.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdall.migration.platforms.extras import Comment

if TYPE_CHECKING:
    from .extras import Carrier


async def carry_comments(carrier: "Carrier") -> None:
    """Comment on the counterpart as the source's file is commented on; nothing is said twice."""
    if carrier.item.type != "file" or not carrier.traits.comments:
        return
    ledger = carrier.people.ledger
    done = set() if carrier.is_new else await ledger.comments(carrier.item)
    waiting = [one for one in await carrier.source.comments(carrier.item.source_entry()) if one.address not in done]
    if not waiting:
        return
    there = {one.text: one.address for one in await carrier.destination.comments(carrier.there)}
    for comment in waiting:
        text = worded(comment)
        # One that is there already was made by an attempt that was cut short before the ledger knew.
        address = there.get(text) or await carrier.destination.comment(carrier.there, text)
        await ledger.record_comment(carrier.item, comment.address, address)


def worded(comment: Comment) -> str:
    """The text with its author and time, such as `Ada Lovelace <ada@example.com>, 2024-03-01 10:00 UTC:`."""
    author = comment.author
    who = "Somebody" if author is None else author.name or author.email or author.id
    address = f" <{author.email}>" if author is not None and author.email and author.email != who else ""
    when = datetime.fromtimestamp(comment.created // 1_000_000, UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"{who}{address}, {when}:\n{comment.text}"
