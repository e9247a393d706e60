"""What holds in an enterprise: what it has decided itself, and for the rest what holds for all.

https://developer.box.com/reference/v2025.0/resources/enterprise-configuration/
"""

from collections.abc import Sequence

import msgspec
from msgspec import UNSET

from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.content.identity.enterprise_settings import LinkAccess, enterprise_settings, new_user_space_amount
from holdall.content.identity.subject import Subject
from holdall.content.sharing.allowlist import Exemption, list_entries, list_exemptions
from holdall.content.sharing.links import stricter

_ALL = 2**31


class Configuration(msgspec.Struct, frozen=True):
    """The facts that differ between enterprises. Sizes in bytes, -1 without limit."""

    new_user_space_amount: int
    link_access_limit: LinkAccess
    link_default_access: LinkAccess
    is_allowlist_used: bool
    exempt_users: Sequence[Exemption]
    """Whom the allowlist does not bind."""


async def find_configuration(reader: Reader, subject: Subject, enterprise_id: int) -> Configuration:
    """What holds in the subject's enterprise; raises NotFound for another one, and InsufficientPermissions."""
    if enterprise_id != subject.enterprise_id:
        raise NotFound(f"There is no enterprise {enterprise_id} that you administer")
    subject.require_admin("see its configuration")
    decided = await enterprise_settings(reader, enterprise_id)
    limit = "open" if decided.shared_link_access_limit is UNSET else decided.shared_link_access_limit
    default = "open" if decided.shared_link_default_access is UNSET else decided.shared_link_default_access
    return Configuration(
        new_user_space_amount=await new_user_space_amount(reader, enterprise_id),
        link_access_limit=limit,
        link_default_access=stricter(default, limit),
        is_allowlist_used=bool(await list_entries(reader, subject, after=0, limit=1)),
        exempt_users=await list_exemptions(reader, subject, after=0, limit=_ALL),
    )
