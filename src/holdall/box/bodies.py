"""What request bodies have in common: ids, references to other things, instants."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.clock import SECOND, parse_instant
from holdall.base.errors import InvalidParameter

EntityId = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""An id in a body: a decimal string, or a JSON number as some clients send it."""


class Reference(msgspec.Struct):
    """Something named by its id."""

    id: EntityId


class Grantee(msgspec.Struct):
    """Whom to share with: by id, or a user by login."""

    type: Literal["user", "group"]
    id: EntityId | UnsetType | None = UNSET
    login: str | UnsetType | None = UNSET


def read_instant(name: str, text: str) -> int:
    """Microseconds UTC of an RFC 3339 date and time in a body; raises InvalidParameter naming the field."""
    try:
        return parse_instant(text)
    except (ValueError, OverflowError) as error:
        raise InvalidParameter(name, str(error)) from None


def read_content_time(name: str, text: str | None) -> int | None:
    """The same for a time of a file's content, which Box keeps to the second; None where there is none."""
    return None if text is None else read_instant(name, text) // SECOND * SECOND


def read_optional_instant(name: str, text: str | UnsetType) -> int | UnsetType:
    """The same for a field that may be absent."""
    return UNSET if text is UNSET else read_instant(name, text)


def grantee_of(wanted: Grantee) -> tuple[int | None, int | None, str | None]:
    """The id of a user, the id of a group or the login that an invitation names; raises InvalidParameter."""
    given = wanted.id if isinstance(wanted.id, int) else None
    login = wanted.login if isinstance(wanted.login, str) else None
    if wanted.type == "group":
        if given is None:
            raise InvalidParameter("accessible_by.id", "is required for a group")
        return None, given, None
    if given is None and login is None:
        raise InvalidParameter("accessible_by", "needs the id or the login of a user")
    return given, None, None if given is not None else login
