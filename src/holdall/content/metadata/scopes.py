"""Scopes of templates, which are the namespaces of taxonomies: whose they are, and who may change what is in them."""

import re

from holdall.base.errors import InsufficientPermissions, InvalidParameter
from holdall.content.identity.subject import Subject
from holdall.content.metadata.template_rows import GLOBAL

_SCOPE = re.compile(r"enterprise(?:_([0-9]{1,18}))?")
KEY_PATTERN = "[a-zA-Z_][-a-zA-Z0-9_]*"
_KEY = re.compile(KEY_PATTERN)


def enterprise_of(subject: Subject, scope: str, name: str = "scope") -> int | None:
    """The enterprise that a scope of the wire names, None for the global one; `name` is the parameter's.

    Raises InvalidParameter for what is no scope, and LookupError for the scope of another enterprise.
    """
    if scope == GLOBAL:
        return None
    found = _SCOPE.fullmatch(scope)
    if found is None:
        raise InvalidParameter(name, f"{scope!r} is none of global, enterprise and enterprise_<id>")
    if found[1] is not None and int(found[1]) != subject.enterprise_id:
        raise LookupError(scope)
    return subject.enterprise_id


def require_administration(subject: Subject, scope: str, what: str, name: str = "scope") -> None:
    """Raise InsufficientPermissions for whoever may not make, change or remove `what` there is in a scope."""
    try:
        is_global = enterprise_of(subject, scope, name) is None
    except LookupError:
        raise InsufficientPermissions(f"Metadata {what} of {scope} are another enterprise's") from None
    if is_global:
        raise InsufficientPermissions(f"Global metadata {what} are nobody's to make, change or remove")
    if not subject.is_admin:
        raise InsufficientPermissions(f"Only administrators make, change and remove metadata {what}")


def is_key(key: str, longest: int) -> bool:
    """Whether a template or a taxonomy may have this key."""
    return _KEY.fullmatch(key) is not None and len(key) <= longest
