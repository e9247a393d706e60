"""The text of every generated module, by its path below `generated/`."""

import keyword
from collections.abc import Iterable

from holdall.connector.generate.annotations import Annotator, Record, is_object, quoted, record_name
from holdall.connector.generate.methods import BLOCKING, Method, class_name, tag_methods
from holdall.connector.naming import operation_names
from holdall.contract import load_schemas

_NOTE = "Generated from the contract by `python -m holdall.connector.generate`; never edited."


def generated_modules() -> dict[str, str]:
    """The modules by path, as they must be."""
    modules = {
        "__init__.py": _head("The typed faces of the connector, written from the contract."),
        "records/__init__.py": _head("What the API sends and takes, a module per API version."),
        "tags/__init__.py": _head("A module of methods per tag of the contract."),
        "faces.py": _faces(),
    }
    for version in load_schemas():
        modules[f"records/{version_module(version)}.py"] = _records(version)
    for tag in operation_names():
        modules[f"tags/{tag}.py"] = _tag(tag)
    return modules


def version_module(version: str) -> str:
    """The name of the module that holds the records of an API version."""
    return "v" + version.replace(".", "_")


def _head(summary: str) -> str:
    return f'"""{summary}\n\n{_NOTE}\n"""\n'


def _records(version: str) -> str:
    annotator = Annotator(version)
    aliases: list[str] = []
    for name, schema in load_schemas()[version].items():
        if is_object(schema, version):
            annotator.add_record(record_name(name), schema)
        else:
            aliases.append(f"{record_name(name)}: TypeAlias = {quoted(annotator.annotate(schema, record_name(name)))}")
    lines = [_head(f"The records of API version {version}."), *_imports(annotator.records.values(), aliases)]
    for record in annotator.records.values():
        lines += ["", "", *_record(record)]
    if aliases:
        lines += ["", "", *aliases]
    return "\n".join(lines) + "\n"


def _imports(records: Iterable[Record], texts: Iterable[str], *, checking: bool = False) -> list[str]:
    """The imports from the standard library that these records and other annotations need, sorted."""
    records = list(records)
    everything = " ".join([*texts, *(text for record in records for text, _ in record.fields.values())])
    names = {name for name in ("Any", "Literal", "TypeAlias") if _uses(everything, name)}
    if any(needed for record in records for _, needed in record.fields.values()):
        names.add("Required")
    if records:
        names.add("TypedDict")
    if checking:
        names.add("TYPE_CHECKING")
    lines = ["from __future__ import annotations", ""]
    collections = [name for name in ("Mapping", "Sequence") if _uses(everything, name)]
    if collections:
        lines.append(f"from collections.abc import {', '.join(collections)}")
    if _uses(everything, "datetime"):
        lines.append("from datetime import datetime")
    if names:
        lines.append(f"from typing import {', '.join(sorted(names))}")
    return lines


def _uses(text: str, name: str) -> bool:
    return any(name + after in text for after in ("[", " ", ",", "]", ")", ":", "=")) or text.endswith(name)


def _record(record: Record) -> list[str]:
    if all(wire.isidentifier() and not wire.startswith("__") and not keyword.iskeyword(wire) for wire in record.fields):
        fields = [
            f"    {wire}: {f'Required[{annotation}]' if needed else annotation}"
            for wire, (annotation, needed) in record.fields.items()
        ]
        return [f"class {record.name}(TypedDict, total=False):", *(fields or ["    pass"])]
    fields = [
        f"        {quoted(wire)}: {('Required[' + quoted(annotation) + ']') if needed else quoted(annotation)},"
        for wire, (annotation, needed) in record.fields.items()
    ]
    return [
        f"{record.name} = TypedDict(",
        f'    "{record.name}",',
        "    {",
        *fields,
        "    },",
        "    total=False,",
        ")",
    ]


def _tag(tag: str) -> str:
    methods, records, modules = tag_methods(tag)
    texts = [text for method in methods for text in (*method.annotations(), method.answer)]
    checking = _checking_imports(methods, modules)
    lines = [_head(f"The methods of the tag `{tag}`."), *_imports(records, texts, checking=bool(checking)), ""]
    if any(not argument.required for method in methods for argument in method.arguments):
        lines += ["from msgspec import UNSET, UnsetType", ""]
    lines.append("from holdall.connector.tag import BlockingTag, Tag")
    if checking:
        lines += ["", "if TYPE_CHECKING:", *checking]
    for record in records:
        lines += ["", "", *_record(record)]
    for blocking in (False, True):
        lines += ["", "", *_class(tag, methods, blocking)]
    return "\n".join(lines) + "\n"


def _checking_imports(methods: list[Method], modules: set[str]) -> list[str]:
    lines = []
    if any(method.answers_content for method in methods):
        lines.append("    from holdall.connector.content import BlockingContent, Content")
    lines += [
        f"    from holdall.connector.generated.records import {version_module(version)}" for version in sorted(modules)
    ]
    if any("FileContent" in text for method in methods for text in method.annotations()):
        lines.append("    from holdall.connector.request import FileContent, Source")
    return lines


def _class(tag: str, methods: list[Method], blocking: bool) -> list[str]:
    name = class_name(tag)
    lines = [
        f"class {BLOCKING + name if blocking else name}({'BlockingTag' if blocking else 'Tag'}):",
        f'    """The operations of the tag `{tag}`{", each waited for" if blocking else ""}."""',
    ]
    for method in methods:
        lines += ["", *method.source(blocking)]
    return lines


def _faces() -> str:
    """The tags as annotations, which cost nothing at run time, and the classes by tag."""
    tags = sorted(operation_names())
    lines = [
        _head("The tags of the contract as attributes of a client; a tag's module is loaded when it is first used."),
        "from __future__ import annotations",
        "",
        "from typing import TYPE_CHECKING",
        "",
        "from holdall.connector.tag import BlockingFace, Face",
        "",
        "if TYPE_CHECKING:",
        *(
            f"    from holdall.connector.generated.tags.{tag} import {BLOCKING}{class_name(tag)}, {class_name(tag)}"
            for tag in tags
        ),
    ]
    for prefix in ("", BLOCKING):
        lines += ["", "", f"class {prefix}Tags({prefix}Face):", '    """Every tag of the contract."""', ""]
        lines += ["    _tags = {", *(f'        "{tag}": "{prefix}{class_name(tag)}",' for tag in tags), "    }"]
        lines += [f"    {tag}: {prefix}{class_name(tag)}" for tag in tags]
    return "\n".join(lines) + "\n"
