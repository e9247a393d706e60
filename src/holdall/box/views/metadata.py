"""Metadata on the wire: templates, instances on items, and taxonomies."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from holdall.box.views.plain import Document
from holdall.box.views.scene import Position
from holdall.content.access import Access, Action
from holdall.content.items.rows import TYPE_NAMES, Item
from holdall.content.metadata.instance_rows import Instance
from holdall.content.metadata.taxonomy_rows import Level, Node, Taxonomy
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
        "fields": [_render_field(field, template.scope) for field in template.fields],
    }


def render_instance(
    instance: Instance, item: Item, *, can_edit: bool, above: Mapping[int, Node] | None = None
) -> Document:
    """An instance with all its values; nodes as their ids, or whole where `above` has those that they are below."""
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
        **(instance.values if above is None else instance.tell(lambda node: render_node(node, above))),
    }


def render_on(access: Access, instance: Instance, above: Mapping[int, Node] | None = None) -> Document:
    """The same for an instance on the item of an access."""
    can_edit = access.allows(Action.EDIT_METADATA)
    return render_instance(instance, access.item, can_edit=can_edit, above=above)


def render_taxonomy(taxonomy: Taxonomy) -> Document:
    """A taxonomy with its levels."""
    return {
        "id": taxonomy.uuid,
        "key": taxonomy.key,
        "displayName": taxonomy.display_name,
        "namespace": taxonomy.namespace,
        "levels": render_levels(taxonomy),
    }


def render_levels(taxonomy: Taxonomy) -> list[Document]:
    """The levels of a taxonomy with their indices."""
    return [render_level(level, index) for index, level in enumerate(taxonomy.levels, 1)]


def render_level(level: Level, index: int) -> Document:
    """One level."""
    description = {} if level.description is None else {"description": level.description}
    return {"level": index, "displayName": level.display_name, **description}


def render_node(node: Node, above: Mapping[int, Node]) -> Document:
    """A node; `above` has the nodes that it is below."""
    document: Document = {"id": node.uuid, "displayName": node.display_name, "level": node.level}
    ancestors = [above[node_id] for node_id in node.above if node_id in above]
    if ancestors:
        document["parentId"] = ancestors[-1].uuid
        document["nodePath"] = [one.uuid for one in ancestors]
        document["ancestors"] = [
            {"id": one.uuid, "displayName": one.display_name, "level": one.level} for one in ancestors
        ]
    return document


def wanted_metadata(names: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The scopes and keys of the templates that `fields=` names, as in metadata.enterprise_5.contract."""
    parts = (name.split(".") for name in names if name.startswith(PREFIX))
    return frozenset((part[1], part[2]) for part in parts if len(part) > 2)


def metadata_field(wanted: frozenset[tuple[str, str]]) -> Callable[[Item, Position], Document]:
    """The field `metadata` of an item: the instances of these templates, by scope and key."""

    def read(item: Item, at: Position) -> Document:
        can_edit = Action.EDIT_METADATA in at.access.allowed_on(item, at.facts.now)
        found: dict[str, Document] = {}
        for instance in at.facts.metadata.get(item.id, ()):
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


def _render_field(field: Field, scope: str) -> Document:
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
    if field.taxonomy is not None:
        rules = field.taxonomy
        selected = {"multiSelect": rules.is_multi_select, "selectableLevels": list(rules.selectable_levels)}
        document |= {"namespace": scope, "taxonomyKey": rules.key, "taxonomyId": rules.uuid, "optionsRules": selected}
    return document


def _render_option(option: Option) -> Document:
    document: dict[str, Any] = {"id": option.id, "key": option.key}
    if option.static_config is not None:
        document["staticConfig"] = option.static_config
    return document
