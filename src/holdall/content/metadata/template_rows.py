"""Templates as they are read: their fields and options, those of enterprises and those that everybody has."""

import uuid
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import query
from holdall.base.db.database import Reader
from holdall.content.metadata.tables import metadata_templates

FieldType = Literal["string", "float", "date", "enum", "multiSelect", "taxonomy"]
WITH_OPTIONS = frozenset({"enum", "multiSelect"})
WITH_SEVERAL = frozenset({"multiSelect", "taxonomy"})
PROPERTIES, SKILL_CARDS = "properties", "boxSkillsCards"
GLOBAL = "global"


class Option(msgspec.Struct, frozen=True):
    """One value that can be chosen; `number` is its name in what is stored."""

    number: int
    id: str
    key: str
    static_config: dict[str, Any] | None = None


class TaxonomyRules(msgspec.Struct, frozen=True):
    """The taxonomy whose nodes are the values of a field, and which and how many of them may be chosen."""

    id: int
    uuid: str
    key: str
    is_multi_select: bool
    selectable_levels: tuple[int, ...]


class Field(msgspec.Struct, frozen=True):
    """One field of a template; `number` is its name in what is stored."""

    number: int
    id: str
    type: FieldType
    key: str
    display_name: str
    description: str | None = None
    hidden: bool = False
    options: tuple[Option, ...] = ()
    taxonomy: TaxonomyRules | None = None

    def option(self, key: str) -> Option | None:
        """The option of this key."""
        return next((one for one in self.options if one.key == key), None)


class Template(msgspec.Struct, frozen=True):
    """A template. One without an enterprise is global: it has no row, and no fields that values would be checked by."""

    id: int | None
    uuid: str
    enterprise_id: int | None
    template_key: str
    display_name: str
    is_hidden: bool
    is_copied: bool
    fields: tuple[Field, ...]
    next_number: int
    version: int

    @property
    def scope(self) -> str:
        """The scope as it is said on the wire."""
        return GLOBAL if self.enterprise_id is None else f"enterprise_{self.enterprise_id}"

    @property
    def type_name(self) -> str:
        """What instances call their type."""
        return f"{self.template_key}-{self.uuid}"

    def field(self, key: str) -> Field | None:
        """The field of this key."""
        return next((one for one in self.fields if one.key == key), None)


def _global_template(key: str, name: str) -> Template:
    identity = str(uuid.uuid5(uuid.NAMESPACE_URL, f"metadata-template:{GLOBAL}.{key}"))
    return Template(None, identity, None, key, name, False, True, (), 1, 0)


GLOBAL_TEMPLATES = {
    SKILL_CARDS: _global_template(SKILL_CARDS, "Box Skills Cards"),
    PROPERTIES: _global_template(PROPERTIES, "Custom Metadata"),
}
"""Templates of every enterprise: nobody makes, changes or removes them."""


def template_of(*columns: Any) -> Template:
    """A template of the columns of its row, in the order of `TEMPLATE_COLUMNS`."""
    row = dict(zip(Template.__struct_fields__, columns, strict=True))
    return Template(**{**row, "fields": msgspec.convert(row["fields"], tuple[Field, ...])})


TEMPLATE_COLUMNS = [metadata_templates.c[name] for name in Template.__struct_fields__]
_FOUND = sa.select(*TEMPLATE_COLUMNS).where(metadata_templates.c.deleted_at.is_(None))
_OWN = metadata_templates.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger)
_BY_KEY = query(_FOUND.where(_OWN, metadata_templates.c.template_key == sa.bindparam("template_key")), template_of)
_BY_KEY_LOCKED = query(
    _FOUND.where(_OWN, metadata_templates.c.template_key == sa.bindparam("template_key")).with_for_update(), template_of
)
_BY_UUID = query(_FOUND.where(_OWN, metadata_templates.c.uuid == sa.bindparam("uuid")), template_of)
_PAGE = query(
    _FOUND.where(_OWN, metadata_templates.c.id > sa.bindparam("after", type_=sa.BigInteger))
    .order_by(metadata_templates.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    template_of,
)


async def find_row(
    reader: Reader, enterprise_id: int | None, template_key: str, *, lock: bool = False
) -> Template | None:
    """The template of this key in an enterprise, or the global one where there is no enterprise."""
    if enterprise_id is None:
        return GLOBAL_TEMPLATES.get(template_key)
    found = _BY_KEY_LOCKED if lock else _BY_KEY
    return await reader.one(found, enterprise_id=enterprise_id, template_key=template_key)


async def find_row_by_uuid(reader: Reader, enterprise_id: int, identity: str) -> Template | None:
    """The template of an enterprise, or the global one, that has this id on the wire."""
    for template in GLOBAL_TEMPLATES.values():
        if template.uuid == identity:
            return template
    return await reader.one(_BY_UUID, enterprise_id=enterprise_id, uuid=identity)


async def page_of_rows(reader: Reader, enterprise_id: int, *, after: int, limit: int) -> list[Template]:
    """The next templates of an enterprise behind the row `after`, the oldest first."""
    return list(await reader.all(_PAGE, enterprise_id=enterprise_id, after=after, limit=limit))
