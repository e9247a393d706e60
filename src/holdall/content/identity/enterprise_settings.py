"""What an enterprise has decided for itself; without a decision, Holdall's default holds."""

from typing import Annotated, Literal

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, Meta, UnsetType

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.content.identity.tables import enterprises

DEFAULT_SPACE_AMOUNT = 10 * 1024**3
LinkAccess = Literal["open", "company", "collaborators"]


class EnterpriseSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The decisions of an enterprise; what is UNSET was not decided, or shall stay as it is."""

    shared_link_default_access: LinkAccess | UnsetType = UNSET
    """What a new shared link gets: open."""
    shared_link_access_limit: LinkAccess | UnsetType = UNSET
    """No shared link is more open than this, whatever it says: open."""
    version_limit: Annotated[int, Meta(ge=1)] | UnsetType = UNSET
    """How many versions a file keeps: all."""
    new_user_space_amount: Annotated[int, Meta(ge=-1)] | UnsetType = UNSET
    """How many bytes a new user may store, where nothing else is said; -1 is without limit: 10 GiB."""


_FIND = query(
    sa.select(enterprises.c.settings)
    .where(enterprises.c.id == sa.bindparam("enterprise_id", type_=sa.BigInteger))
    .with_for_update()
)
_READ = query(
    sa.select(enterprises.c.settings).where(enterprises.c.id == sa.bindparam("enterprise_id", type_=sa.BigInteger))
)


async def enterprise_settings(reader: Reader, enterprise_id: int) -> EnterpriseSettings:
    """What the enterprise has decided; raises NotFound."""
    return msgspec.convert(_found(await reader.value(_READ, enterprise_id=enterprise_id)), EnterpriseSettings)


async def new_user_space_amount(reader: Reader, enterprise_id: int) -> int:
    """How many bytes a new user of the enterprise may store, -1 without limit; raises NotFound."""
    decided = (await enterprise_settings(reader, enterprise_id)).new_user_space_amount
    return DEFAULT_SPACE_AMOUNT if decided is UNSET else decided


async def change_enterprise(tx: Transaction, enterprise_id: int, wanted: EnterpriseSettings) -> EnterpriseSettings:
    """A unit: decide what `wanted` says and keep the rest; raises NotFound."""
    settings = {**_found(await tx.value(_FIND, enterprise_id=enterprise_id)), **msgspec.to_builtins(wanted)}
    await tx.update(enterprises, {"id": enterprise_id}, settings=settings)
    return msgspec.convert(settings, EnterpriseSettings)


def _found(settings: dict[str, object] | None) -> dict[str, object]:
    if settings is None:
        raise NotFound("There is no such enterprise")
    return settings
