"""A process that has imported everything and forks servers, so that one is up some milliseconds after its neighbour died.

Reads lines of JSON on standard input ({"port": N, "settings": {HOLDALL_* variables}}) and answers each with the new
process's id; without a port the process is a worker. It has no threads itself, which is what makes forking safe.
"""

import json
import os
import signal
import sys

import dbos  # noqa: F401 - so that a worker need not load it
import uvloop
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from holdall.base.clock import SECOND
from holdall.base.logs import configure_logging
from holdall.base.settings import Settings, load_settings
from holdall.cli.server import Application
from holdall.cli.worker import work_until_told
from holdall.migration.engine import claims
from holdall.work import Queue
from holdall.work.registry import LIMITS, Limits, load_jobs
from tests.work import cascade  # noqa: F401 - registers its workflows


def main() -> None:
    """Fork a server for each line until the input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps what we do not wait for
    load_jobs()
    LIMITS.update({queue: Limits(8, 0.05) for queue in Queue})  # so that a life of a second is not spent with waiting
    claims.LEASE = 4 * SECOND  # nor a minute for what a dead worker had taken
    for line in sys.stdin:
        order = json.loads(line)
        process = os.fork()
        if process == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            configure_logging(order["settings"].get("HOLDALL_LOG_FORMAT", "none"))
            settings = load_settings(order["settings"])
            uvloop.run(_serve(settings, order["port"]) if order["port"] else work_until_told(settings))
            os._exit(0)
        sys.stdout.write(f"{process}\n")
        sys.stdout.flush()


async def _serve(settings: Settings, port: int) -> None:
    """The application on granian, in this process alone: one signal kills all of it."""
    server = Server(
        Application(settings),
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_level=LogLevels.error,
    )
    await server.serve()


if __name__ == "__main__":
    main()
