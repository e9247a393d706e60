"""Templates of an enterprise: made, changed and removed by its administrators, read by everybody in it."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from holdall.base.db import Transaction
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, NotFound
from holdall.base.ids import new_uuid
from holdall.content.events.outbox import emit
from holdall.content.identity.locking import lock_enterprise
from holdall.content.identity.subject import Subject
from holdall.content.metadata.errors import already_there, no_template
from holdall.content.metadata.scopes import KEY_PATTERN, enterprise_of, is_key, require_administration
from holdall.content.metadata.tables import metadata_templates
from holdall.content.metadata.taxonomy_rows import Taxonomy, taxonomies_named
from holdall.content.metadata.template_changes import Change, Draft
from holdall.content.metadata.template_rows import (
    GLOBAL_TEMPLATES,
    Template,
    find_row,
    find_row_by_uuid,
    page_of_rows,
)
from holdall.content.orders import place_order

REMOVAL = "remove metadata template"
"""The workflow that removes what a deleted template leaves behind."""

_KEY_LENGTH, NAME_LENGTH = 64, 4096


async def find_template(
    reader: Reader, subject: Subject, scope: str, template_key: str, *, lock: bool = False
) -> Template:
    """The template of a scope and key; raises NotFound (instance_tuple_not_found), or InvalidParameter for the scope."""
    try:
        enterprise_id = enterprise_of(subject, scope)
    except LookupError:
        raise no_template(scope, template_key) from None
    template = await find_row(reader, enterprise_id, template_key, lock=lock)
    if template is None:
        raise no_template(scope, template_key)
    return template


async def find_template_by_uuid(reader: Reader, subject: Subject, identity: str) -> Template:
    """The template with this id on the wire; raises NotFound."""
    template = await find_row_by_uuid(reader, subject.enterprise_id, identity)
    if template is None:
        raise NotFound(f"There is no metadata template with id {identity}")
    return template


async def list_templates(reader: Reader, subject: Subject, *, after: int, limit: int) -> list[Template]:
    """The next templates of the subject's enterprise behind the row `after`."""
    return await page_of_rows(reader, subject.enterprise_id, after=after, limit=limit)


def list_global_templates() -> Sequence[Template]:
    """The templates that every enterprise has."""
    return list(GLOBAL_TEMPLATES.values())


async def create_template(
    tx: Transaction,
    subject: Subject,
    *,
    scope: str,
    display_name: str,
    template_key: str | None,
    is_hidden: bool,
    is_copied: bool,
    fields: Sequence[dict[str, Any]],
) -> Template:
    """A unit: make a template; raises Forbidden, BadRequest, or Conflict for a key that is taken."""
    require_administration(subject, scope, "templates")
    check_display_name(display_name)
    await lock_enterprise(tx, subject.enterprise_id)
    if template_key is None:
        template_key = await _free_key(tx, subject, display_name)
    elif not is_key(template_key, _KEY_LENGTH):
        raise BadRequest(f"templateKey: {template_key!r} is no key: {KEY_PATTERN}, {_KEY_LENGTH} characters at most")
    elif await find_row(tx, subject.enterprise_id, template_key) is not None:
        raise already_there(f"There is a metadata template {template_key} already")
    empty = Template(
        tx.new_id(),
        new_uuid(),
        subject.enterprise_id,
        template_key,
        display_name,
        is_hidden,
        is_copied,
        fields=(),
        next_number=1,
        version=0,
    )
    changes = [Change(op="addField", data=field) for field in fields]
    draft = Draft(empty, await _taxonomies_for(tx, empty, changes))
    for change in changes:
        draft.apply(change)
    template = draft.template
    await tx.insert(metadata_templates, **_columns(template), deleted_at=None)
    await _tell(tx, subject, "METADATA_TEMPLATE_CREATE", template)
    return template


async def change_template(
    tx: Transaction, subject: Subject, scope: str, template_key: str, changes: Sequence[Change]
) -> Template:
    """A unit: change a template, by all of the changes or none; raises NotFound, Forbidden or BadRequest."""
    before = await _find_to_change(tx, subject, scope, template_key)
    draft = Draft(before, await _taxonomies_for(tx, before, changes))
    for change in changes:
        draft.apply(change)
    check_display_name(draft.template.display_name)
    if draft.template == before:
        return before
    changed = msgspec.structs.replace(draft.template, version=before.version + 1)
    await tx.update(metadata_templates, {"id": before.id}, **_columns(changed))
    await _tell(tx, subject, "METADATA_TEMPLATE_UPDATE", changed)
    return changed


async def delete_template(tx: Transaction, subject: Subject, scope: str, template_key: str) -> None:
    """A unit: remove a template for good, with all its instances; raises NotFound or Forbidden.

    From now on nobody sees any of it; the rows go in batches, by an order.
    """
    template = await _find_to_change(tx, subject, scope, template_key)
    await tx.update(metadata_templates, {"id": template.id}, deleted_at=tx.now)
    await place_order(tx, REMOVAL, template.id)
    await _tell(tx, subject, "METADATA_TEMPLATE_DELETE", template)


def check_display_name(name: str) -> None:
    """Raise BadRequest for a name that people could not read."""
    if not name.strip() or len(name) > NAME_LENGTH:
        raise BadRequest(f"displayName: has 1 to {NAME_LENGTH} characters")


async def _find_to_change(tx: Transaction, subject: Subject, scope: str, template_key: str) -> Template:
    template = await find_template(tx, subject, scope, template_key, lock=True)
    require_administration(subject, scope, "templates")
    return template


async def _taxonomies_for(tx: Transaction, template: Template, changes: Sequence[Change]) -> dict[str, Taxonomy]:
    """The taxonomies, by their keys, that fields of a template have or may get by some changes."""
    named = [change.data.get("taxonomyKey") for change in changes]
    present = [field.taxonomy.key for field in template.fields if field.taxonomy is not None]
    keys = {key for key in [*named, *present] if isinstance(key, str)}
    return await taxonomies_named(tx, template.enterprise_id, keys) if keys else {}


async def _free_key(tx: Transaction, subject: Subject, display_name: str) -> str:
    """A key made of a name, as in: Product Info, productInfo."""
    words = re.findall(r"[a-zA-Z0-9]+", display_name)
    key = "".join([*[word.lower() for word in words[:1]], *[word[:1].upper() + word[1:] for word in words[1:]]])
    key = (key if key[:1].isalpha() else f"template{key}")[: _KEY_LENGTH - 8]
    taken = key
    number = 1
    while await find_row(tx, subject.enterprise_id, taken) is not None:
        taken = f"{key}{number}"
        number += 1
    return taken


def _columns(template: Template) -> dict[str, Any]:
    return {**msgspec.structs.asdict(template), "fields": msgspec.to_builtins(template.fields)}


async def _tell(tx: Transaction, subject: Subject, event_type: str, template: Template) -> None:
    told = {"id": template.uuid, "scope": template.scope, "template_key": template.template_key}
    await emit(tx, subject, event_type, metadata_template={**told, "display_name": template.display_name})
