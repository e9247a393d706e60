"""Metadata of Box: templates as schemas, instances on files and folders, skill cards, and folders that pass theirs on.

https://developer.box.com/guides/metadata/
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from holdall.connector import Box, BoxError

from .box_errors import problem_of
from .errors import Kind, PlatformError
from .extras import Extras
from .platform import Entry
from .reached import Reached
from .schemas import FREE, SKILL_CARDS, Choice, Instance, Property, Schema

_MOST_FIELDS = 40
"""How many templates a listing is asked for at once, so that its address does not grow too long."""


class BoxMetadata(Extras):
    """The part of Box's extras that is about metadata; `directory` knows the templates."""

    def __init__(self, directory: Box) -> None:
        self._directory = directory
        self._schemas: dict[str, tuple[str, Schema]] | None = None  # by id, with the scope as Box names it

    @abstractmethod
    def _reach(self, entry: Entry) -> Reached:
        """The client that reaches an entry."""

    async def schemas(self) -> Sequence[Schema]:
        """The templates of the enterprise, and free-form values; see Extras."""
        return [schema for _, schema in (await self._known()).values()]

    async def make_schema(self, schema: Schema) -> Schema:
        """A new template; see Extras. Administrators may."""
        _, _, key = schema.id.partition(".")
        about = {"displayName": schema.caption, "hidden": schema.hidden, "copyInstanceOnItemCopy": schema.copied}
        fields = [_field_of(one) for one in schema.properties]
        return await self._note(
            await self._ask(
                "post_metadata_templates_schema", scope="enterprise", templateKey=key, fields=fields, **about
            )
        )

    async def extend_schema(self, schema: Schema, wanted: Schema) -> Schema:
        """The template with the fields and options of another one that it lacks; see Extras. Administrators may."""
        steps = list(_steps(schema, wanted))
        _, _, key = schema.id.partition(".")
        return await self._note(
            await self._ask("put_metadata_templates_id_id_schema", scope="enterprise", template_key=key, body=steps)
        )

    async def metadata(self, entry: Entry) -> Sequence[Instance]:
        """The instances on an item; see Extras."""
        there = self._reach(entry)
        if there.type == "web_link" or (there.type, there.id) == ("folder", "0"):
            return []
        record = await self._call(there, f"get_{there.type}s_id_metadata", **{f"{there.type}_id": there.id})
        return [one for one in map(_instance_of, record["entries"]) if one is not None]

    async def write_metadata(self, entry: Entry, wanted: Instance, present: Instance | None) -> Instance:
        """A new instance, or other values of one; see Extras. One that was applied meanwhile gets the values too."""
        there = self._reach(entry)
        place, operation = _place(there, wanted.schema), f"{there.type}s_id_metadata_id_id"
        if wanted.schema == SKILL_CARDS and present is not None:  # which Box changes one by one alone
            await self.remove_metadata(entry, wanted.schema)
            present = None
        if present is None:
            try:
                return _told(await self._call(there, f"post_{operation}", **place, body=dict(wanted.values)))
            except PlatformError as error:
                if error.kind is not Kind.NAME_TAKEN:
                    raise
                present = next(one for one in await self.metadata(entry) if one.schema == wanted.schema)
        steps = list(_patch(present.values, wanted.values))
        return _told(await self._call(there, f"put_{operation}", **place, body=steps))

    async def remove_metadata(self, entry: Entry, schema: str) -> None:
        """Take an instance away; see Extras."""
        there = self._reach(entry)
        try:
            await self._call(there, f"delete_{there.type}s_id_metadata_id_id", **_place(there, schema))
        except PlatformError as error:
            if error.kind is not Kind.NOT_FOUND:
                raise

    async def passed_on(self, folder: Entry) -> Sequence[str]:
        """The schemas of the folder's cascade policies; see Extras."""
        return list(await self._policies(self._reach(folder)))

    async def pass_on(self, folder: Entry, schema: str) -> None:
        """A new cascade policy; see Extras."""
        there = self._reach(folder)
        scope, _, key = schema.partition(".")
        place = {"folder_id": there.id, "scope": (await self._known())[schema][0] if scope != "global" else scope}
        try:
            await self._call(there, "post_metadata_cascade_policies", **place, templateKey=key)
        except PlatformError as error:
            if error.kind is not Kind.NAME_TAKEN:
                raise

    async def stop_passing_on(self, folder: Entry, schema: str) -> None:
        """End a cascade policy; see Extras."""
        there = self._reach(folder)
        policy = (await self._policies(there)).get(schema)
        if policy is not None:
            await self._call(there, "delete_metadata_cascade_policies_id", metadata_cascade_policy_id=policy)

    async def _policies(self, there: Reached) -> dict[str, str]:
        """The ids of a folder's cascade policies, by their schemas."""
        record = await self._call(there, "get_metadata_cascade_policies", folder_id=there.id)
        return {f"{_plain_scope(one['scope'])}.{one['templateKey']}": one["id"] for one in record["entries"]}

    async def _instance_fields(self) -> list[list[str]]:
        """What `fields` ask for the instances of every template, several at a time."""
        names = [f"metadata.{scope}.{schema.id.partition('.')[2]}" for scope, schema in (await self._known()).values()]
        return [names[start : start + _MOST_FIELDS] for start in range(0, len(names), _MOST_FIELDS)]

    async def _known(self) -> dict[str, tuple[str, Schema]]:
        if self._schemas is None:
            found = {
                FREE: ("global", Schema(id=FREE, caption="Custom Metadata", copied=True)),
                SKILL_CARDS: ("global", Schema(id=SKILL_CARDS, caption="Skill Cards")),
            }
            try:
                async for record in self._directory.iterate("get_metadata_templates_enterprise", limit=1000):
                    schema = _schema_of(record)
                    found[schema.id] = (record["scope"], schema)
            except BoxError as error:
                problem = problem_of(error)
                if problem.kind not in (Kind.FORBIDDEN, Kind.NOT_FOUND, Kind.UNSUPPORTED):
                    raise problem from error
            self._schemas = found
        return self._schemas

    async def _note(self, record: Mapping[str, Any]) -> Schema:
        schema = _schema_of(record)
        (await self._known())[schema.id] = (record["scope"], schema)
        return schema

    async def _ask(self, operation: str, **arguments: Any) -> Any:
        """An operation on templates, as the connection's own account."""
        try:
            return await self._directory.call(operation, **arguments)
        except BoxError as error:
            raise problem_of(error) from error

    @abstractmethod
    async def _call(self, there: Reached, operation: str, **arguments: Any) -> Any:
        """An operation as the account that reaches an item; raises PlatformError."""


def instances_in(record: Mapping[str, Any]) -> tuple[Instance, ...]:
    """The instances in the field `metadata` of an item, in the order of their schemas."""
    found = [_instance_of(told) for scope in (record.get("metadata") or {}).values() for told in scope.values() if told]
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.schema))


def _instance_of(record: Mapping[str, Any]) -> Instance | None:
    schema = f"{_plain_scope(record['$scope'])}.{record['$template']}"
    if schema.startswith("global.") and schema not in (FREE, SKILL_CARDS):
        return None
    return Instance(schema=schema, values={name: value for name, value in record.items() if name[0] != "$"})


def _place(there: Reached, schema: str) -> dict[str, str]:
    scope, _, key = schema.partition(".")
    return {f"{there.type}_id": there.id, "scope": scope, "template_key": key}


def _told(record: Mapping[str, Any]) -> Instance:
    """The instance that an answer tells of."""
    found = _instance_of(record)
    assert found is not None, "only what is read is written"
    return found


def _plain_scope(scope: str) -> str:
    """The scope as both sides have it: that of an enterprise names the enterprise."""
    return scope.partition("_")[0]


def _schema_of(record: Mapping[str, Any]) -> Schema:
    return Schema(
        id=f"{_plain_scope(record['scope'])}.{record['templateKey']}",
        caption=record.get("displayName") or record["templateKey"],
        hidden=bool(record.get("hidden")),
        copied=bool(record.get("copyInstanceOnItemCopy")),
        properties=tuple(_property_of(field) for field in record.get("fields") or ()),
    )


def _property_of(field: Mapping[str, Any]) -> Property:
    return Property(
        name=field["key"],
        type=field["type"],
        caption=field.get("displayName") or field["key"],
        description=field.get("description"),
        hidden=bool(field.get("hidden")),
        choices=tuple(Choice(name=one["key"], details=one.get("staticConfig")) for one in field.get("options") or ()),
    )


def _field_of(one: Property) -> dict[str, Any]:
    field: dict[str, Any] = {"type": one.type, "key": one.name, "displayName": one.caption, "hidden": one.hidden}
    if one.description is not None:
        field["description"] = one.description
    if one.type in ("enum", "multiSelect"):
        field["options"] = [_option_of(choice) for choice in one.choices]
    return field


def _option_of(choice: Choice) -> dict[str, Any]:
    return {"key": choice.name} | ({"staticConfig": choice.details} if choice.details is not None else {})


def _steps(schema: Schema, wanted: Schema) -> Iterator[dict[str, Any]]:
    for one in wanted.properties:
        present = schema.property(one.name)
        if present is None:
            yield {"op": "addField", "data": _field_of(one)}
            continue
        names = {choice.name for choice in present.choices}
        operation = "addEnumOption" if one.type == "enum" else "addMultiSelectOption"
        for choice in one.choices:
            if choice.name not in names:
                yield {"op": operation, "fieldKey": one.name, "data": _option_of(choice)}


def _patch(present: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, value in wanted.items():
        if name not in present or present[name] != value:
            yield {"op": "replace" if name in present else "add", "path": _pointer(name), "value": value}
    for name in present:
        if name not in wanted:
            yield {"op": "remove", "path": _pointer(name)}


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")
