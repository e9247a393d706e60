"""What can be changed of a template, a step at a time: fields and options added, edited, put in order, taken away.

https://developer.box.com/guides/metadata/templates/update/
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeVar

import msgspec

from holdall.base.errors import BadRequest
from holdall.base.ids import new_uuid
from holdall.content.metadata.taxonomy_rows import Taxonomy
from holdall.content.metadata.template_rows import WITH_OPTIONS, Field, FieldType, Option, TaxonomyRules, Template

KEY_LENGTH, TEXT_LENGTH = 256, 4096

Operation = Literal[
    "editTemplate",
    "addField",
    "reorderFields",
    "addEnumOption",
    "reorderEnumOptions",
    "reorderMultiSelectOptions",
    "addMultiSelectOption",
    "editField",
    "removeField",
    "editEnumOption",
    "removeEnumOption",
    "editMultiSelectOption",
    "removeMultiSelectOption",
]
Keyed = TypeVar("Keyed", Field, Option)


class Change(msgspec.Struct, frozen=True, rename="camel"):
    """One step; what it takes besides its operation depends on that."""

    op: Operation
    data: dict[str, Any] = {}
    field_key: str | None = None
    field_keys: list[str] | None = None
    enum_option_key: str | None = None
    enum_option_keys: list[str] | None = None
    multi_select_option_key: str | None = None
    multi_select_option_keys: list[str] | None = None

    @property
    def option_key(self) -> str | None:
        """The option that the step is about."""
        return self.enum_option_key if self.enum_option_key is not None else self.multi_select_option_key

    @property
    def option_keys(self) -> list[str] | None:
        """The order of options that the step asks for."""
        return self.enum_option_keys if self.enum_option_keys is not None else self.multi_select_option_keys


class _OptionData(msgspec.Struct, rename="camel"):
    key: str
    static_config: dict[str, Any] | None = None


class _OptionsRules(msgspec.Struct, rename="camel"):
    multi_select: bool = False
    selectable_levels: list[int] | None = None


class _FieldData(msgspec.Struct, rename="camel"):
    type: FieldType
    key: str | None = None
    display_name: str | None = None
    description: str | None = None
    hidden: bool = False
    options: list[_OptionData] | None = None
    namespace: str | None = None
    taxonomy_key: str | None = None
    taxonomy_id: str | None = None
    options_rules: _OptionsRules | None = None


class _FieldEdit(msgspec.Struct, rename="camel"):
    key: str | msgspec.UnsetType = msgspec.UNSET
    type: FieldType | msgspec.UnsetType = msgspec.UNSET
    display_name: str | msgspec.UnsetType = msgspec.UNSET
    description: str | msgspec.UnsetType | None = msgspec.UNSET
    hidden: bool | msgspec.UnsetType = msgspec.UNSET
    options_rules: _OptionsRules | None = None


class _TemplateEdit(msgspec.Struct, rename="camel"):
    display_name: str | msgspec.UnsetType = msgspec.UNSET
    hidden: bool | msgspec.UnsetType = msgspec.UNSET
    copy_instance_on_item_copy: bool | msgspec.UnsetType = msgspec.UNSET


class Draft:
    """A template on its way to another state; every step raises BadRequest where it cannot be."""

    def __init__(self, template: Template, taxonomies: Mapping[str, Taxonomy]) -> None:
        self.template = template
        self._taxonomies = taxonomies  # by their keys, those that the steps may name

    def apply(self, change: Change) -> None:
        """Take one step."""
        _STEPS[change.op](self, change)

    def edit_template(self, change: Change) -> None:
        """Another name, hidden or shown, copied or not."""
        data = _read(change.data, _TemplateEdit)
        wanted = {
            "display_name": data.display_name,
            "is_hidden": data.hidden,
            "is_copied": data.copy_instance_on_item_copy,
        }
        self._set(**{name: value for name, value in wanted.items() if value is not msgspec.UNSET})

    def add_field(self, change: Change) -> None:
        """A further field, at the end."""
        data = _read(change.data, _FieldData)
        key = data.key if data.key is not None else change.field_key
        if key is None:
            raise BadRequest("addField: the field needs a key")
        if data.type not in WITH_OPTIONS and data.options:
            raise BadRequest(f"Field {key}: a field of type {data.type} has no options")
        if data.type in WITH_OPTIONS and data.options is None:
            raise BadRequest(f"Field {key}: a field of type {data.type} needs options")
        if data.type != "taxonomy" and (data.taxonomy_key or data.taxonomy_id or data.options_rules):
            raise BadRequest(f"Field {key}: a field of type {data.type} has no taxonomy")
        field = Field(
            number=self._take_number(),
            id=new_uuid(),
            type=data.type,
            key=_checked_key(key),
            display_name=_checked_text(key if data.display_name is None else data.display_name),
            description=None if data.description is None else _checked_text(data.description),
            hidden=data.hidden,
            taxonomy=self._rules_of(key, data) if data.type == "taxonomy" else None,
        )
        self._set(fields=_with_unique_keys((*self.template.fields, field), "field"))
        for option in data.options or ():
            self._add_option(field.key, option)

    def edit_field(self, change: Change) -> None:
        """Another key, name or description of a field; its type stays."""
        field = self._field(change.field_key)
        data = _read(change.data, _FieldEdit)
        if data.type not in {msgspec.UNSET, field.type}:
            raise BadRequest(f"Field {field.key}: the type of a field cannot be changed")
        wanted = {name: getattr(data, name) for name in ("key", "display_name", "description", "hidden")}
        values = {name: value for name, value in wanted.items() if value is not msgspec.UNSET}
        if "key" in values:
            _checked_key(values["key"])
        for name in ("display_name", "description"):
            if isinstance(values.get(name), str):
                _checked_text(values[name])
        if data.options_rules is not None:
            values["taxonomy"] = self._other_rules(field, data.options_rules)
        self._put(field, msgspec.structs.replace(field, **values))

    def remove_field(self, change: Change) -> None:
        """A field less; the values that instances have in it are gone."""
        field = self._field(change.field_key)
        self._set(fields=tuple(one for one in self.template.fields if one is not field))

    def reorder_fields(self, change: Change) -> None:
        """All fields in another order."""
        self._set(fields=_reordered(self.template.fields, change.field_keys, "fieldKeys"))

    def add_option(self, change: Change) -> None:
        """A further option of a field, at the end."""
        self._add_option(self._chosen(change).key, _read(change.data, _OptionData))

    def edit_option(self, change: Change) -> None:
        """Another key of an option; whatever has it now has the new one."""
        field, option = self._option(change)
        data = _read(change.data, _OptionData)
        static_config = option.static_config if data.static_config is None else data.static_config
        changed = msgspec.structs.replace(option, key=_checked_option(data.key), static_config=static_config)
        options = tuple(changed if one is option else one for one in field.options)
        self._put(field, msgspec.structs.replace(field, options=_with_unique_keys(options, "option")))

    def remove_option(self, change: Change) -> None:
        """An option less; nothing has it any more."""
        field, option = self._option(change)
        options = tuple(one for one in field.options if one is not option)
        self._put(field, msgspec.structs.replace(field, options=options))

    def reorder_options(self, change: Change) -> None:
        """All options of a field in another order."""
        field = self._chosen(change)
        options = _reordered(field.options, change.option_keys, "the keys of options")
        self._put(field, msgspec.structs.replace(field, options=options))

    def _rules_of(self, key: str, data: _FieldData) -> TaxonomyRules:
        if data.namespace is None or data.taxonomy_key is None or data.options_rules is None:
            raise BadRequest(f"Field {key}: a field of type taxonomy needs namespace, taxonomyKey and optionsRules")
        taxonomy = self._taxonomies.get(data.taxonomy_key)
        if data.namespace not in {"enterprise", self.template.scope} or taxonomy is None:
            raise BadRequest(f"Field {key}: there is no taxonomy {data.namespace}.{data.taxonomy_key}")
        if data.taxonomy_id not in {None, taxonomy.uuid}:
            raise BadRequest(f"Field {key}: taxonomyId is not that of the taxonomy {data.taxonomy_key}")
        return _rules(key, taxonomy, data.options_rules)

    def _other_rules(self, field: Field, wanted: _OptionsRules) -> TaxonomyRules:
        if field.taxonomy is None:
            raise BadRequest(f"Field {field.key}: optionsRules are for fields of type taxonomy")
        taxonomy = self._taxonomies.get(field.taxonomy.key)
        if taxonomy is None or taxonomy.id != field.taxonomy.id:
            raise BadRequest(f"Field {field.key}: its taxonomy {field.taxonomy.key} was removed")
        return _rules(field.key, taxonomy, wanted)

    def _add_option(self, field_key: str, data: _OptionData) -> None:
        field = self._field(field_key)
        option = Option(self._take_number(), new_uuid(), _checked_option(data.key), data.static_config)
        options = _with_unique_keys((*field.options, option), "option")
        self._put(field, msgspec.structs.replace(field, options=options))

    def _field(self, key: str | None) -> Field:
        field = None if key is None else self.template.field(key)
        if field is None:
            raise BadRequest(f"fieldKey: the template has no field {key!r}")
        return field

    def _chosen(self, change: Change) -> Field:
        """The field that a step on options is about."""
        field = self._field(change.field_key)
        wanted = "multiSelect" if "MultiSelect" in change.op else "enum"
        if field.type != wanted:
            raise BadRequest(f"{change.op}: field {field.key} is of type {field.type}")
        return field

    def _option(self, change: Change) -> tuple[Field, Option]:
        field = self._chosen(change)
        option = None if change.option_key is None else field.option(change.option_key)
        if option is None:
            raise BadRequest(f"Field {field.key} has no option {change.option_key!r}")
        return field, option

    def _put(self, old: Field, new: Field) -> None:
        fields = tuple(new if one is old else one for one in self.template.fields)
        self._set(fields=_with_unique_keys(fields, "field"))

    def _take_number(self) -> int:
        number = self.template.next_number
        self._set(next_number=number + 1)
        return number

    def _set(self, **values: Any) -> None:
        self.template = msgspec.structs.replace(self.template, **values)


_STEPS: dict[str, Callable[[Draft, Change], None]] = {
    "editTemplate": Draft.edit_template,
    "addField": Draft.add_field,
    "editField": Draft.edit_field,
    "removeField": Draft.remove_field,
    "reorderFields": Draft.reorder_fields,
    "addEnumOption": Draft.add_option,
    "editEnumOption": Draft.edit_option,
    "removeEnumOption": Draft.remove_option,
    "reorderEnumOptions": Draft.reorder_options,
    "addMultiSelectOption": Draft.add_option,
    "editMultiSelectOption": Draft.edit_option,
    "removeMultiSelectOption": Draft.remove_option,
    "reorderMultiSelectOptions": Draft.reorder_options,
}

Data = TypeVar("Data")


def _read(data: dict[str, Any], kind: type[Data]) -> Data:
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise BadRequest(f"data: {error}") from None


def _rules(key: str, taxonomy: Taxonomy, wanted: _OptionsRules) -> TaxonomyRules:
    there = range(1, len(taxonomy.levels) + 1)
    levels = there if wanted.selectable_levels is None else sorted(set(wanted.selectable_levels))
    if not set(levels) <= set(there):
        raise BadRequest(f"Field {key}: selectableLevels: the taxonomy {taxonomy.key} has {len(there)} levels")
    return TaxonomyRules(taxonomy.id, taxonomy.uuid, taxonomy.key, wanted.multi_select, tuple(levels))


def _checked_key(key: str) -> str:
    if not key.strip() or len(key) > KEY_LENGTH or key.startswith("$"):
        raise BadRequest(f"key: {key[:KEY_LENGTH]!r} is no key: 1 to {KEY_LENGTH} characters that do not begin with $")
    return key


def _checked_option(key: str) -> str:
    if not key.strip():
        raise BadRequest("key: an option has a name that can be read")
    return _checked_text(key)


def _checked_text(text: str) -> str:
    if len(text) > TEXT_LENGTH:
        raise BadRequest(f"A name or description has {TEXT_LENGTH} characters at most")
    return text


def _with_unique_keys(keyed: tuple[Keyed, ...], kind: str) -> tuple[Keyed, ...]:
    keys = [one.key for one in keyed]
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadRequest(f"There is a {kind} {twice!r} already")
    return keyed


def _reordered(keyed: Sequence[Keyed], keys: list[str] | None, name: str) -> tuple[Keyed, ...]:
    by_key = {one.key: one for one in keyed}
    if keys is None or sorted(keys) != sorted(by_key):
        raise BadRequest(f"{name}: must name each of {', '.join(by_key)} once")
    return tuple(by_key[key] for key in keys)
