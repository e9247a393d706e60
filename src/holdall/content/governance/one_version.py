"""What keeps one version: a hold or a retention of it goes by the id of the version."""

import sqlalchemy as sa

from holdall.base.db import query
from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.content.governance.coverage import Cover, covers_of
from holdall.content.governance.listing import Listed
from holdall.content.governance.people import require_governor
from holdall.content.identity.subject import Subject
from holdall.content.items.tables import versions

_FIND = query(
    sa.select(versions.c.item_id).where(
        versions.c.id == sa.bindparam("version_id", type_=sa.BigInteger),
        versions.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
    )
)


async def find_held(reader: Reader, subject: Subject, version_id: int) -> Listed:
    """A version that is on hold; raises NotFound, or InsufficientPermissions."""
    return await _find(reader, subject, version_id, is_hold=True)


async def find_retained(reader: Reader, subject: Subject, version_id: int) -> Listed:
    """A version that is retained; raises NotFound, or InsufficientPermissions."""
    return await _find(reader, subject, version_id, is_hold=False)


async def find_retained_of_file(
    reader: Reader, subject: Subject, file_id: int | None, version_id: int | None
) -> list[Listed]:
    """The versions of one file of the enterprise that are retained, by id; of one that is not there none."""
    found = file_id
    if version_id is not None:
        found = await reader.value(_FIND, version_id=version_id, enterprise_id=subject.enterprise_id)
    if found is None or file_id not in {None, found}:
        return []
    return [
        Listed(found, one, covers)
        for one, covers in sorted((await covers_of(reader, [found])).items())
        if version_id in {None, one}
        and covers[0].enterprise_id == subject.enterprise_id
        and any(not cover.is_hold and cover.keeps(reader.now) for cover in covers)
    ]


async def _find(reader: Reader, subject: Subject, version_id: int, *, is_hold: bool) -> Listed:
    file_id = await reader.value(_FIND, version_id=version_id, enterprise_id=subject.enterprise_id)
    covers: list[Cover] = []
    if file_id is not None:
        covers = (await covers_of(reader, [file_id])).get(version_id, [])
    if not any(one.is_hold is is_hold and one.keeps(reader.now) for one in covers):
        what = "legal hold" if is_hold else "retention"
        raise NotFound(f"There is no file version {what} with id {version_id}")
    require_governor(subject)
    assert file_id is not None
    return Listed(file_id, version_id, covers)
