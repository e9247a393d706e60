"""What can be done to an item, and which roles and token scopes allow it.

Roles are Box's (https://support.box.com/hc/en-us/articles/360044196413), scopes those of
https://developer.box.com/guides/api-calls/permissions-and-errors/scopes.
"""

from collections.abc import Iterable, Mapping
from enum import Enum, auto
from functools import cache


class Action(Enum):
    """Something that a subject does to an item."""

    VIEW = auto()
    """See that it is there, its name and its other fields; list a folder."""
    PREVIEW = auto()
    DOWNLOAD = auto()
    UPLOAD = auto()
    """Put something into a folder, or a new version on a file."""
    EDIT = auto()
    """Change the description, the tags and the like."""
    RENAME = auto()
    MOVE = auto()
    """Take it out of its folder."""
    ARCHIVE = auto()
    """Put it into an archive of the enterprise; of a folder, put what was archived into it again."""
    DELETE = auto()
    RESTORE = auto()
    """Take it out of the trash."""
    PURGE = auto()
    """Remove it from the trash for good."""
    LOCK = auto()
    SHARE = auto()
    """Make a shared link."""
    SET_SHARE_ACCESS = auto()
    INVITE = auto()
    VIEW_COLLABORATORS = auto()
    SETTINGS = auto()
    """Say what others may do with a folder: whom they may invite, whom they see."""
    EDIT_METADATA = auto()
    COMMENT = auto()
    VIEW_COMMENTS = auto()
    CREATE_TASKS = auto()
    """Set tasks on a file, and assign them."""
    VIEW_TASKS = auto()
    ANNOTATE = auto()
    VIEW_ALL_ANNOTATIONS = auto()
    VIEW_OWN_ANNOTATIONS = auto()
    WATERMARK = auto()


class Role(Enum):
    """What a subject is to an item, the highest first."""

    OWNER = "owner"
    CO_OWNER = "co-owner"
    EDITOR = "editor"
    VIEWER_UPLOADER = "viewer uploader"
    PREVIEWER_UPLOADER = "previewer uploader"
    VIEWER = "viewer"
    HUB_VIEWER = "hub viewer"
    """Somebody who sees a hub that the item is in."""
    PREVIEWER = "previewer"
    UPLOADER = "uploader"
    CONTENT_MANAGER = "content manager"
    """An administrator whose token carries `enterprise_content`: sees all content of the enterprise, and archives it."""
    ARCHIVIST = "archivist"
    """The same administrator in an archive, where nobody else is anything."""
    LINK_EDITOR = "shared link editor"
    LINK_VIEWER = "shared link viewer"
    LINK_PREVIEWER = "shared link previewer"
    PATH_VIEWER = "path viewer"
    """Somebody who was invited to something below with `can_view_path`: sees the way to it and nothing else."""


RANKS: Mapping[Role, int] = {role: rank for rank, role in enumerate(Role)}
"""The lower the number, the higher the role."""

ALL = frozenset(Action)
READING = frozenset(
    {
        Action.VIEW,
        Action.PREVIEW,
        Action.DOWNLOAD,
        Action.VIEW_COLLABORATORS,
        Action.VIEW_COMMENTS,
        Action.VIEW_TASKS,
        Action.VIEW_ALL_ANNOTATIONS,
        Action.VIEW_OWN_ANNOTATIONS,
    }
)
CONTENT_CHANGES = frozenset(
    {
        Action.UPLOAD,
        Action.EDIT,
        Action.EDIT_METADATA,
        Action.RENAME,
        Action.MOVE,
        Action.ARCHIVE,
        Action.DELETE,
        Action.LOCK,
        Action.PURGE,
    }
)

_UPLOADER = frozenset({Action.VIEW, Action.VIEW_COLLABORATORS, Action.UPLOAD, Action.EDIT_METADATA})
_PREVIEWER = frozenset(
    {
        Action.VIEW,
        Action.VIEW_COLLABORATORS,
        Action.PREVIEW,
        Action.COMMENT,
        Action.VIEW_COMMENTS,
        Action.CREATE_TASKS,
        Action.VIEW_TASKS,
        Action.ANNOTATE,
        Action.VIEW_ALL_ANNOTATIONS,
        Action.VIEW_OWN_ANNOTATIONS,
    }
)
_VIEWER = _PREVIEWER | {Action.DOWNLOAD, Action.SHARE}
_VIEWER_UPLOADER = _VIEWER | _UPLOADER | {Action.LOCK}
_EDITOR = _VIEWER_UPLOADER | {
    Action.EDIT,
    Action.RENAME,
    Action.MOVE,
    Action.DELETE,
    Action.RESTORE,
    Action.INVITE,
    Action.SET_SHARE_ACCESS,
    Action.WATERMARK,
}

ROLE_ACTIONS: Mapping[Role, frozenset[Action]] = {
    Role.OWNER: ALL,
    Role.CO_OWNER: _EDITOR | {Action.SETTINGS},
    Role.EDITOR: _EDITOR,
    Role.VIEWER_UPLOADER: _VIEWER_UPLOADER,
    Role.PREVIEWER_UPLOADER: _PREVIEWER | _UPLOADER,
    Role.VIEWER: _VIEWER,
    Role.HUB_VIEWER: _VIEWER,
    Role.PREVIEWER: _PREVIEWER,
    Role.UPLOADER: _UPLOADER,
    Role.CONTENT_MANAGER: READING | {Action.ARCHIVE},
    Role.ARCHIVIST: READING
    | {
        Action.UPLOAD,
        Action.EDIT,
        Action.EDIT_METADATA,
        Action.RENAME,
        Action.MOVE,
        Action.ARCHIVE,
        Action.DELETE,
    },
    Role.LINK_EDITOR: frozenset(
        {Action.VIEW, Action.PREVIEW, Action.DOWNLOAD, Action.UPLOAD, Action.EDIT, Action.EDIT_METADATA}
    ),
    Role.LINK_VIEWER: frozenset({Action.VIEW, Action.PREVIEW, Action.DOWNLOAD}),
    Role.LINK_PREVIEWER: frozenset({Action.VIEW, Action.PREVIEW}),
    Role.PATH_VIEWER: frozenset({Action.VIEW}),
}

LINK_ROLES: Mapping[str, Role] = {
    "can_edit": Role.LINK_EDITOR,
    "can_download": Role.LINK_VIEWER,
    "can_preview": Role.LINK_PREVIEWER,
}
"""What a shared link makes of whoever has it, by its permission."""

ONLY_BELOW = frozenset({Action.MOVE, Action.DELETE})
"""What a collaborator may do to things in the folder that the role was given on, and not to that folder itself."""

FILES_STAY = frozenset({Action.UPLOAD, Action.EDIT, Action.RENAME})
"""What is done to the folders of an archive alone: its files stay as they are."""
ARCHIVES_STAY = frozenset({Action.EDIT, Action.EDIT_METADATA, Action.RENAME, Action.MOVE, Action.DELETE})
"""What is done to what is in an archive, and not to the archive: that is changed where archives are."""

OWNERS = frozenset({Role.OWNER, Role.CO_OWNER})

SCOPE_ACTIONS: Mapping[str, frozenset[Action]] = {
    "root_readwrite": ALL,
    "root_readonly": READING,
    "base_explorer": frozenset({Action.VIEW}),
    "base_picker": frozenset({Action.VIEW}),
    "base_sidebar": frozenset({Action.VIEW}),
    "base_preview": frozenset({Action.VIEW, Action.PREVIEW}),
    "base_upload": frozenset({Action.VIEW, Action.UPLOAD}),
    "item_upload": frozenset({Action.VIEW, Action.UPLOAD}),
    "item_read": frozenset({Action.VIEW}),
    "item_preview": frozenset({Action.VIEW, Action.PREVIEW}),
    "item_download": frozenset({Action.VIEW, Action.DOWNLOAD}),
    "item_rename": frozenset({Action.VIEW, Action.RENAME}),
    "item_delete": frozenset({Action.DELETE}),
    "item_share": frozenset({Action.VIEW, Action.SHARE, Action.SET_SHARE_ACCESS}),
    "annotation_edit": frozenset({Action.ANNOTATE}),
    "annotation_view_all": frozenset({Action.VIEW_ALL_ANNOTATIONS, Action.VIEW_OWN_ANNOTATIONS}),
    "annotation_view_self": frozenset({Action.VIEW_OWN_ANNOTATIONS}),
}

CONTENT_MANAGER_SCOPES = frozenset({"enterprise_content", "gcm"})

STATUS_FORBIDS: Mapping[str, frozenset[Action]] = {
    "inactive": ALL,
    "cannot_delete_edit": CONTENT_CHANGES - {Action.UPLOAD},
    "cannot_delete_edit_upload": CONTENT_CHANGES,
}
"""What a user's status takes away: https://developer.box.com/reference/resources/user (status)."""


@cache
def actions_of_scopes(scopes: frozenset[str]) -> frozenset[Action]:
    """Everything that a token with these scopes may do to items."""
    return _union(SCOPE_ACTIONS.get(scope, frozenset()) for scope in scopes)


def _union(sets: Iterable[frozenset[Action]]) -> frozenset[Action]:
    return frozenset().union(*sets)
