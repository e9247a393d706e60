"""`holdall serve`: runs the platform with granian, one process that watches over the workers that answer."""

import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from granian.constants import Interfaces, Loops, SSLProtocols
from granian.log import LogLevels
from granian.server import MPServer

from holdall.base.logs import configure_logging
from holdall.base.settings import Settings, load_settings, to_environment
from holdall.cli.app import refuse
from holdall.cli.facts import print_facts
from holdall.cli.preparation import CannotStart, plant, prepare, remove_folder, share_metrics
from holdall.cli.stopping import hold_back, obeying

_LOG_LINES = {"formatters": {}, "handlers": {}, "loggers": {"_granian": {"propagate": True}}}


def serve(
    *,
    host: str | None = None,
    port: int | None = None,
    data: Path | None = None,
    database: str | None = None,
    blobs: str | None = None,
    dev: bool | None = None,
    seed: str | None = None,
    write_env: Path | None = None,
    control: str | None = None,
    tls_cert: Path | None = None,
    tls_key: Path | None = None,
    workers: int | None = None,
    public_url: str | None = None,
    download_url: str | None = None,
    log_format: str | None = None,
) -> None:
    """Run the platform until it is told to stop (Ctrl-C or SIGTERM); requests in flight are finished first.

    Every option can also be set by an environment variable, and so can more: docs/reference/settings.md lists them.

    Parameters
    ----------
    host
        The address to listen at (HOLDALL_HOST, 127.0.0.1).
    port
        The port to listen at, 0 for a free one (HOLDALL_PORT, 8880).
    data
        Folder for everything the server keeps (HOLDALL_DATA, ./data).
    database
        sqlite:///path or postgresql://... (HOLDALL_DATABASE); without it, the file holdall.db in the data folder.
    blobs
        Where bytes live: a folder or an object store URL (HOLDALL_BLOBS); without it, blobs in the data folder.
    dev
        Development: the control plane is on, rate limits are off, the log is for people (HOLDALL_DEV).
    seed
        What a development server holds at its start: demo, conformance, empty, or a YAML file (HOLDALL_SEED).
    write_env
        Write the application's settings for the SDKs (app.json) and conformance.env into this folder.
    control
        Who may use the control plane: off, loopback or anywhere (HOLDALL_CONTROL).
    tls_cert
        A PEM file with the certificate and its chain (HOLDALL_TLS_CERT).
    tls_key
        A PEM file with the private key of the certificate (HOLDALL_TLS_KEY).
    workers
        Server processes that answer side by side (HOLDALL_WORKERS, 1).
    public_url
        The address at which clients reach the server, where a proxy stands before it (HOLDALL_PUBLIC_URL).
    download_url
        The address in download links, where it is another one (HOLDALL_DOWNLOAD_URL).
    log_format
        json, text or none (HOLDALL_LOG_FORMAT).
    """
    given = {name: value for name, value in locals().items() if name != "write_env"}
    metrics = None
    try:
        settings = prepare(load_settings(**given), write_env=write_env)
        configure_logging(settings.log_lines)
        metrics = share_metrics(settings)
        planted = plant(settings, write_env)
        os.environ.update(to_environment(settings))
        _run(settings, when_ready=lambda: print_facts(settings, planted, write_env))
    except (CannotStart, ValueError) as error:
        refuse(str(error))
    finally:
        remove_folder(metrics)


def _run(settings: Settings, *, when_ready: Callable[[], None]) -> None:
    """Serve until a signal; exits with status 1 where a worker could not start or died."""
    server = _Server(
        "holdall.cli.server:build_application",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=settings.workers,
        websockets=False,
        workers_kill_timeout=settings.shutdown_grace,
        respawn_failed_workers=True,
        ssl_cert=settings.tls_cert,
        ssl_key=settings.tls_key,
        ssl_protocol_min=SSLProtocols.tls12,
        log_level=LogLevels.warning,
        log_dictconfig=_LOG_LINES,
    )
    server.on_startup(lambda: threading.Thread(target=_announce, args=(settings, when_ready), daemon=True).start())
    if settings.end_with is not None:
        threading.Thread(target=_end_with, args=(settings.end_with,), daemon=True).start()
    with obeying(server.stop):
        hold_back()
        try:
            server.serve()
        finally:
            server.is_over.set()


class _Server(MPServer):
    """granian's server, whose handlers do nothing: what is to be done when it is told to stop is done by `stop`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.is_over = threading.Event()

    def signal_handler_interrupt(self, *_: Any, **__: Any) -> None:
        """Nothing; see cli/stopping.py."""

    def stop(self) -> None:
        """Have the main thread stop the workers. They wait for what they answer, so their long polls are ended first.

        SIGURG is for that, because a worker that does not listen yet ignores it.
        """
        for watched in list(self.wrks):
            watched.interrupt_by_parent = True  # its end is no surprise, if it was told by the same supervisor
        for worker in multiprocessing.active_children():
            if worker.pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(worker.pid, signal.SIGURG)
        self.interrupt_signal = True
        self.main_loop_interrupt.set()
        while not self.is_over.wait(0.1):
            self.main_loop_interrupt.set()  # once more: the main thread clears it where it was busy with a dead worker


def _announce(settings: Settings, when_ready: Callable[[], None]) -> None:
    """Wait until the port takes connections, which is when a worker has opened the platform."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    while True:
        try:
            socket.create_connection((host, settings.port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            when_ready()
            sys.stdout.flush()
            return


def _end_with(parent: int) -> None:
    """Stop gracefully when the process that started this one is gone."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
