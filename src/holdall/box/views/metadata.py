"""Metadata on the wire: templates, and instances on items."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from holdall.box.views.plain import Document
from holdall.box.views.scene import Scene
from holdall.content.access import Access, Action
from holdall.content.items.rows import TYPE_NAMES, Item
from holdall.content.metadata.instance_rows import Instance
from holdall.content.metadata.template_rows import WITH_OPTIONS, Field, Option, Template

PREFIX = "metadata."
_WITH_FIELD = 4
"""How many parts a name in `fields=` has that names a field of an instance: metadata.enterprise_5.contract.amount."""


def render_template(template: Template) -> Document:
    """A template with all its fields."""
    return {
        "id": template.uuid,
        "type": "metadata_template",
        "scope": template.scope,
        "templateKey": template.template_key,
        "displayName": template.display_name,
        "hidden": template.is_hidden,
        "copyInstanceOnItemCopy": template.is_copied,
        "fields": [_render_field(field) for field in template.fields],
    }


def render_instance(instance: Instance, item: Item, *, can_edit: bool) -> Document:
    """An instance with all its values."""
    template = instance.template
    return {
        "$id": instance.uuid,
        "$parent": f"{TYPE_NAMES[item.type]}_{item.id}",
        "$scope": template.scope,
        "$template": template.template_key,
        "$type": template.type_name,
        "$typeVersion": template.version,
        "$version": instance.version,
        "$canEdit": can_edit,
        **instance.values,
    }


def render_on(access: Access, instance: Instance) -> Document:
    """The same for an instance on the item of an access."""
    return render_instance(instance, access.item, can_edit=access.allows(Action.EDIT_METADATA))


def render_instances(access: Access, instances: Sequence[Instance]) -> Document:
    """All instances on an item."""
    return {"entries": [render_on(access, one) for one in instances], "limit": 100}


def wanted_metadata(names: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The scopes and keys of the templates that `fields=` names, as in metadata.enterprise_5.contract."""
    parts = (name.split(".") for name in names if name.startswith(PREFIX))
    return frozenset((part[1], part[2]) for part in parts if len(part) > 2)


def metadata_field(wanted: frozenset[tuple[str, str]]) -> Callable[[Item, Scene], Document]:
    """The field `metadata` of an item: the instances of these templates, by scope and key."""

    def read(item: Item, scene: Scene) -> Document:
        can_edit = Action.EDIT_METADATA in scene.at(item).access.allowed_on(item, scene.now)
        found: dict[str, Document] = {}
        for instance in scene.metadata.get(item.id, ()):
            template = instance.template
            alias = template.scope if template.enterprise_id is None else "enterprise"
            if not wanted.isdisjoint({(template.scope, template.template_key), (alias, template.template_key)}):
                told = render_instance(instance, item, can_edit=can_edit)
                found.setdefault(template.scope, {})[template.template_key] = told
        return found

    return read


_BASE = ("$parent", "$template", "$scope", "$version")


def narrow_metadata(document: Document, names: Iterable[str]) -> None:
    """Leave of the instances in a document their base, and the fields that are named, as metadata queries tell them."""
    named: dict[tuple[str, str], set[str]] = {}
    for name in names:
        parts = name.split(".", 3)
        if name.startswith(PREFIX) and len(parts) == _WITH_FIELD:
            named.setdefault((parts[1], parts[2]), set()).add(parts[3])
    for scope, by_key in document.get("metadata", {}).items():
        for key, told in by_key.items():
            kept = {*_BASE, *named.get((scope, key), ()), *named.get(("enterprise", key), ())}
            by_key[key] = {name: value for name, value in told.items() if name in kept}


def _render_field(field: Field) -> Document:
    document: dict[str, Any] = {
        "id": field.id,
        "type": field.type,
        "key": field.key,
        "displayName": field.display_name,
        "hidden": field.hidden,
    }
    if field.description is not None:
        document["description"] = field.description
    if field.type in WITH_OPTIONS:
        document["options"] = [_render_option(option) for option in field.options]
    return document


def _render_option(option: Option) -> Document:
    document: dict[str, Any] = {"id": option.id, "key": option.key}
    if option.static_config is not None:
        document["staticConfig"] = option.static_config
    return document
