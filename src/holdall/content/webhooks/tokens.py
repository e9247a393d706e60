"""Tokens that deliveries carry: kept nowhere, but made of the server's key whenever a delivery is sent."""

import msgspec

from holdall.base.keys import ServerKey
from holdall.content.webhooks.signing import write_body

_PURPOSE = "skill token"


def fill_in_tokens(key: ServerKey, body: str) -> str:
    """The body of an invocation of a skill as it is sent, with its tokens."""
    document = msgspec.json.decode(body)
    for name, token in document["token"].items():
        token["access_token"] = token_of(key, document["id"], name)
    return write_body(document)


def token_of(key: ServerKey, invocation_id: str, name: str) -> str:
    """The text of a token of an invocation, the same whenever it is asked for."""
    return key.sign(f"{invocation_id} {name}", _PURPOSE)
