"""The versions of a file: its current content and what it was before."""

import msgspec
import sqlalchemy as sa

from holdall.base.db import query
from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.content.items.rows import VERSION_COLUMNS, Item, Version
from holdall.content.items.tables import versions
from holdall.storage import Part, find_parts
from holdall.storage.tables import blobs


class StoredContent(msgspec.Struct, frozen=True):
    """What is needed to send the content of a version: where the bytes are, and what they are called."""

    version_id: int
    name: str
    size: int
    sha1: str
    created_at: int
    blob_key: str
    store: str | None

    async def parts(self, reader: Reader) -> list[Part]:
        """The blobs that the content is made of, in order."""
        if self.store is not None:
            return [Part(self.store, self.blob_key, self.size)]
        return await find_parts(reader, self.blob_key)


_FIND_CONTENT = query(
    sa.select(
        versions.c.id,
        versions.c.name,
        versions.c.size,
        versions.c.sha1,
        versions.c.created_at,
        versions.c.blob_key,
        blobs.c.store,
    )
    .join_from(versions, blobs, blobs.c.key == versions.c.blob_key)
    .where(versions.c.id == sa.bindparam("version_id", type_=sa.BigInteger)),
    into=StoredContent,
)


async def find_content(reader: Reader, version_id: int) -> StoredContent | None:
    """The content of a version, in the trash or not; None where the version is gone."""
    return await reader.one(_FIND_CONTENT, version_id=version_id)


_OF_FILE = versions.c.item_id == sa.bindparam("file_id", type_=sa.BigInteger)
_PAST = versions.c.id != sa.bindparam("current_id", type_=sa.BigInteger)
_FIND_VERSION = query(
    sa.select(*VERSION_COLUMNS).where(versions.c.id == sa.bindparam("version_id", type_=sa.BigInteger), _OF_FILE),
    into=Version,
)
_FIND_PAST = query(
    sa.select(*VERSION_COLUMNS)
    .where(_OF_FILE, _PAST)
    .order_by(versions.c.number.desc())
    .limit(sa.bindparam("limit", type_=sa.BigInteger))
    .offset(sa.bindparam("offset", type_=sa.BigInteger)),
    into=Version,
)
_COUNT_PAST = query(sa.select(sa.func.count()).select_from(versions).where(_OF_FILE, _PAST))


async def find_version(reader: Reader, file_id: int, version_id: int) -> Version:
    """One version of a file: the current one or a past one, in the trash or not; raises NotFound."""
    version = await reader.one(_FIND_VERSION, version_id=version_id, file_id=file_id)
    if version is None:
        raise NotFound(f"The file {file_id} has no version {version_id}")
    return version


async def find_live_version(reader: Reader, file_id: int, version_id: int) -> Version:
    """The same for a version that is not in the trash; raises NotFound, with the code trashed for one that is."""
    version = await find_version(reader, file_id, version_id)
    if version.trashed_at is not None:
        raise NotFound(f"The version {version_id} of the file {file_id} is in the trash", code="trashed")
    return version


async def past_versions(reader: Reader, file: Item, *, offset: int, limit: int) -> list[Version]:
    """What the file was before, the latest first, those in the trash included; `offset` of them are left out."""
    return await reader.all(_FIND_PAST, file_id=file.id, current_id=file.version_id, offset=offset, limit=limit)


async def count_past_versions(reader: Reader, file: Item) -> int:
    """How many versions the file has besides the current one."""
    return int(await reader.value(_COUNT_PAST, file_id=file.id, current_id=file.version_id))
