"""The tasks of templates: which tags a document has, and a document filled with data."""

import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import msgspec

from holdall.content.renditions.errors import Refused
from holdall.content.renditions.templates.filling import Filler
from holdall.content.renditions.templates.language import (
    ENDS,
    Expression,
    Operation,
    Path,
    Tag,
    TagKind,
    paths_of,
)
from holdall.content.renditions.templates.package import Package
from holdall.content.renditions.templates.runs import Tags
from holdall.content.renditions.templates.values import COUNTER, Report, Scope, read_data

_TYPES = {
    TagKind.IF: "conditional",
    TagKind.ELSE_IF: "conditional",
    TagKind.FOR: "for-loop",
    TagKind.TABLE_ROW: "table-loop",
}


def list_tags(source: BinaryIO, _options: Mapping[str, Any]) -> dict[str, bytes]:
    """The part `template_tags` of a Word document: a JSON list of the tags in it, each one once, in the API's form."""
    package, tags = Package(source), Tags()
    for root in package.texts.values():
        tags.mark_all(root)
    told: dict[str, dict[str, Any]] = {}
    for one in _describe(tags.found):
        told.setdefault(one["tag_content"], one)
    return {"template_tags": msgspec.json.encode(list(told.values()))}


def fill_template(source: BinaryIO, options: Mapping[str, Any]) -> dict[str, bytes]:
    """The part `docx`, a Word document of `options["size"]` bytes filled with the JSON behind it, and `report`.

    The report is JSON: `errors`, where data was missing for example, and `warnings`. Raises Refused.
    """
    package = Package(io.BytesIO(source.read(options["size"])))
    try:
        data = read_data(source.read())
    except msgspec.MsgspecError as error:
        raise Refused(f"The input data is no JSON object: {error}") from None
    report, tags = Report(), Tags()
    for root in package.texts.values():
        tags.mark_all(root)
    for text, reason in tags.broken.items():
        report.error(f"{text} is no tag: {reason}")
    filler, scope = Filler(package, tags, report), Scope(data, report)
    for part, root in package.texts.items():
        filler.fill(part, root, scope)
    told = {"errors": list(report.errors), "warnings": report.warnings(data)}
    return {"docx": package.write(), "report": msgspec.json.encode(told)}


def _describe(tags: list[Tag]) -> Iterator[dict[str, Any]]:
    """What the API tells of tags; paths are those of the data, and what a loop goes through stands before them."""
    loops: list[tuple[str, list[str]]] = []
    for tag in tags:
        if tag.kind in {TagKind.END_FOR, TagKind.END_TABLE_ROW} and loops:
            loops.pop()
        if tag.expression is None or tag.kind in ENDS.values():
            continue
        paths = list(
            dict.fromkeys(full for path in paths_of(tag.expression) for full in _full(path, loops) if full != COUNTER)
        )
        yield {"tag_content": tag.text, "tag_type": _type_of(tag, tag.expression), "json_paths": paths}
        if tag.kind in {TagKind.FOR, TagKind.TABLE_ROW}:
            loops.append((tag.alias, paths))


def _full(path: Path, loops: list[tuple[str, list[str]]]) -> list[str]:
    first, _, rest = str(path).partition(".")
    for alias, lists in reversed(loops):
        if alias == first:
            return [*lists, f"{lists[-1]}.{rest}"] if rest else lists
    return [str(path)]


def _type_of(tag: Tag, expression: Expression) -> str:
    if tag.kind is not TagKind.VALUE:
        return _TYPES[tag.kind]
    if tag.has("image"):
        return "image"
    return "arithmetic" if isinstance(expression, Operation) else "text"
