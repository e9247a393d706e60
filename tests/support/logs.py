"""What a running server has written to its log."""

import time

from holdall.testing import RunningServer

WAIT_SECONDS = 10


def log_of(server: RunningServer, *, until: str) -> str:
    """All of a server's log, once this is in it: an answer is there before its line, since lines are written together."""
    path = server.data.with_name(f"{server.data.name}.log")
    last = time.monotonic() + WAIT_SECONDS
    while until not in (text := path.read_text()):
        assert time.monotonic() < last, f"the log never said {until!r}: {text}"
        time.sleep(0.01)
    return text
