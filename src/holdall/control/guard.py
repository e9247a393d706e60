"""Who may use the control plane: programs on this machine, not pages in a browser and not what a proxy lets through."""

import ipaddress
from urllib.parse import urlsplit

from starlette.requests import Request

from holdall.base.errors import Forbidden

_PROXY_HEADERS = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def require_loopback(request: Request) -> None:
    """Raise Forbidden unless the request was made on this machine, to a name of this machine.

    The name matters because a page of a stranger, opened in a browser here, can have its own host name resolved to
    the loopback address; the Origin matters because such a page can send requests across origins.
    """
    client = request.client.host if request.client else ""
    if not _is_loopback(client):
        raise Forbidden(f"The control plane answers this machine alone, not {client}; --control anywhere opens it")
    for header in _PROXY_HEADERS:
        if header in request.headers:
            raise Forbidden(f"The control plane answers no request that came through a proxy (header {header})")
    if not _is_loopback(request.url.hostname or ""):
        raise Forbidden("The control plane is reached as localhost, 127.0.0.1 or [::1]")
    origin = request.headers.get("origin")
    if origin is not None and not _is_loopback(urlsplit(origin).hostname or ""):
        raise Forbidden(f"The control plane answers no page of {origin}")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.removesuffix("%lo"))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
