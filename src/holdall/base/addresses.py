"""Where webhooks may lead: what an address must look like, and which network addresses are the world's.

A name says nothing of where it leads, and may lead elsewhere a moment later: `is_public` is asked again of the network
address that a connection is made to.
"""

import ipaddress
import re
from typing import Literal
from urllib.parse import urlsplit

from holdall.base.errors import InvalidParameter

Reach = Literal["public", "anywhere"]
"""`public` is https at port 443 of the world, as at Box; `anywhere` is also http, other ports and private networks."""

LONGEST = 2048
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_NUMBER_LIKE = re.compile(r"\d*|0[xX][0-9a-fA-F]*")
_COMPATIBLE = ipaddress.ip_network("::/96")
_LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal", ".home.arpa")


def check_address(address: str, reach: Reach) -> None:
    """Raise InvalidParameter unless a webhook may lead there.

    https://developer.box.com/guides/webhooks/v2/limitations-v2/ (notification URL restrictions)
    """
    if len(address) > LONGEST or not address.isprintable() or " " in address:
        raise _refused(f"must be a URL of at most {LONGEST} printable characters")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refused("is not a URL") from None
    if parts.scheme not in {"http", "https"} or not _is_host(host):
        raise _refused("must be a URL with a host, such as https://example.com/webhooks")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise _refused("must hold neither a user, nor a password, nor a fragment")
    if reach == "anywhere":
        return
    if parts.scheme != "https" or port not in {None, 443}:
        raise _refused("must be https at port 443")
    if _is_local_name(host) or (_is_number(host) and not is_public(host)):
        raise _refused("must be reachable from the internet")


def is_public(host: str) -> bool:
    """Whether a network address (IPv4 or IPv6, as text) is one of the world's: not private, local, or reserved.

    An IPv6 address that carries an IPv4 address is as public as that. Raises ValueError for what is no address.
    """
    address = ipaddress.ip_address(host.partition("%")[0])
    if isinstance(address, ipaddress.IPv4Address):
        return _is_of_the_world(address)
    return _is_of_the_world(*(_embedded(address) or (address,))) and not address.is_site_local


def _is_of_the_world(*addresses: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return all(one.is_global and not (one.is_multicast or one.is_reserved or one.is_unspecified) for one in addresses)


def _embedded(address: ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...]:
    """The IPv4 addresses that packets to an IPv6 address may end at."""
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if any(address in network for network in _NAT64) or (address in _COMPATIBLE and int(address) > 1):
        return (ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF),)
    return ()


def _refused(why: str) -> InvalidParameter:
    return InvalidParameter("address", why)


def _is_host(host: str) -> bool:
    if _is_number(host):
        return True
    try:
        labels = host.encode("idna").decode().rstrip(".").split(".")
    except UnicodeError:
        return False
    if _NUMBER_LIKE.fullmatch(labels[-1]):  # another spelling of a network address, and never a name
        return False
    return all(0 < len(one) <= 63 and one.replace("-", "").replace("_", "").isalnum() for one in labels)


def _is_number(host: str) -> bool:
    """Whether a host is a network address in its usual spelling."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _is_local_name(host: str) -> bool:
    name = host.rstrip(".").lower()
    return any(name == one.lstrip(".") or (one.startswith(".") and name.endswith(one)) for one in _LOCAL_NAMES)
