"""Web pages for people: sign-in, consent, their files, invitations, shared links, the reference of the API.

One base template and one set of components under a strict content security policy. Importing the room registers its
pages with the gateway.
"""

from holdall.console import (
    assets,
    authorize,
    changing,
    file_requests,
    finding,
    folder_requests,
    invitations,
    own,
    prepare_signing,
    preview,
    reference,
    shared,
    sign,
    sign_in,
    trash,
)

__all__ = [
    "assets",
    "authorize",
    "changing",
    "file_requests",
    "finding",
    "folder_requests",
    "invitations",
    "own",
    "prepare_signing",
    "preview",
    "reference",
    "shared",
    "sign",
    "sign_in",
    "trash",
]
