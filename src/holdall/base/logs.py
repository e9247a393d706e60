"""The log of a process: structured lines on standard error, written by structlog, ours and the libraries' alike.

No line ever holds a token, a secret, a query string or a file name: what is not said cannot leak.
"""

import asyncio
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Literal

import msgspec
import structlog
from structlog.typing import EventDict, WrappedLogger

from holdall.base.exchange import Exchange

SECRET_WORDS = ("token", "secret", "password", "authorization", "cookie", "assertion")
REDACTED = "[redacted]"

GATHER_SECONDS = 0.02
"""How much later the lines of requests may come, to be written together."""

_encode = msgspec.json.Encoder(enc_hook=str).encode


def configure_logging(lines: Literal["json", "text", "none"]) -> None:
    """Send the log of this process to standard error in this form; `none` keeps warnings and errors alone."""
    render = _render_text if lines == "text" else _render_json
    _requests.render = None if lines == "none" else render
    structlog.configure(
        processors=[_describe_exception, _redact, render],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if lines == "none" else logging.INFO),
        logger_factory=_write_to_errors,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[_FromStandardLogging()], level=logging.WARNING, force=True)


class _RequestLog:
    """Writes the lines of some hundredths of a second together; where no event loop runs, each at once."""

    def __init__(self) -> None:
        self.render: Callable[[WrappedLogger, str, EventDict], bytes] | None = None
        """None writes nothing."""
        self._lines: list[bytes] = []
        self._due = 0.0
        self._lock = threading.Lock()

    def write(self, line: bytes) -> None:
        """Write a line soon."""
        is_first, now = not self._lines, time.monotonic()
        self._lines.append(line)
        if is_first:
            self._due = now + GATHER_SECONDS
            try:
                asyncio.get_running_loop().call_later(GATHER_SECONDS, self.flush)
            except RuntimeError:
                self.flush()
        elif now > self._due + GATHER_SECONDS:
            self.flush()  # the loop is busy, or it has ended

    def flush(self) -> None:
        """Write what has been gathered."""
        with self._lock:
            lines, self._lines = self._lines, []
            if lines:
                sys.stderr.buffer.write(b"\n".join([*lines, b""]))
                sys.stderr.buffer.flush()


_requests = _RequestLog()


def log_request(exchange: Exchange, seconds: float, **whose: int | str | None) -> None:
    """Write the one line of a request that was answered; `whose` are the ids of those who asked.

    These fields alone are told, so the line goes past the steps that others take.
    """
    if _requests.render is not None:
        line = {
            "time": datetime.now(UTC),
            "level": "info",
            "request_id": exchange.request_id,
            "operation": exchange.name,
            "method": exchange.scope["method"],
            "status": exchange.status,
            "ms": round(seconds * 1000, 2),
            **whose,
            "event": "request",
        }
        _requests.write(_requests.render(None, "info", line))


def _write_to_errors(*_names: Any) -> WrappedLogger:
    """To what is standard error when a logger is first used."""
    return structlog.BytesLogger(sys.stderr.buffer)


def flush_logs() -> None:
    """Write the lines that have been gathered, at the end of a process."""
    _requests.flush()


class _FromStandardLogging(logging.Handler):
    """Writes what libraries log through the standard library as lines of ours."""

    def emit(self, record: logging.LogRecord) -> None:
        logger = structlog.get_logger()
        logger.log(record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info)


def _describe_exception(_logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Put the time and level first, and the traceback, where there is one, into the field `exception`."""
    described: dict[str, Any] = {"time": datetime.now(UTC), "level": method}
    failure = event.pop("exc_info", None)
    if failure is True:
        failure = sys.exc_info()
    elif isinstance(failure, BaseException):
        failure = (type(failure), failure, failure.__traceback__)
    described |= event
    if isinstance(failure, tuple) and failure[0] is not None:
        described["exception"] = "".join(traceback.format_exception(*failure))
    return described


def _redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The last line of defence: a field named like a secret is never written."""
    for name in event:
        if _is_secret(name):
            event[name] = REDACTED
    return event


@lru_cache(maxsize=1024)
def _is_secret(name: str) -> bool:
    return any(word in name for word in SECRET_WORDS)


def _render_json(_logger: WrappedLogger, _method: str, event: EventDict) -> bytes:
    return _encode(event)


def _render_text(_logger: WrappedLogger, _method: str, event: EventDict) -> bytes:
    time, level = event.pop("time"), event.pop("level")
    words = [f"{time:%H:%M:%S}.{time.microsecond // 1000:03d}", level.ljust(7), str(event.pop("event", ""))]
    exception = event.pop("exception", None)
    words += [f"{name}={value}" for name, value in event.items() if value is not None]
    return (" ".join(words) + (f"\n{exception}" if exception else "")).encode()
