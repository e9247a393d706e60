"""What the server and a child say to each other: a job with the descriptor of a file, and its reply.

Each message is msgpack behind its length in four bytes. A child may be in a stranger's hands, so the server reads its
reply as this one type and no more of it than it has room for.
"""

from typing import Any

import msgspec

LENGTH = 4


class Job(msgspec.Struct, frozen=True):
    """What to make of the file whose descriptor travels with it: the name of a task, and its options."""

    task: str
    options: dict[str, Any] = {}


class Reply(msgspec.Struct, frozen=True):
    """What came of a job: the parts that were made, by name, or why there are none.

    `is_last` says that the child is not to be trusted with another job, since something broke inside it.
    """

    parts: dict[str, bytes] = {}
    refusal: str = ""
    is_last: bool = False


_encode = msgspec.msgpack.Encoder().encode
decode_job = msgspec.msgpack.Decoder(Job).decode
decode_reply = msgspec.msgpack.Decoder(Reply).decode


def frame(message: Job | Reply) -> bytes:
    """A message as it is sent."""
    body = _encode(message)
    return len(body).to_bytes(LENGTH) + body
