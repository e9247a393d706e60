"""How content is labelled on its way out: its name, its type, and what a browser must not do with it.

Files come from anybody, so none may run as a page of this host: https://owasp.org/www-community/attacks/xss/
"""

import mimetypes
import re
from urllib.parse import quote

_TYPES = mimetypes.MimeTypes(filenames=())  # the same on every machine: the system's own list is not read
DEFAULT_TYPE = "application/octet-stream"
PDF = "application/pdf"

_INLINE = re.compile(r"(image|audio|video)/.+|text/plain|application/pdf")
_ACTIVE = {"image/svg+xml"}
_TOKEN_SAFE = re.compile(r"[ -~]*")
_UNSAFE_IN_QUOTES = re.compile(r'["\\%]')  # browsers disagree on escapes, so these are left to filename*

_POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"


def content_type(name: str) -> str:
    """The media type that a file's name tells."""
    # The library reads URLs: of a name such as data:,x.html it would believe the scheme, so it sees the extension alone.
    kind, _ = _TYPES.guess_type(f"x.{name.rpartition('.')[2]}", strict=False)
    return kind or DEFAULT_TYPE


def content_disposition(name: str, *, inline: bool) -> str:
    """The Content-Disposition header with the name as every client reads it (RFC 6266)."""
    kind = "inline" if inline else "attachment"
    if _TOKEN_SAFE.fullmatch(name) and not _UNSAFE_IN_QUOTES.search(name):
        return f'{kind}; filename="{name}"'
    fallback = _UNSAFE_IN_QUOTES.sub("_", name.encode("ascii", "replace").decode().replace("?", "_"))
    return f"{kind}; filename=\"{fallback}\"; filename*=UTF-8''{quote(name, safe='')}"


def label(name: str, *, inline: bool) -> dict[str, str]:
    """The headers that say what the content is; `inline` is kept to types that cannot act for the reader."""
    kind = content_type(name)
    shown = inline and kind not in _ACTIVE and _INLINE.fullmatch(kind) is not None
    # Browsers show no PDF in a sandbox; their own viewer keeps it apart from the page.
    sandbox = "" if shown and kind == PDF else "; sandbox"
    return {
        "content-type": kind,
        "content-disposition": content_disposition(name, inline=shown),
        "content-security-policy": _POLICY + sandbox,
        "x-content-type-options": "nosniff",
    }
