"""Signature keys of an application, and what they sign: version 1 of Box's webhook signatures.

https://developer.box.com/guides/webhooks/v2/signatures-v2/
"""

import base64
import hashlib
import hmac
import json
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.ids import new_secret
from holdall.base.keys import ServerKey
from holdall.content.identity.applications import SIGNATURE_KEYS
from holdall.content.identity.tables import applications

_encode = msgspec.json.Encoder().encode

KeyName = Literal["primary", "secondary"]

_FIND = query(
    sa.select(applications.c.signature_keys).where(
        applications.c.id == sa.bindparam("application_id", type_=sa.BigInteger)
    ),
    str,
)


class SignatureKeys(msgspec.Struct, frozen=True):
    """The two keys of an application; either of them may be missing."""

    primary: str | None = None
    secondary: str | None = None


async def signature_keys(reader: Reader, key: ServerKey, application_id: int) -> SignatureKeys:
    """The keys of an application; raises ValueError where they were sealed with another server key."""
    sealed = await reader.one(_FIND, application_id=application_id)
    return SignatureKeys() if sealed is None else _unseal(key, sealed)


async def rotate_key(tx: Transaction, key: ServerKey, application_id: int, which: KeyName) -> SignatureKeys:
    """Part of a unit: give an application a new key in place of one of the two; answers both as they are now."""
    keys = await signature_keys(tx, key, application_id)
    changed = msgspec.structs.replace(keys, **{which: new_secret()})
    sealed = key.seal(msgspec.json.encode(changed).decode(), SIGNATURE_KEYS)
    await tx.update(applications, {"id": application_id}, signature_keys=sealed)
    return changed


def sign(body: str, timestamp: str, key: str) -> str:
    """The signature of a body that is sent at `timestamp` (the text of the header BOX-DELIVERY-TIMESTAMP)."""
    return base64.b64encode(hmac.digest(key.encode(), (body + timestamp).encode(), hashlib.sha256)).decode()


def write_body(document: dict[str, Any]) -> str:
    r"""The document as Box writes it: ASCII, with `\u` for everything else and `\/` for a slash.

    Receivers that parse the body and write it again before they check the signature depend on that.
    """
    text = _encode(document).decode()
    if not text.isascii():  # rare, and ten times as slow
        text = json.dumps(document, separators=(",", ":"), ensure_ascii=True)
    return text.replace("/", "\\/").replace("\x7f", "\\u007f")


def _unseal(key: ServerKey, sealed: str) -> SignatureKeys:
    return msgspec.json.decode(key.unseal(sealed, SIGNATURE_KEYS), type=SignatureKeys)
