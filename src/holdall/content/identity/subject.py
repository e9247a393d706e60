"""The subject of a request: whom a token speaks for, and what the token may at most do."""

from typing import Literal

import msgspec

from holdall.base.errors import InsufficientPermissions

GUEST = "guest"
"""The kind of a subject that has not signed in: somebody who has nothing but a shared link."""

Role = Literal["admin", "coadmin", "user"]


class Restriction(msgspec.Struct, frozen=True):
    """The limits of a downscoped token: one item (and what is under it), or one shared link."""

    item_type: Literal["file", "folder"] | None = None
    item_id: int | None = None
    shared_link: str | None = None

    @property
    def link_header(self) -> str | None:
        """What the header BoxApi would say, for a token that reaches its item through a shared link alone."""
        return None if self.shared_link is None else f"shared_link={self.shared_link}"


class LinkGrant(msgspec.Struct, frozen=True):
    """What a shared link that the request names lets the subject do with one item and what is under it."""

    item_id: int
    permission: Literal["can_edit", "can_download", "can_preview"]


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks. With As-User, `user_id` is the user acted for and `actor_id` the token's own user."""

    user_id: int
    enterprise_id: int
    application_id: int
    grant_id: int
    name: str
    login: str
    kind: str
    role: Role
    status: str
    root_id: int
    scopes: frozenset[str]
    restriction: Restriction | None = None
    actor_id: int
    token_hash: str
    can_act_as_user: bool = False
    link: LinkGrant | None = None
    """The shared link that the request was made with (the header BoxApi)."""
    terms_due: int | None = None
    """The terms of service of its enterprise that the user has still to accept."""

    @property
    def is_admin(self) -> bool:
        """Whether the user has admin or co-admin rights in the enterprise."""
        return self.role in {"admin", "coadmin"}

    def require_admin(self, what: str) -> None:
        """Raise InsufficientPermissions for everybody else; `what` completes "Only administrators"."""
        if not self.is_admin:
            raise InsufficientPermissions(
                f"Only administrators of the enterprise, co-admins and service accounts {what}"
            )


def guest(grant: LinkGrant) -> Subject:
    """Somebody who has nothing but the link."""
    return Subject(
        user_id=0,
        enterprise_id=0,
        application_id=0,
        grant_id=0,
        name="",
        login="",
        kind=GUEST,
        role="user",
        status="active",
        root_id=0,
        scopes=frozenset({"root_readonly"}),
        actor_id=0,
        token_hash="",
        link=grant,
    )
