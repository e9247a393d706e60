"""What a shield list may hold: countries, domains, addresses of mail, addresses and ranges of networks."""

import ipaddress
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, Literal

import msgspec

from holdall.base.errors import InvalidParameter
from holdall.content.identity.users import is_address
from holdall.content.sharing.allowlist import DOMAIN

Kind = Literal["country", "domain", "email", "ip"]

_COUNTRY = re.compile(r"[A-Z]{2}")


class Rule(msgspec.Struct, frozen=True):
    """What the members of a kind are called in the contract, what they look like, and how many there may be."""

    field: str
    looks_like: str
    is_one: Callable[[str], bool]
    most: int


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)  # 80.12.12.12/24 is the example of the contract
    except ValueError:
        return False
    return True


RULES: Final[dict[Kind, Rule]] = {
    "country": Rule(
        "country_codes", "two capital letters, such as PL", lambda text: bool(_COUNTRY.fullmatch(text)), 1_000
    ),
    "domain": Rule(
        "domains", "a domain, such as example.com", lambda text: bool(DOMAIN.fullmatch(text.lower())), 100_000
    ),
    "email": Rule("email_addresses", "an address, such as uma@example.com", is_address, 100_000),
    "ip": Rule("ip_addresses", "an address or a range, such as 80.12.12.0/24", _is_network, 100_000),
}
"""The limits are those of the contract's descriptions of each kind."""


def check_members(kind: Kind, members: Sequence[str]) -> None:
    """Raise InvalidParameter unless a list of the kind may hold these."""
    rule = RULES[kind]
    field = f"content.{rule.field}"
    if not 1 <= len(members) <= rule.most:
        raise InvalidParameter(field, f"has {len(members)} members; it may have 1 to {rule.most}")
    for member in members:
        if not rule.is_one(member):
            raise InvalidParameter(field, f"{member[:100]!r} is not {rule.looks_like}")
    member, count = Counter(members).most_common(1)[0]
    if count > 1:
        raise InvalidParameter(field, f"{member!r} is named {count} times; name it once")
