"""The `auth` of connections: what is wrong with it, in words for whom sends it, and how it is kept.

It is kept sealed with the server's key and told to nobody; no message holds a part of it.
"""

import re
import textwrap
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

import msgspec

from holdall.base.keys import ServerKey
from holdall.connector.sign_in.tokens import Token
from holdall.migration.platforms.errors import PlatformError
from holdall.migration.platforms.network import ignored_of_share
from holdall.migration.platforms.signing_in import box_service
from holdall.migration.service.errors import Refused
from holdall.migration.service.known_platforms import AuthField, KnownPlatform

PURPOSE = "migration connection"
LONGEST = 65_536
_PEM = re.compile(r"-+BEGIN ([A-Z ]+?)-+(.*?)-+END \1-+", re.DOTALL)
_SERVERS = ("base_url", "service_url")
"""The fields that say where secrets are sent to."""
_IDENTITY = (*_SERVERS, "client_id", "client_secret", "access_token", "refresh_token", "private_key")
"""The fields that a person's tokens depend on."""
_WORDS = {"true": True, "1": True, "false": False, "0": False}


class Credentials(msgspec.Struct, frozen=True):
    """What a connection signs in with: the fields as they were sent, and the tokens of a person who has signed in."""

    fields: dict[str, Any] = {}
    token: Token | None = None

    def seal(self, key: ServerKey) -> str:
        """As it is kept."""
        return key.seal(msgspec.json.encode(self).decode(), PURPOSE)

    @classmethod
    def unseal(cls, key: ServerKey, sealed: str | None) -> "Credentials":
        """What was sealed; raises ValueError where the server's key is another."""
        return cls() if sealed is None else msgspec.json.decode(key.unseal(sealed, PURPOSE), type=cls)

    @property
    def is_service_account(self) -> bool:
        """Whether an app signs in with its key pair, and no person."""
        return "private_key" in self.fields


def read_changes(
    platform: KnownPlatform, known: Credentials, auth: Mapping[str, Any], warnings: list[str]
) -> Credentials:
    """What a connection signs in with after the fields of `auth` have changed; None removes one. Raises Refused.

    What a server was told in confidence is told to no other one: secrets are kept only while the server stays. Tokens of a
    person are kept while nothing changes that they depend on.
    """
    sent = {**known.fields, **auth}
    if any(sent.get(name) != known.fields.get(name) for name in _SERVERS):
        secret = {one.name for one in platform.fields if one.is_secret}
        sent = {name: value for name, value in sent.items() if name not in secret or name in auth}
    is_other = any(sent.get(name) != known.fields.get(name) for name in _IDENTITY)
    token = None if is_other else known.token
    return Credentials(read_auth(platform, sent, warnings, is_signed_in=token is not None), token)


def read_auth(
    platform: KnownPlatform, auth: Mapping[str, Any], warnings: list[str], *, is_signed_in: bool = False
) -> dict[str, Any]:
    """The fields of an `auth` as they are kept; what has no effect is added to `warnings`.

    Raises Refused with everything that is wrong; who `is_signed_in` by link needs no fields that sign in.
    """
    known = {one.name: one for one in platform.fields}
    problems: list[str] = []
    fields: dict[str, Any] = {}
    for name, value in auth.items():
        if name not in known:
            warnings.append(f"auth.{name} is not known for {platform.id} and has no effect")
        elif value is not None and value != "":
            fields[name] = _read(known[name], value, problems)
    missing = [one.name for one in platform.fields if one.required and one.name not in fields]
    problems += [f"auth.{name} is missing: {platform.id} needs it" for name in missing]
    if not problems:
        problems += _problems_of(platform, fields, is_signed_in=is_signed_in)
    if problems:
        raise Refused(problems)
    if platform.id == "nfs":
        warnings += ignored_of_share(fields)
    return fields


def shown_fields(platform: KnownPlatform, credentials: Credentials) -> dict[str, Any]:
    """The fields that are no secrets: for a form that changes them."""
    return {one.name: credentials.fields.get(one.name) for one in platform.fields if not one.is_secret}


def _read(field: AuthField, value: Any, problems: list[str]) -> Any:
    if field.type == "boolean":
        found = value if isinstance(value, bool) else _WORDS.get(str(value).lower())
        if found is None:
            problems.append(f"auth.{field.name} is true or false")
        return found
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        problems.append(f"auth.{field.name} is text")
        return None
    if len(value) > LONGEST:
        problems.append(f"auth.{field.name} is longer than {LONGEST} characters")
    if field.options and value not in field.options:
        problems.append(f"auth.{field.name} is one of {', '.join(field.options)}")
    return plain_pem(value) if field.name == "private_key" else value


def plain_pem(text: str) -> str:
    r"""A key in PEM as libraries read it: with line ends where the text has `\n` written out, blanks, or none."""
    unescaped = text.replace("\\r", "").replace("\\n", "\n").replace("\\", "\n")
    found = _PEM.search(unescaped)
    if found is None:
        return text
    label, body = found[1].strip(), found[2].strip()
    headers = [line for line in body.splitlines() if ":" in line]
    encoded = "".join("".join(line.split()) for line in body.splitlines() if ":" not in line)
    lines = [*headers, ""] if headers else []
    return "\n".join([f"-----BEGIN {label}-----", *lines, *textwrap.wrap(encoded, 64), f"-----END {label}-----", ""])


def _problems_of(platform: KnownPlatform, fields: Mapping[str, Any], *, is_signed_in: bool) -> list[str]:
    """What of a platform's own rules the fields do not keep."""
    problems = [
        f"auth.{name} is an address such as https://box.example.com"
        for name in ("base_url", "service_url")
        if name in fields and not _is_address(fields[name])
    ]
    if problems:
        return problems
    if platform.id == "box-service" or "private_key" in fields:
        return _problems_of_service_account(fields)
    if platform.id == "box" and not is_signed_in:
        return _problems_of_person(fields)
    if platform.id == "fs" and not PurePath(fields["uri"]).is_absolute():
        return ["auth.uri is a whole path on the server, such as /data/team"]
    return []


def _problems_of_service_account(fields: Mapping[str, Any]) -> list[str]:
    try:
        box_service(fields)
    except (ValueError, PlatformError) as error:
        return [f"auth is refused: {error}"]
    return []


def _problems_of_person(fields: Mapping[str, Any]) -> list[str]:
    if "access_token" in fields:
        return []
    if {"client_id", "client_secret", "refresh_token"} <= fields.keys():
        return []
    return [
        "auth signs nobody in: send access_token, or client_id, client_secret and refresh_token, or the fields of "
        "box-service; GET /v1/connections/platforms/box/new answers a link to sign in with instead"
    ]


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query and not parts.fragment
    except ValueError:
        return False
