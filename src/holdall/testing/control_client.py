"""A client of a server's control plane, with nothing but the standard library and msgspec."""

import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

TIMEOUT_SECONDS = 120


class ControlRefused(Exception):
    """The control plane refused, or there is none; the message says why."""


class ControlClient:
    """Speaks with the control plane of the server at `base_url`."""

    def __init__(self, base_url: str) -> None:
        if urlsplit(base_url).scheme not in {"http", "https"}:
            raise ValueError(f"{base_url!r} is no http address")
        self.base_url = base_url.rstrip("/")

    def reset(self, seed: str | None = None) -> Any:
        """Delete everything but snapshots; then apply a seed, if one is named."""
        return self.call("POST", "/reset", {"seed": seed})

    def seed(self, document: Any) -> Any:
        """Apply a seed, as YAML text or as a dict; answers ids, secrets and tokens."""
        return self.call("POST", "/seed", document)

    def take_snapshot(self, name: str) -> None:
        """Take a snapshot under this name."""
        self.call("PUT", f"/snapshots/{quote(name, safe='')}")

    def restore_snapshot(self, name: str) -> None:
        """Put everything back to where it was when the snapshot was taken."""
        self.call("POST", f"/snapshots/{quote(name, safe='')}/restore")

    def delete_snapshot(self, name: str) -> None:
        """Forget a snapshot."""
        self.call("DELETE", f"/snapshots/{quote(name, safe='')}")

    def advance_clock(self, **parts: float) -> None:
        """Move the clock by days, hours, minutes and seconds."""
        self.call("POST", "/clock/advance", parts)

    def inject_fault(self, operation: str = "*", **fault: Any) -> Any:
        """Let requests of an operation be delayed, refused or cut off; answers the fault with its id."""
        return self.call("POST", "/faults", {"operation": operation, **fault})

    def clear_faults(self) -> None:
        """Clear every fault."""
        self.call("DELETE", "/faults")

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Call a verb below /_control and answer its JSON; raises ControlRefused."""
        data = body.encode() if isinstance(body, str) else None if body is None else msgspec.json.encode(body)
        request = urllib.request.Request(f"{self.base_url}/_control{path}", data=data, method=method)  # noqa: S310
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                raw = response.read()
        except urllib.error.HTTPError as error:
            raise ControlRefused(self._explain(error.code, error.read())) from None
        except urllib.error.URLError as error:
            raise ControlRefused(f"no server answers at {self.base_url}: {error.reason}") from None
        return msgspec.json.decode(raw) if raw else None

    def _explain(self, status: int, raw: bytes) -> str:
        try:
            message = str(msgspec.json.decode(raw)["message"])
        except (msgspec.DecodeError, KeyError, TypeError):
            message = f"status {status}"
        if message.startswith("There is nothing at /_control"):
            return f"the control plane of {self.base_url} is off: start the server with --dev"
        return message
