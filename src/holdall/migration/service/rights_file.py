"""The file of `permissions.import`: CSV with a heading, such as the export of a job's permissions.

Columns that count: `path`, `source` (or `email`, `account`, `name`), `type`, `rights` or `role`, `access`; others are passed over.
"""

from collections.abc import Iterator, Mapping

from holdall.base.errors import BadRequest
from holdall.migration.engine.imported import ImportedRights, ListedRight
from holdall.migration.engine.owners import OWNER
from holdall.migration.engine.sharing import LINK
from holdall.migration.platforms.platform import Side
from holdall.migration.platforms.rights import RIGHTS, WORDS
from holdall.work import Site

from .bodies import PermissionsBody, TransferBody
from .listed_files import delimiter_of, read_listed, rows_of

_WHO = ("source", "email", "account", "name")


async def imported_rights(site: Site, transfer: TransferBody, source: Side) -> ImportedRights | None:
    """The rights of a job's file, None where it names none; raises BadRequest or PlatformError where it cannot be read."""
    said = transfer.permissions.import_ if isinstance(transfer.permissions, PermissionsBody) else None
    if said is None:
        return None
    raw = await read_listed(site, said, source, "permissions.import")
    return ImportedRights(read_rights(raw, delimiter_of(said)))


def read_rights(raw: bytes, delimiter: str = ",") -> list[ListedRight]:
    """The lines of a file; those that deny are left out. Raises BadRequest naming the line that is wrong."""
    return list(_lines(rows_of(raw, delimiter, "permissions.import")))


def _lines(rows: Iterator[tuple[int, Mapping[str, str]]]) -> Iterator[ListedRight]:
    for line, cells in rows:
        is_right = cells.get("access", "").lower() != "deny" and cells.get("identity", "") not in (LINK, OWNER)
        if is_right:  # exports tell of shared links and owners too
            yield _line(cells, line)


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
