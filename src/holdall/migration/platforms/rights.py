"""What people may do with content, in the words of the migration API, and the roles of Box that mean it.

https://support.box.com/hc/en-us/articles/360044196413 has Box's table of roles.
"""

from collections.abc import Mapping

from .platform import EntryType

RIGHTS: Mapping[str, frozenset[str]] = {
    "owner": frozenset({"full"}),
    "co-owner": frozenset({"full"}),
    "editor": frozenset({"read_write", "delete"}),
    "viewer uploader": frozenset({"read", "append"}),
    "previewer uploader": frozenset({"preview", "append"}),
    "viewer": frozenset({"read"}),
    "previewer": frozenset({"preview"}),
    "uploader": frozenset({"append"}),
}
"""Each role from the strongest to the weakest; `preview` is ours: the API has no word for seeing without downloading."""

_IMPLIED: Mapping[str, frozenset[str]] = {
    "full": frozenset(
        {"full", "read", "write", "append", "delete", "preview", "read_permissions", "write_permissions"}
    ),
    "full_permissions": frozenset({"read_permissions", "write_permissions"}),
    "read_write": frozenset({"read", "write", "append", "preview"}),
    "write": frozenset({"write", "append"}),
    "read": frozenset({"read", "preview"}),
}
WORDS = frozenset(_IMPLIED) | _IMPLIED["full"]
"""The words that rights are told by."""
_ON_FILES = frozenset({"editor", "viewer"})
"""The roles of collaborations on single files."""


def rights_of(role: str) -> str:
    """The rights of a role in one text, the same for the same rights; `none` for a role that is not known."""
    return ",".join(sorted(RIGHTS.get(role, frozenset()))) or "none"


def role_for(rights: str, kind: EntryType) -> str | None:
    """The strongest role that gives nothing beyond the rights; None where every role gives more, as on links."""
    allowed = _implied(frozenset(rights.split(",")))
    for role, given in RIGHTS.items():
        if role == "owner" or kind not in ("file", "folder") or (kind == "file" and role not in _ON_FILES):
            continue
        if _implied(given) <= allowed:
            return role
    return None


def _implied(rights: frozenset[str]) -> frozenset[str]:
    return rights.union(*(_IMPLIED.get(right, frozenset()) for right in rights)) - {"read_write", "full_permissions"}
