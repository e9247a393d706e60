"""What a server needs before it starts: settings that can be, a folder, a port, certificates, a current database."""

import asyncio
import os
import shutil
import socket
import ssl
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from holdall.base.db import open_database
from holdall.base.db.revision import DatabaseUnusable, bring_up_to_date
from holdall.base.settings import Settings

if TYPE_CHECKING:
    from holdall.control.seeding.planting import Planted


class CannotStart(Exception):
    """The server cannot start as it was told to; the message says why and what to do, on one line."""


DEVELOPMENT_SEED = "demo"


def prepare(settings: Settings, *, write_env: Path | None = None) -> Settings:
    """Check everything that can be wrong before a process is started; the settings with what was left open filled in.

    Raises CannotStart.
    """
    if settings.dev and not settings.seed:
        settings = msgspec.structs.replace(settings, seed=DEVELOPMENT_SEED)
    _check_combinations(settings)
    if write_env is not None and not settings.seed:
        raise CannotStart("--write-env writes what a seed has made: name one with --seed")
    _check_folder(settings.data)
    _check_certificate(settings)
    settings = msgspec.structs.replace(settings, data=settings.data.resolve(), port=_free_port(settings))
    try:
        bring_up_to_date(settings.database_url)
    except DatabaseUnusable as error:
        raise CannotStart(f"the database cannot be used: {error}") from error
    asyncio.run(_check_stores(settings))
    return settings


def plant(settings: Settings, write_env: Path | None) -> "Planted | None":
    """Apply the seed that the settings name, and write the files for its clients; raises CannotStart.

    It is done here, before there are workers, so that what it says can be printed.
    """
    if not settings.seed:
        return None
    from holdall.control.seeding import SeedError  # late: start-up time, and a production server never loads it

    try:
        return asyncio.run(_plant(settings, write_env))
    except SeedError as error:
        raise CannotStart(f"the seed {settings.seed} is refused: {error}") from error
    except OSError as error:
        raise CannotStart(f"{error.filename} cannot be written: {error.strerror}") from error


async def _check_stores(settings: Settings) -> None:
    """Say here what a worker process could only say in a traceback."""
    from holdall.content.storage_policies.choosing import require_stores  # late: start-up time of the refusals above
    from holdall.storage import StoreError, open_stores

    db = await open_database(settings.database_url)
    try:
        stores = open_stores(settings, db)
        try:
            await require_stores(db, stores)
        finally:
            await stores.close()
    except (StoreError, ValueError) as error:
        raise CannotStart(str(error)) from error
    finally:
        await db.close()


async def _plant(settings: Settings, write_env: Path | None) -> "Planted":
    from holdall.box.platform import open_platform  # late: start-up time
    from holdall.control.environment import write_environment
    from holdall.control.seeding import apply_seed, load_seed

    document = load_seed(settings.seed)
    platform = await open_platform(settings)
    try:
        planted = await apply_seed(platform, document)
        if write_env is not None:
            await write_environment(platform, planted, write_env)
        return planted
    finally:
        await platform.close()


def share_metrics(settings: Settings) -> Path | None:
    """Make the folder through which several processes add up their metrics; None where there is one process.

    It must be called before anything counts, because the metrics library looks for the folder when it is loaded.
    """
    if settings.workers == 1:
        os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
        return None
    folder = Path(tempfile.mkdtemp(prefix="holdall-metrics-"))
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    return folder


def remove_folder(folder: Path | None) -> None:
    """Remove a folder that `share_metrics` made."""
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def _check_combinations(settings: Settings) -> None:
    if settings.control_access != "off" and settings.workers > 1:
        raise CannotStart("the control plane works in one process: leave --workers at 1, or set --control off")
    if settings.seed and settings.control_access == "off":
        raise CannotStart("--seed is for development and tests: add --dev")
    if (settings.tls_cert is None) != (settings.tls_key is None):
        raise CannotStart("--tls-cert and --tls-key belong together: give both or neither")


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CannotStart(f"the data folder {folder} cannot be written: {error.strerror}") from error


def _check_certificate(settings: Settings) -> None:
    if settings.tls_cert is None or settings.tls_key is None:
        return
    for file in (settings.tls_cert, settings.tls_key):
        if not os.access(file, os.R_OK):
            raise CannotStart(f"{file} cannot be read")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(settings.tls_cert, settings.tls_key)
    except (ssl.SSLError, OSError) as error:
        raise CannotStart(f"{settings.tls_cert} and {settings.tls_key} are no pair of PEM files: {error}") from error


def _free_port(settings: Settings) -> int:
    """The port, or a free one for 0. The server's own socket shares ports, so only a plain one sees a neighbour."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[
            0
        ]
    except OSError as error:
        raise CannotStart(f"the address {settings.host} is unknown: {error.strerror}") from error
    with closing(socket.socket(family, kind, protocol)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise CannotStart(
                f"port {settings.port} of {settings.host} cannot be used: {error.strerror}; --port takes another"
            ) from error
        port: int = probe.getsockname()[1]
    return port
