"""Databases of a test's own, on each engine: without any tables, or with all of them, which are made once and copied."""

from pathlib import Path

import asyncpg

from holdall.base.db.migrate import upgrade_async
from holdall.base.ids import new_secret

_file: list[bytes] = []
"""The file of SQLite that others are copied from, as soon as one was made."""
_names: dict[str, str] = {}
"""By the server of PostgreSQL, the name of the database that others are copied from."""


async def empty_database(beside: str, folder: Path) -> str:
    """The address of one more database beside this one: of a file in the folder, or on the same server."""
    if beside.startswith("sqlite"):
        return _new_file(folder)
    return await _created(beside)


async def ready_database(beside: str, folder: Path) -> str:
    """The same with all tables, and no rows."""
    if beside.startswith("sqlite"):
        url = _new_file(folder)
        path = Path(url.removeprefix("sqlite:///"))
        if _file:
            path.write_bytes(_file[0])
        else:
            await upgrade_async(url)
            _file.append(path.read_bytes())
        return url
    if beside not in _names:
        url = await _created(beside)
        await upgrade_async(url)
        _names[beside] = url.partition("?")[0].rpartition("/")[2]
    return await _created(beside, f"TEMPLATE {_names[beside]}")


def _new_file(folder: Path) -> str:
    return f"sqlite:///{folder / f'{new_secret(12).lower()}.db'}"


async def _created(beside: str, like: str = "") -> str:
    name = f"test_{new_secret(12).lower()}"
    connection = await asyncpg.connect(beside)
    await connection.execute(f"CREATE DATABASE {name} {like}")
    await connection.close()
    return beside.replace("/postgres?", f"/{name}?")
