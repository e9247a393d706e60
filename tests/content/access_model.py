"""A second opinion on access, in plain Python and as simple as it can be: the property test compares the platform with it.

It knows nothing of how the platform decides; what roles may do it takes from Box's table.
"""

from dataclasses import dataclass, field

from tests.authz.box_table import BOX_TABLE, NOT_ON_TOP

PREVIEW_LINES = {"View Item List in Folder", "View Tags", "View Metadata", "Preview"}
DOWNLOAD_LINES = PREVIEW_LINES | {"Download", "Copy"}
LINK_LINES = {
    "can_preview": PREVIEW_LINES,
    "can_download": DOWNLOAD_LINES,
    "can_edit": DOWNLOAD_LINES | {"Upload", "Create Subfolders", "Edit Metadata", "Add / Edit Tags"},
}
"""The lines of Box's table that a shared link gives, by its permission."""
LEVELS = ("open", "company", "collaborators")
"""From the most open to the strictest."""


@dataclass
class ModelItem:
    """An item by number; roots have no parent and an owner."""

    parent: int | None
    owner: int | None = None
    is_trashed: bool = False
    kind: str = "folder"
    is_archive: bool = False


@dataclass
class ModelGrant:
    """A collaboration of a user or of a group."""

    item: int
    role: str
    user: int | None = None
    group: int | None = None
    status: str = "accepted"
    is_expired: bool = False
    is_access_only: bool = False
    can_view_path: bool = False


@dataclass
class ModelLink:
    """A shared link of an item."""

    access: str
    permission: str
    has_password: bool = False
    is_expired: bool = False


@dataclass
class ModelHeader:
    """The header BoxApi that a user sends: the link of an item, with a password that is right, wrong or missing."""

    item: int
    password: str


@dataclass
class World:
    """Items, groups, who was invited to what, the links of items, who sends which link, and who is kept from whom."""

    items: dict[int, ModelItem] = field(default_factory=dict)
    members: set[tuple[int, int]] = field(default_factory=set)  # (group, user)
    grants: list[ModelGrant] = field(default_factory=list)
    links: dict[int, ModelLink] = field(default_factory=dict)  # by item
    enterprises: dict[int, str] = field(default_factory=dict)  # by user
    limits: dict[str, str] = field(default_factory=dict)  # the most open access of links, by enterprise
    headers: dict[int, ModelHeader] = field(default_factory=dict)  # by user
    segments: dict[int, int] = field(default_factory=dict)  # by user
    restrictions: set[tuple[int, int]] = field(default_factory=set)  # (the segment that is kept, from which one)

    def way_up(self, item: int) -> list[int]:
        """The item and what is above it, up to the root."""
        way = [item]
        while (parent := self.items[way[-1]].parent) is not None:
            way.append(parent)
        return way

    def owner(self, item: int) -> int:
        """Whose the item is."""
        owner = self.items[self.way_up(item)[-1]].owner
        assert owner is not None
        return owner

    def is_kept_from(self, user: int, item: int) -> bool:
        """Whether an information barrier keeps the user from the item."""
        return (self.segments.get(user), self.segments.get(self.owner(item))) in self.restrictions

    def is_archived(self, item: int) -> bool:
        """Whether the item is an archive, or in one: nobody is anything there, whoever owned it or was invited."""
        way = self.way_up(item)
        return len(way) > 1 and self.items[way[-2]].is_archive

    def is_in_trash(self, item: int) -> bool:
        """Whether the item or something above it was trashed."""
        return any(self.items[one].is_trashed for one in self.way_up(item))

    def grants_of(self, user: int, item: int) -> list[ModelGrant]:
        """What gives the user a role on the item: on it or on anything above it."""
        if self.owner(item) == user or self.is_kept_from(user, item) or self.is_archived(item):
            return []
        return [
            grant
            for grant in self.grants
            if grant.item in self.way_up(item)
            and grant.status == "accepted"
            and not grant.is_expired
            and (grant.user == user or (grant.group, user) in self.members)
        ]

    def opened(self, user: int) -> str:
        """What comes of the link that the user sends: nothing, missing, locked, or the permission that it gives."""
        header = self.headers[user]
        link = self.links.get(header.item)
        if link is None or link.is_expired:
            return "missing"
        company = self.enterprises[self.owner(header.item)]
        level = max(link.access, self.limits[company], key=LEVELS.index)
        is_colleague = self.enterprises[user] == company
        if level == "company" and not is_colleague:
            return "missing"
        if level != "collaborators" and self.is_kept_from(user, header.item):
            return "locked"
        if link.has_password and header.password != "right":
            return "locked"
        return "nothing" if level == "collaborators" else link.permission

    def lines_of_link(self, user: int, item: int) -> set[str]:
        """What the link that the user sends gives on the item: on the shared one and what is in it, out of the trash."""
        if self.opened(user) not in LINK_LINES or self.is_in_trash(item) or self.is_kept_from(user, item):
            return set()
        if self.is_archived(item):
            return set()
        return LINK_LINES[self.opened(user)] if self.headers[user].item in self.way_up(item) else set()

    def allowed(self, user: int, item: int) -> set[str]:
        """The lines of Box's table that the user may do to the item."""
        if self.is_archived(item):
            return set()
        if self.owner(item) == user:
            return {line for line, roles in BOX_TABLE.items() if "owner" in roles}
        lines = set(self.lines_of_link(user, item))
        for grant in self.grants_of(user, item):
            given = {line for line, roles in BOX_TABLE.items() if grant.role in roles}
            lines |= given - NOT_ON_TOP if grant.item == item else given
        return lines

    def leads_to_shared(self, user: int, item: int) -> bool:
        """Whether the item is above something that was shared with the user together with its path."""
        if self.items[item].parent is None or self.is_in_trash(item):
            return False
        return any(
            item in self.way_up(one)
            and any(
                grant.can_view_path and not grant.is_access_only and grant.item == one
                for grant in self.grants_of(user, one)
            )
            and not self.is_in_trash(one)
            for one in self.items
        )

    def may_know(self, user: int, item: int) -> bool:
        """Whether the item exists as far as the user can tell."""
        is_own = self.owner(item) == user and not self.is_archived(item)
        return is_own or self.is_open(user, item) or self.leads_to_shared(user, item)

    def is_open(self, user: int, item: int) -> bool:
        """Whether the item, and what is in it, was given to the user, by a collaboration or a link."""
        return bool(self.grants_of(user, item)) or bool(self.lines_of_link(user, item))

    def all_files(self, user: int) -> set[int]:
        """What others own and the user finds in All Files."""
        found = set()
        for item in self.items:
            here = self.grants_of(user, item)
            if self.is_in_trash(item) or not any(one.item == item and not one.is_access_only for one in here):
                continue
            if any(one.item != item and not one.is_access_only for one in here):
                continue
            way = self.way_up(item)
            found.add(way[-2] if any(one.can_view_path and not one.is_access_only for one in here) else item)
        return found

    def children_seen(self, user: int, item: int) -> set[int]:
        """What the user finds in a folder: all of it, or what leads to something shared."""
        children = {one for one, row in self.items.items() if row.parent == item and not row.is_trashed}
        if self.owner(item) == user or self.is_open(user, item):
            return children
        return {one for one in children if self.leads_to_shared(user, one)}
