"""The versions of a file: its current content and what it was before."""

import msgspec
import sqlalchemy as sa

from holdall.base.db import query
from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.content.items.rows import VERSION_COLUMNS, Version
from holdall.content.items.tables import items, versions
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
        sa.case((items.c.version_id == versions.c.id, items.c.name), else_=versions.c.name),
        versions.c.size,
        versions.c.sha1,
        versions.c.created_at,
        versions.c.blob_key,
        blobs.c.store,
    )
    .join_from(versions, items, items.c.id == versions.c.item_id)
    .join(blobs, blobs.c.key == versions.c.blob_key)
    .where(versions.c.id == sa.bindparam("version_id", type_=sa.BigInteger)),
    into=StoredContent,
)


async def find_content(reader: Reader, version_id: int) -> StoredContent | None:
    """The content of a version, in the trash or not; None where the version is gone."""
    return await reader.one(_FIND_CONTENT, version_id=version_id)


_FIND_VERSION = query(
    sa.select(*VERSION_COLUMNS).where(
        versions.c.id == sa.bindparam("version_id", type_=sa.BigInteger),
        versions.c.item_id == sa.bindparam("file_id", type_=sa.BigInteger),
    ),
    into=Version,
)


async def find_version(reader: Reader, file_id: int, version_id: int) -> Version:
    """One version of a file, the current one or a past one; raises NotFound."""
    version = await reader.one(_FIND_VERSION, version_id=version_id, file_id=file_id)
    if version is None:
        raise NotFound(f"The file {file_id} has no version {version_id}")
    return version
