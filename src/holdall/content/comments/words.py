"""The words of a comment, and whom they mention: @[id:name] is a mention of the user with that id.

https://developer.box.com/reference/post-comments/
"""

import re

import msgspec

from holdall.base.errors import InvalidParameter

MESSAGE_LENGTH = 10_000
MOST_MENTIONS = 50
"""Our own limits: a comment is looked through for everybody that it mentions, and sent to them."""

_MENTION = re.compile(r"@\[(\d{1,18}):([^\]\n]*)\]", re.ASCII)


class Words(msgspec.Struct, frozen=True):
    """What a comment says: as people read it, and as it was written where it mentions somebody."""

    message: str
    tagged_message: str = ""

    @property
    def mentioned(self) -> frozenset[int]:
        """The ids of the users whom the comment mentions; there may be no such users."""
        return frozenset(int(user_id) for user_id, _ in _MENTION.findall(self.tagged_message))


def read_words(message: str | None, tagged_message: str | None) -> Words:
    """The words of a request; those with mentions count where both are given.

    Raises InvalidParameter for words that are empty or too long, and for too many mentions.
    """
    name, text = ("tagged_message", tagged_message) if tagged_message else ("message", message or "")
    if not text.strip():
        raise InvalidParameter(name, "must not be empty")
    if len(text) > MESSAGE_LENGTH:
        raise InvalidParameter(name, f"has {MESSAGE_LENGTH} characters at most")
    if not _MENTION.search(text):
        return Words(text)
    words = Words(_MENTION.sub(r"@\2", text), text)
    if len(words.mentioned) > MOST_MENTIONS:
        raise InvalidParameter(name, f"mentions {MOST_MENTIONS} people at most")
    return words
