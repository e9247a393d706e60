"""How a command that calls a server ends: one exit status per kind of failure, and one line (or JSON object) that tells it.

The statuses are part of the interface; docs/how-to/use-the-shell.md lists them.
"""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, Literal, NoReturn

import msgspec

from holdall.connector.errors import BoxError, Kind

REFUSED = 1
USAGE = 2
SIGN_IN = 3
NETWORK = 4
LATER = 5
SOME_ROWS_FAILED = 6
INTERRUPTED = 130

_STATUSES = {
    Kind.ARGUMENTS: USAGE,
    Kind.UNAUTHORIZED: SIGN_IN,
    Kind.UNREACHABLE: NETWORK,
    Kind.TIMED_OUT: NETWORK,
    Kind.OUTCOME_UNKNOWN: NETWORK,
    Kind.CORRUPT: NETWORK,
    Kind.RATE_LIMITED: LATER,
    Kind.NOT_READY: LATER,
    Kind.UNAVAILABLE: LATER,
}

_HINTS = {
    Kind.UNAUTHORIZED: "sign in again (holdall connect), or set HOLDALL_TOKEN to a token that is still valid",
    Kind.UNREACHABLE: "is HOLDALL_URL, or the connection's address, right, and the server up?",
    Kind.OUTCOME_UNKNOWN: "it may have happened: look before you repeat it",
    Kind.UNSUPPORTED: "this server does not have the operation",
}


def exit_status(kind: Kind) -> int:
    """The exit status for a kind of failure."""
    return _STATUSES.get(kind, REFUSED)


def run_to_exit(work: Coroutine[Any, Any, int], errors: Literal["text", "json"] = "text") -> NoReturn:
    """Run a command to its end and exit with its status; a failure is told on standard error first."""
    try:
        sys.exit(asyncio.run(work))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone; nothing is left to be flushed at the end
        sys.exit(REFUSED)
    except BoxError as error:
        tell(error, errors)
        sys.exit(exit_status(error.kind))
    except (ValueError, LookupError, OSError) as error:
        tell(BoxError(Kind.ARGUMENTS, _reason(error)), errors)
        sys.exit(USAGE)


def tell(error: BoxError, errors: Literal["text", "json"]) -> None:
    """Write a failure to standard error: a line for people with what to do, or a JSON object for scripts."""
    if errors == "json":
        print(msgspec.json.encode({"error": failure_record(error)}).decode(), file=sys.stderr)
        return
    request = f" (request {error.request_id})" if error.request_id else ""
    print(f"holdall: {error}{request}", file=sys.stderr)
    if (hint := _HINTS.get(error.kind)) and "holdall connect" not in error.message:
        print(f"holdall: {hint}", file=sys.stderr)


def failure_record(error: BoxError) -> dict[str, Any]:
    """A failure as a record."""
    record = {
        "kind": error.kind.value,
        "retry": error.retry.value,
        "operation": error.operation_id,
        "status": error.status,
        "code": error.code,
        "message": error.message,
        "request_id": error.request_id,
        "context_info": dict(error.context) or None,
    }
    return {name: value for name, value in record.items() if value is not None}


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error.args[0]) if error.args else type(error).__name__
