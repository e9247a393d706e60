"""Where the operations live: Box's own hosts, or one server that stands for all of them.

The contract names a host per operation; this maps that name to a base URL.
"""

from typing import Self
from urllib.parse import urlsplit

import msgspec


class Hosts(msgspec.Struct, frozen=True):
    """The base URL of each host that the contract names; the defaults are Box's own."""

    api: str = "https://api.box.com/2.0"
    api_root: str = "https://api.box.com"
    upload: str = "https://upload.box.com/api/2.0"
    upload_session: str = "https://upload.box.com/api/2.0"
    authorize: str = "https://account.box.com/api/oauth2"
    download: str = "https://dl.boxcloud.com/2.0"

    @classmethod
    def at(cls, base_url: str) -> Self:
        """All hosts on one server, such as Holdall at `http://127.0.0.1:8880`.

        Each host keeps Box's path below the base URL. Raises ValueError where the base URL is not an http(s) origin,
        with or without a path.
        """
        parts = urlsplit(base_url)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
            raise ValueError(f"a base URL looks like https://box.example.com, not {base_url!r}")
        root = base_url.rstrip("/")
        boxes = cls()
        return cls(**{name: root + urlsplit(getattr(boxes, name)).path for name in cls.__struct_fields__})

    def url(self, host: str) -> str:
        """The base URL of a host by the contract's name; raises LookupError for a name that the contract lacks."""
        if host not in self.__struct_fields__:
            raise LookupError(f"no host is called {host!r}")
        base: str = getattr(self, host)
        return base.rstrip("/")
