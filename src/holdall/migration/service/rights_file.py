"""The file of `permissions.import`: CSV with a heading, such as the export of a job's permissions.

Columns that count: `path`, `source` (or `email`, `account`, `name`), `type`, `rights` or `role`, `access`; others are passed over.
"""

import csv
import io
from collections.abc import Iterator, Mapping

from holdall.base.errors import BadRequest
from holdall.migration.cells import text_of
from holdall.migration.engine.imported import ImportedRights, ListedRight
from holdall.migration.engine.owners import OWNER
from holdall.migration.engine.sharing import LINK
from holdall.migration.platforms.platform import Platform, Side
from holdall.migration.platforms.rights import RIGHTS, WORDS
from holdall.work import Site

from .bodies import PermissionsBody, PermissionsImport, TransferBody
from .connections import open_platform_of
from .options import path_of

LARGEST = 64 * 1024 * 1024
_WHO = ("source", "email", "account", "name")


async def imported_rights(site: Site, transfer: TransferBody, source: Side) -> ImportedRights | None:
    """The rights of a job's file, None where it names none; raises BadRequest or PlatformError where it cannot be read."""
    said = transfer.permissions.import_ if isinstance(transfer.permissions, PermissionsBody) else None
    if said is None:
        return None
    there = said.source.connection
    if there is None or there.id is None:
        return await _read(source.platform, said)
    platform = await open_platform_of(site, str(there.id).lower().replace("-", ""))
    try:
        return await _read(platform, said)
    finally:
        await platform.close()


async def _read(platform: Platform, said: PermissionsImport) -> ImportedRights:
    path = path_of(said.source.text.target)
    file = await platform.find([name for name in path.split("/") if name])
    if file.type != "file" or file.size > LARGEST:
        raise BadRequest(f"permissions.import: {path} is no file of up to {LARGEST:,} bytes")
    content = await platform.open(file)
    try:
        return ImportedRights(read_rights(await content.read(), said.source.delimiter or said.delimiter or ","))
    finally:
        await content.close()


def read_rights(raw: bytes, delimiter: str = ",") -> list[ListedRight]:
    """The lines of a file; those that deny are left out. Raises BadRequest naming the line that is wrong."""
    try:
        reader = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True)
        reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
        return list(_lines(reader))
    except UnicodeDecodeError:
        raise BadRequest("permissions.import: the file is not UTF-8 text") from None
    except csv.Error as error:
        raise BadRequest(f"permissions.import: line {reader.line_num} is no CSV: {error}") from None


def _lines(reader: "csv.DictReader[str]") -> Iterator[ListedRight]:
    if "path" not in (reader.fieldnames or ()):
        raise BadRequest("permissions.import: the first line names the columns, path among them")
    for row in reader:
        cells = {name: text_of((value or "").strip()) for name, value in row.items() if isinstance(value, str)}
        is_right = cells.get("access", "").lower() != "deny" and cells.get("identity", "") not in (LINK, OWNER)
        if not any(cells.values()) or not is_right:
            continue  # exports tell of shared links and owners too
        yield _line(cells, reader.line_num)


def _line(cells: Mapping[str, str], line: int) -> ListedRight:
    who = next((cells[name] for name in _WHO if cells.get(name)), "")
    kind, rights, role = (cells.get(name, "").lower() for name in ("type", "rights", "role"))
    if not who:
        raise BadRequest(f"permissions.import: line {line} names nobody under {', '.join(_WHO)}")
    if kind not in ("", "account", "group"):
        raise BadRequest(f"permissions.import: line {line}: type is account or group, not {kind!r}")
    unknown = [word for word in rights.split(",") if word and word not in WORDS]
    if unknown or (role and role not in RIGHTS) or not (rights or role):
        known = f"rights are some of {', '.join(sorted(WORDS))}, and role is one of {', '.join(RIGHTS)}"
        raise BadRequest(f"permissions.import: line {line}: {known}")
    return ListedRight(
        path=cells.get("path", ""), who=who, type="group" if kind == "group" else "account", rights=rights, role=role
    )
