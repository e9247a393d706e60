"""What a subject may do to an item, weighed from the item's place and the grants on it and above it.

Nothing here reads the database: `reach` brings the rows, and the tests compare this with a model of their own.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import msgspec

from holdall.base.errors import Forbidden, InsufficientPermissions, InsufficientScope, NotFound
from holdall.content.access.actions import (
    ARCHIVES_STAY,
    CONTENT_CHANGES,
    CONTENT_MANAGER_SCOPES,
    FILES_STAY,
    LINK_ROLES,
    ONLY_BELOW,
    OWNERS,
    RANKS,
    ROLE_ACTIONS,
    STATUS_FORBIDS,
    Action,
    Role,
    actions_of_scopes,
)
from holdall.content.access.place import (
    ARCHIVE,
    SWITCHES,
    WATERMARK,
    Grant,
    Place,
    Step,
    in_archive,
    step_of,
    switched,
    watermarked,
)
from holdall.content.identity.subject import LinkGrant, Subject
from holdall.content.items.rows import TYPE_NAMES, Item
from holdall.content.items.tables import ItemType

_NOTHING: frozenset[Action] = frozenset()
_OWNER = frozenset({Role.OWNER.value})
_CONTENT_MANAGER = frozenset({Role.CONTENT_MANAGER.value})
_ARCHIVIST = frozenset({Role.ARCHIVIST.value})
_SEE_ALL = frozenset({Role.CONTENT_MANAGER.value, Role.ARCHIVIST.value})
_OF_LINKS = frozenset(LINK_ROLES.values())
_SOURCES = {role.value: "shared link of item" for role in _OF_LINKS} | {Role.HUB_VIEWER.value: "hub collaboration"}


class Access(msgspec.Struct, frozen=True):
    """An item that the subject may know of: where it is, whose it is, and what the subject may do to it."""

    subject: Subject
    item: Item
    path: tuple[Step, ...]
    """The ancestors that the subject may see, from the root down, without the item itself."""
    folder_ids: tuple[int, ...]
    """The ids of all ancestors, from the parent up."""
    owner_id: int
    role: Role
    granted: frozenset[Action]
    """What the subject's roles allow, whatever the token and a lock say."""
    granted_below: frozenset[Action]
    """The same for what is in the folder."""
    allowed: frozenset[Action]
    trash: Step | None
    """The nearest item, itself or an ancestor, that was put in the trash."""
    locked: bool = False
    """Another user holds a lock on the file."""
    grants: tuple[Grant, ...] = ()
    settings: frozenset[str] = frozenset()
    """What the owner has switched for the item or a folder above it: names of a folder's fields (see `SWITCHES`)."""
    under_watermark: bool = False
    """A folder above the item is watermarked, and so is the item."""
    may_have_link: bool = True
    """Whether it is worth looking for a shared link of the item's own."""
    in_archive: bool = False
    """The item is an archive, or in one."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the subject may do what it may, and why not the rest: one sentence each."""
        return tuple(_reasons(self))

    @property
    def is_trashed(self) -> bool:
        """Whether the item is in the trash, by itself or with a folder above it."""
        return self.trash is not None

    @property
    def is_watermarked(self) -> bool:
        """Whether the item is watermarked, by itself or with a folder above it."""
        return self.under_watermark or WATERMARK in self.item.options

    @property
    def is_root(self) -> bool:
        """Whether the item is a user's root folder."""
        return self.item.parent_id is None and self.item.owner_id is not None and not self.is_trashed

    @property
    def is_owner(self) -> bool:
        """Whether the item belongs to the subject."""
        return self.owner_id == self.subject.user_id

    @property
    def is_from_outside(self) -> bool:
        """Whether the subject collaborates on what belongs to another enterprise; a shared link alone is none of that."""
        return self.item.enterprise_id != self.subject.enterprise_id and self.role not in _OF_LINKS

    @property
    def open_ids(self) -> tuple[int, ...]:
        """The ids of the item and of those above it that the subject's roles reach, from below."""
        if self.is_owner or self.role.value in _SEE_ALL or not self.grants:
            return (self.item.id, *self.folder_ids)
        return (self.item.id, *self.folder_ids[: max(grant.depth for grant in self.grants)])

    def allows(self, action: Action) -> bool:
        """Whether the subject may do this to the item."""
        return action in self.allowed and not (self.in_archive and action in _archive_keeps(self.item))

    def require(self, action: Action) -> None:
        """Raise Forbidden unless the subject may do this to the item."""
        if self.allows(action):
            return
        thing = f"the {TYPE_NAMES[self.item.type]} {self.item.id}"
        doing = action.name.lower().replace("_", " ")
        if action not in actions_of_scopes(self.subject.scopes):
            raise InsufficientScope(f"The token's scopes do not allow to {doing} {thing}")
        if self.locked and action in self.granted:
            raise Forbidden(f"Another user has locked {thing}", code="access_denied_item_locked")
        raise InsufficientPermissions(f"You may not {doing} {thing}")

    def require_active(self) -> None:
        """Raise NotFound with the code trashed where the item is in the trash."""
        if self.trash is not None:
            raise NotFound(f"The {TYPE_NAMES[self.item.type]} {self.item.id} is in the trash", code="trashed")

    def allowed_on(self, item: Item, now: int) -> frozenset[Action]:
        """What the subject may do to an item in the same place as this one, whose lock may be another's."""
        allowed = self.allowed - _archive_keeps(item) if self.in_archive else self.allowed
        return allowed if item.lock is None else _under_lock(self.subject, self.role, item, allowed, now)[0]

    def with_item(self, item: Item) -> "Access":
        """The same access to a later state of the item in the same place."""
        return msgspec.structs.replace(self, item=item)

    def child(self, item: Item) -> "Access":
        """The access to something directly in this folder that no grant of its own is on."""
        return msgspec.structs.replace(
            self,
            item=item,
            path=(*self.path, step_of(self.item)),
            folder_ids=(self.item.id, *self.folder_ids),
            granted=self.granted_below,
            allowed=_within_limits(self.subject, self.granted_below),
            grants=tuple(msgspec.structs.replace(grant, depth=grant.depth + 1) for grant in self.grants),
            locked=False,
            under_watermark=self.is_watermarked,
            may_have_link=True,
            in_archive=self.in_archive or ARCHIVE in item.options,
        )

    def trash_of_root(self) -> "Access":
        """The access to what is in the trash of the user whose root folder this is."""
        return msgspec.structs.replace(self, path=(), folder_ids=(), trash=step_of(self.item))


def manages_content(subject: Subject) -> bool:
    """Whether all content of its enterprise is open to the subject."""
    return subject.is_admin and not CONTENT_MANAGER_SCOPES.isdisjoint(subject.scopes)


def decide(subject: Subject, place: Place, now: int) -> Access | None:
    """What the subject may do to an item; None where it may not know of it."""
    item, chain, grants = place.item, place.chain, place.grants
    root = chain[-1]
    owner_id = root.owner_id
    if owner_id is None or (root.trashed_at is not None and root.trash_owner_id is None):
        return None  # being removed, or being copied
    if place.is_barred:
        return None
    is_owner = owner_id == subject.user_id
    is_archived = in_archive(chain)
    if is_owner or is_archived:
        grants = []
    elif subject.link is not None:
        grants = [*grants, *_grants_of_link(subject.link, chain)]
    roles = _roles(subject, item, is_owner, grants)
    if is_archived:
        roles = _ARCHIVIST if roles == _CONTENT_MANAGER else frozenset()
    visible = _visible(subject, chain, _seen_from(chain, grants, roles)) if roles else None
    if visible is None:
        return None
    role = _highest(roles)
    settings = switched(chain)
    granted_below = _without(settings, role, _granted_to(roles))
    granted = (
        granted_below
        if is_owner or is_archived
        else granted_below - _only_above(grants) - _kept_in_company(subject, item)
    )
    allowed, holder = _under_lock(subject, role, item, _within_limits(subject, granted), now)
    return Access(
        subject=subject,
        item=item,
        path=tuple(reversed(visible)),
        folder_ids=tuple([step.id for step in chain[1:]]),
        owner_id=owner_id,
        role=role,
        granted=granted,
        granted_below=granted_below,
        allowed=allowed,
        trash=_nearest_in_trash(chain),
        locked=holder is not None,
        grants=tuple(grants),
        settings=settings,
        under_watermark=watermarked(chain[1:]),
        may_have_link=place.may_have_link,
        in_archive=is_archived,
    )


def decide_on_path(subject: Subject, place: Place) -> Access | None:
    """What somebody sees of a folder on the way to what was shared with `can_view_path`: that it is there, and its name.

    None for what is not an active folder below a root.
    """
    item, chain = place.item, place.chain
    visible = None if place.is_barred else _visible(subject, chain, list(chain[1:]))
    owner_id = chain[-1].owner_id
    if visible is None or owner_id is None or len(chain) == 1 or any(step.trashed_at is not None for step in chain):
        return None
    if in_archive(chain):
        return None
    granted = ROLE_ACTIONS[Role.PATH_VIEWER]
    return Access(
        subject=subject,
        item=msgspec.structs.replace(item, size=0, item_count=0, description="", tags=[], options={}),
        path=tuple(reversed(visible)),
        folder_ids=tuple(step.id for step in chain[1:]),
        owner_id=owner_id,
        role=Role.PATH_VIEWER,
        granted=granted,
        granted_below=_NOTHING,
        allowed=_within_limits(subject, granted),
        trash=None,
    )


def _roles(subject: Subject, item: Item, is_owner: bool, grants: Sequence[Grant]) -> frozenset[str]:
    """The names of the subject's roles."""
    if is_owner:
        return _OWNER
    roles = frozenset(grant.role for grant in grants)
    is_manager = item.enterprise_id == subject.enterprise_id and manages_content(subject)
    return roles | _CONTENT_MANAGER if is_manager else roles


@cache
def _highest(roles: frozenset[str]) -> Role:
    return min(map(Role, roles), key=RANKS.__getitem__)


@cache
def _granted_to(roles: frozenset[str]) -> frozenset[Action]:
    """What any of the roles allows."""
    return _NOTHING.union(*(ROLE_ACTIONS[Role(role)] for role in roles))


def _only_above(grants: Sequence[Grant]) -> frozenset[Action]:
    """What a role that was given on the item itself does not allow, and none from further up does."""
    return ONLY_BELOW - _granted_to(frozenset(grant.role for grant in grants if grant.depth > 0))


def _grants_of_link(link: LinkGrant, chain: Sequence[Step]) -> Iterable[Grant]:
    """The grant of a shared link on the item or above it, out of the trash. It shows nothing of the way to that item."""
    if any(step.trashed_at is not None for step in chain):
        return
    for depth, step in enumerate(chain):
        if step.id == link.item_id:
            role = LINK_ROLES[link.permission].value
            yield Grant(depth, id=link.item_id, role=role, can_view_path=False, is_access_only=True)


def _archive_keeps(item: Item) -> frozenset[Action]:
    """What even its keepers do not do to an archive, or to something in one."""
    if ARCHIVE in item.options:
        return ARCHIVES_STAY
    return _NOTHING if item.type == ItemType.FOLDER else FILES_STAY


def _kept_in_company(subject: Subject, item: Item) -> frozenset[Action]:
    """Downloading, where the owner of a file keeps that to the own enterprise (permissions.can_download)."""
    if item.options.get("can_download") == "company" and subject.enterprise_id != item.enterprise_id:
        return frozenset({Action.DOWNLOAD})
    return _NOTHING


def _without(settings: frozenset[str], role: Role, granted: frozenset[Action]) -> frozenset[Action]:
    """What the owner's settings leave to somebody who is not an owner."""
    if not settings or role in OWNERS:
        return granted
    taken = set()
    if "can_non_owners_invite" in settings:
        taken.add(Action.INVITE)
    if "can_non_owners_view_collaborators" in settings and role.value not in _SEE_ALL:
        taken.add(Action.VIEW_COLLABORATORS)
    return granted - taken


def _within_limits(subject: Subject, granted: frozenset[Action]) -> frozenset[Action]:
    """What the token's scopes and the user's status leave."""
    return _left(granted, subject.scopes, subject.status)


@lru_cache(maxsize=1024)
def _left(granted: frozenset[Action], scopes: frozenset[str], status: str) -> frozenset[Action]:
    return granted & actions_of_scopes(scopes) - STATUS_FORBIDS.get(status, _NOTHING)


def _under_lock(
    subject: Subject, role: Role, item: Item, allowed: frozenset[Action], now: int
) -> tuple[frozenset[Action], int | None]:
    """What another user's lock leaves of the allowed actions, and that user; the owner of the file may unlock it."""
    lock = item.active_lock(now)
    if lock is None or lock.created_by == subject.user_id:
        return allowed, None
    forbidden = CONTENT_CHANGES - {Action.LOCK} if role is Role.OWNER else CONTENT_CHANGES
    if lock.is_download_prevented:
        forbidden |= {Action.DOWNLOAD}
    return allowed - forbidden, lock.created_by


def _seen_from(chain: Sequence[Step], grants: Sequence[Grant], roles: frozenset[str]) -> list[Step]:
    """The ancestors that the roles show, from the parent up.

    Owners and administrators see them all. A collaborator sees All Files and from there on the highest folder that was
    shared; the way between only with `can_view_path`, and not even All Files where everything is access only.
    """
    if not grants or not _SEE_ALL.isdisjoint(roles) or any(_shows_path(chain, grant) for grant in grants):
        return list(chain[1:])
    highest = max(grant.depth for grant in grants)
    seen = list(chain[1 : highest + 1])
    is_in_root = not all(grant.is_access_only for grant in grants)
    return [*seen, chain[-1]] if is_in_root and highest < len(chain) - 1 else seen


def _shows_path(chain: Sequence[Step], grant: Grant) -> bool:
    """Whether a grant shows the way to it: not from the trash."""
    return grant.shows_path and all(step.trashed_at is None for step in chain[grant.depth :])


def _visible(subject: Subject, chain: Sequence[Step], seen: list[Step]) -> list[Step] | None:
    """The ancestors that the subject may see, from the parent up; None where the item is beyond the token's limits.

    A token that is limited to a folder sees that folder directly in All Files.
    """
    restriction = subject.restriction
    if restriction is None:
        return seen
    if restriction.item_id is None:
        return None
    for position, step in enumerate(chain):
        if step.id == restriction.item_id:
            within = {step.id for step in chain[1 : position + 1]} | {chain[-1].id}
            return [step for step in seen if step.id in within]
    return None


def _nearest_in_trash(chain: Sequence[Step]) -> Step | None:
    for step in chain:
        if step.trashed_at is not None:
            return step
    return None


def _reasons(access: Access) -> Iterable[str]:
    subject, item = access.subject, access.item
    if access.is_owner:
        yield f"user {subject.user_id} is the owner of item {item.id}"
    for grant in access.grants:
        place = "itself" if grant.depth == 0 else f"by folder {access.folder_ids[grant.depth - 1]}"
        by = "" if grant.group_id is None else f" as a member of group {grant.group_id}"
        source = f"{_SOURCES.get(grant.role, 'collaboration')} {grant.id}"
        yield f"user {subject.user_id} is {grant.role} of item {item.id} {place}{by} ({source})"
    if access.role is Role.PATH_VIEWER:
        yield f"user {subject.user_id} was invited to something below folder {item.id}, with its path"
    elif not access.is_owner and ROLE_ACTIONS[Role.CONTENT_MANAGER] <= access.granted and not access.grants:
        yield f"user {subject.user_id} administers the enterprise of item {item.id}"
    if access.in_archive:
        yield f"item {item.id} is in an archive, where only administrators with enterprise_content reach it"
    for name in sorted(access.settings):
        yield f"{name} is {str(SWITCHES[name]).lower()} for item {item.id} or a folder above it"
    if access.locked and item.lock is not None:
        yield f"user {item.lock['created_by']} has locked item {item.id}"
    if access.trash is not None:
        yield f"item {access.trash.id} is in the trash"
