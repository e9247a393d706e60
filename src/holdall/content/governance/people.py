"""Who governs: administrators of the enterprise, whose tokens have the scope for it (see `identity.operation_scopes`)."""

from holdall.base.errors import InsufficientPermissions
from holdall.content.identity.subject import Subject


def require_governor(subject: Subject) -> None:
    """Raise InsufficientPermissions for all but admins, co-admins and service accounts."""
    if not subject.is_admin:
        raise InsufficientPermissions("Only administrators see and change legal holds and retention policies")
