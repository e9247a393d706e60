"""CSV files that a job reads before it begins, on the source's connection or another one: what they say of items by paths."""

import csv
import io
from collections.abc import Iterator, Mapping

from holdall.base.cells import text_of
from holdall.base.errors import BadRequest
from holdall.migration.engine.imported import ImportedValues
from holdall.migration.engine.metadata import SchemaEnd
from holdall.migration.platforms.platform import Platform, Side
from holdall.work import Site

from .bodies import ListImport, TransferBody
from .connections import open_platform_of
from .options import path_of

LARGEST = 64 * 1024 * 1024


async def imported_values(site: Site, transfer: TransferBody, source: Side) -> ImportedValues | None:
    """The values of a job's file, None where it names none; raises BadRequest or PlatformError where it cannot be read.

    Columns other than `path` are properties; an empty cell says nothing.
    """
    said = transfer.metadata_import
    if said is None:
        return None
    raw = await read_listed(site, said, source, "metadata_import")
    values: dict[str, dict[str, str]] = {}
    for _, cells in rows_of(raw, delimiter_of(said), "metadata_import", lowered=False):
        told = {name: text for name, text in cells.items() if text and name != "path"}
        values.setdefault(cells["path"], {}).update(told)
    return ImportedValues(SchemaEnd(id=said.schema).schema, values)


async def read_listed(site: Site, said: ListImport, source: Side, key: str) -> bytes:
    """The file that an option names; raises BadRequest, NotFound or PlatformError."""
    there = said.source.connection
    if there is None or there.id is None:
        return await _read(source.platform, said, key)
    platform = await open_platform_of(site, str(there.id).lower().replace("-", ""))
    try:
        return await _read(platform, said, key)
    finally:
        await platform.close()


async def _read(platform: Platform, said: ListImport, key: str) -> bytes:
    path = path_of(said.source.text.target)
    file = await platform.find([name for name in path.split("/") if name])
    if file.type != "file" or file.size > LARGEST:
        raise BadRequest(f"{key}: {path} is no file of up to {LARGEST:,} bytes")
    content = await platform.open(file)
    try:
        return await content.read()
    finally:
        await content.close()


def delimiter_of(said: ListImport) -> str:
    """What stands between cells."""
    return said.source.delimiter or said.delimiter or ","


def rows_of(raw: bytes, delimiter: str, key: str, *, lowered: bool = True) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a file with their lines, by the columns that its first line names; raises BadRequest."""
    try:
        reader = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True)
        names = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = [name.lower() if lowered or name.lower() == "path" else name for name in names]
        if "path" not in reader.fieldnames:
            raise BadRequest(f"{key}: the first line names the columns, path among them")
        for row in reader:
            cells = {name: text_of((value or "").strip()) for name, value in row.items() if isinstance(value, str)}
            if any(cells.values()):
                yield reader.line_num, cells
    except UnicodeDecodeError:
        raise BadRequest(f"{key}: the file is not UTF-8 text") from None
    except csv.Error as error:
        raise BadRequest(f"{key}: line {reader.line_num} is no CSV: {error}") from None
