"""`holdall control`: the control plane of a running development server, from a shell."""

from pathlib import Path
from typing import Annotated, Any, Literal

import cyclopts
import msgspec

from holdall.cli.app import refuse
from holdall.testing.control_client import ControlClient, ControlRefused

Server = Annotated[str, cyclopts.Parameter(name="--server", env_var="HOLDALL_SERVER")]
"""The address of the server."""
LOCAL = "http://127.0.0.1:8880"

app = cyclopts.App(name="control")
snapshot = cyclopts.App(name="snapshot", help="Snapshots: everything under a name, to come back to.")
clock = cyclopts.App(name="clock", help="The server's clock.")
faults = cyclopts.App(name="faults", help="Faults: requests that are delayed, refused or cut off.")
for group in (snapshot, clock, faults):
    app.command(group)


@app.command
def reset(*, seed: str | None = None, server: Server = LOCAL) -> None:
    """Delete everything but snapshots, clear faults and set the clock right.

    Parameters
    ----------
    seed
        A seed to apply then: the name of one that comes with Holdall, or a YAML file that the server reads.
    server
        The address of the server.
    """
    _show(_call(server, "POST", "/reset", {"seed": seed}))


@app.command(name="seed")
def plant(name_or_file: str, *, server: Server = LOCAL) -> None:
    """Apply a seed; what is there already stays. Prints ids, secrets and tokens as JSON.

    Parameters
    ----------
    name_or_file
        The name of a seed that comes with Holdall (demo, conformance, empty), or a YAML file.
    server
        The address of the server.
    """
    file = Path(name_or_file)
    if not file.suffix:
        _show(_call(server, "POST", f"/seed/{name_or_file}"))
        return
    try:
        document = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        refuse(f"{file} cannot be read: {error}")
    _show(_call(server, "POST", "/seed", document))


@app.command
def mail(*, server: Server = LOCAL) -> None:
    """Print the mail that the server would send or has sent, the latest first.

    Parameters
    ----------
    server
        The address of the server.
    """
    _show(_call(server, "GET", "/inbox"))


@app.command(name="webhook-deliveries")
def webhook_deliveries(*, server: Server = LOCAL) -> None:
    """Print what webhooks were or will be told, the latest first.

    Parameters
    ----------
    server
        The address of the server.
    """
    _show(_call(server, "GET", "/webhook-deliveries"))


@snapshot.command(name="take")
def take_snapshot(name: str, *, server: Server = LOCAL) -> None:
    """Take a snapshot, in place of an older one of that name.

    Parameters
    ----------
    name
        Letters, digits, dots, dashes and underscores.
    server
        The address of the server.
    """
    _call(server, "PUT", f"/snapshots/{name}")


@snapshot.command(name="restore")
def restore_snapshot(name: str, *, server: Server = LOCAL) -> None:
    """Put everything back to where it was when the snapshot was taken.

    Parameters
    ----------
    name
        The snapshot.
    server
        The address of the server.
    """
    _call(server, "POST", f"/snapshots/{name}/restore")


@snapshot.command(name="list")
def list_snapshots(*, server: Server = LOCAL) -> None:
    """Print the snapshots there are, the oldest first.

    Parameters
    ----------
    server
        The address of the server.
    """
    _show(_call(server, "GET", "/snapshots"))


@snapshot.command(name="delete")
def delete_snapshot(name: str, *, server: Server = LOCAL) -> None:
    """Forget a snapshot.

    Parameters
    ----------
    name
        The snapshot.
    server
        The address of the server.
    """
    _call(server, "DELETE", f"/snapshots/{name}")


@clock.command(name="show")
def show_clock(*, server: Server = LOCAL) -> None:
    """Print the server's time, and by how many seconds it is ahead of the real one.

    Parameters
    ----------
    server
        The address of the server.
    """
    _show(_call(server, "GET", "/clock"))


@clock.command(name="set")
def set_clock(now: str, *, server: Server = LOCAL) -> None:
    """Let it be another time; it goes on from there.

    Parameters
    ----------
    now
        A date and time such as 2031-02-03T04:05:06Z, or `real` for the real one.
    server
        The address of the server.
    """
    _show(_call(server, "DELETE", "/clock") if now == "real" else _call(server, "PUT", "/clock", {"now": now}))


@clock.command(name="advance")
def advance_clock(
    *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0, server: Server = LOCAL
) -> None:
    """Move the clock.

    Parameters
    ----------
    days
        Negative moves it back.
    hours
        Negative moves it back.
    minutes
        Negative moves it back.
    seconds
        Negative moves it back.
    server
        The address of the server.
    """
    parts = {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds}
    _show(_call(server, "POST", "/clock/advance", parts))


@faults.command(name="add")
def add_fault(
    operation: str = "*",
    *,
    status: int | None = None,
    delay_ms: int = 0,
    cut: Literal["before", "middle"] | None = None,
    count: int | None = None,
    skip: int = 0,
    retry_after: int | None = None,
    server: Server = LOCAL,
) -> None:
    """Let requests of an operation fail, wait or be cut off.

    Parameters
    ----------
    operation
        An operation's id, or a pattern such as 'get_files_*'.
    status
        Answer this status in place of the operation.
    delay_ms
        Wait so many milliseconds first.
    cut
        Close the connection without an answer, or in the middle of its body.
    count
        How many requests it meets; without it, all until it is cleared.
    skip
        How many requests go through before it begins.
    retry_after
        Seconds in a Retry-After header.
    server
        The address of the server.
    """
    fault = {"operation": operation, "delay_ms": delay_ms, "skip": skip}
    optional = {"status": status, "cut": cut, "count": count, "retry_after": retry_after}
    fault |= {name: value for name, value in optional.items() if value is not None}
    _show(_call(server, "POST", "/faults", fault))


@faults.command(name="list")
def list_faults(*, server: Server = LOCAL) -> None:
    """Print the faults that may still happen.

    Parameters
    ----------
    server
        The address of the server.
    """
    _show(_call(server, "GET", "/faults"))


@faults.command(name="clear")
def clear_faults(fault_id: int | None = None, *, server: Server = LOCAL) -> None:
    """Clear a fault, or all of them.

    Parameters
    ----------
    fault_id
        The number of the fault; without it, every one is cleared.
    server
        The address of the server.
    """
    _call(server, "DELETE", "/faults" if fault_id is None else f"/faults/{fault_id}")


def _call(server: str, method: str, path: str, body: Any = None) -> Any:
    try:
        return ControlClient(server).call(method, path, body)
    except (ControlRefused, ValueError) as error:
        refuse(str(error))


def _show(answer: Any) -> None:
    print(msgspec.json.format(msgspec.json.encode(answer), indent=2).decode())
