"""What each role of a collaborator may do: Box's published table, as far as it tells of what this platform has.

https://support.box.com/hc/en-us/articles/360044196413-Understanding-Collaborator-Permission-Levels
The column of owners, who may do everything, is ours, and so is the order: from the highest role to the lowest.
"""

ROLES = (
    "owner",
    "co-owner",
    "editor",
    "viewer uploader",
    "previewer uploader",
    "viewer",
    "previewer",
    "uploader",
)

_OWNERS = {"owner", "co-owner"}
_EDITORS = _OWNERS | {"editor"}
_VIEWERS = _EDITORS | {"viewer uploader", "viewer"}
_PREVIEWERS = _VIEWERS | {"previewer uploader", "previewer"}
_UPLOADERS = _EDITORS | {"viewer uploader", "previewer uploader", "uploader"}
_ALL = set(ROLES)

BOX_TABLE: dict[str, set[str]] = {
    "View Item List in Folder": _ALL,
    "View Tags": _ALL,
    "View Metadata": _ALL,
    "Preview": _PREVIEWERS,
    "View / Add Comments": _PREVIEWERS,
    "View / Create Tasks": _PREVIEWERS,
    "Create Annotations": _PREVIEWERS,
    "Download": _VIEWERS,
    "Send View-Only Links": _VIEWERS,
    "Copy": _VIEWERS,  # of viewers Box says that they copy by downloading and uploading again
    "Upload": _UPLOADERS,
    "Create Subfolders": _UPLOADERS,
    "Edit Metadata": _UPLOADERS,
    "Lock/Unlock File": _EDITORS | {"viewer uploader"},
    "Add / Edit Tags": _EDITORS,
    "Edit File Name": _EDITORS,
    "Edit Folder Name": _EDITORS,
    "Delete Files/Folders": _EDITORS,
    "Move": _EDITORS,
    "Invite People": _EDITORS,
    "Set a Collaborator's Level of Access": _EDITORS,
    "Set Shared Link Password": _EDITORS,
    "Edit Folder Settings": _OWNERS,
    "Restrict Invitations": _OWNERS,
}

NOT_ON_TOP = {"Move", "Delete Files/Folders"}
"""Collaborators do this to what is in the folder that they were invited to, and not to that folder itself."""
