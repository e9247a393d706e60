"""The routes of the service: functions bound to a method and a path, found without regard to case or a trailing slash."""

import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

import msgspec

from holdall.base.errors import MethodNotAllowed, NotFound

Handler = Callable[..., Awaitable[Any]]
AnyHandler = TypeVar("AnyHandler", bound=Handler)
_IDENTIFIER = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


class Route(msgspec.Struct, frozen=True):
    """A method on a path below `/v1` (or of one that begins with a slash), and the function that serves it.

    `permission` is what a role of the caller must have; without one, whoever is signed in may, and `is_public` is for
    everybody.
    """

    method: str
    path: str
    handler: Handler
    permission: str | None
    is_public: bool

    @property
    def name(self) -> str:
        """What logs and metrics call it."""
        return f"{self.method} {self.full_path}"

    @property
    def full_path(self) -> str:
        """The path from the root of the server."""
        return self.path if self.path.startswith("/") else f"/v1/{self.path}"

    @property
    def segments(self) -> tuple[str, ...]:
        """The parts of the path; parameters are in braces."""
        return tuple(self.full_path.strip("/").split("/"))


_routes: list[Route] = []


def route(
    method: str, path: str, *, permission: str | None = None, public: bool = False
) -> Callable[[AnyHandler], AnyHandler]:
    """Serve the function at a path below `/v1`, such as `connections/{id}`; a path from the root begins with a slash.

    The function takes the context and, by name, the parameters of the path. It answers One, Many, Counted, Raw or Csv
    (see envelopes), None for an empty answer, or a Starlette Response.
    """

    def bind(handler: AnyHandler) -> AnyHandler:
        _routes.append(Route(method, path, handler, permission, public))
        return handler

    return bind


@cache
def all_routes() -> tuple[Route, ...]:
    """Every route of the modules of this package, in the order of their paths; raises ValueError where two are the same."""
    package = importlib.import_module("holdall.migration.api")
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    found = sorted(_routes, key=lambda one: (one.full_path, one.method))
    for one, other in pairwise(found):
        if one.name == other.name:
            raise ValueError(f"{one.name} is served twice")
    return tuple(found)


class RouteTable:
    """Finds the route of a request."""

    def __init__(self) -> None:
        self._by_length: dict[int, list[tuple[tuple[str, ...], dict[str, Route]]]] = {}
        paths: dict[tuple[str, ...], dict[str, Route]] = defaultdict(dict)
        for one in all_routes():
            paths[tuple(part if part[0] == "{" else part.lower() for part in one.segments)][one.method] = one
        # Literal segments win over parameters, the first ones most.
        for segments in sorted(paths, key=lambda parts: [part[0] == "{" for part in parts]):
            self._by_length.setdefault(len(segments), []).append((segments, paths[segments]))

    def find(self, method: str, segments: list[str]) -> tuple[Route, dict[str, str]]:
        """The route and the values in its path; raises NotFound or MethodNotAllowed. HEAD goes where GET does."""
        wanted = "GET" if method == "HEAD" else method
        allowed: set[str] = set()
        for pattern, methods in self._by_length.get(len(segments), []):
            values = _match(pattern, segments)
            if values is not None:
                if wanted in methods:
                    return methods[wanted], values
                allowed |= methods.keys()
        path = "/".join(segments)
        if not allowed:
            raise NotFound(f"There is nothing at /{path}")
        taken = ", ".join(sorted(allowed))
        raise MethodNotAllowed(f"/{path} takes {taken}, not {method}", headers={"allow": taken})


def _match(pattern: tuple[str, ...], segments: list[str]) -> dict[str, str] | None:
    values: dict[str, str] = {}
    for expected, segment in zip(pattern, segments, strict=True):
        if expected[0] == "{":
            if not segment:
                return None
            lowered = segment.lower()
            values[expected[1:-1]] = lowered.replace("-", "") if _IDENTIFIER.fullmatch(lowered) else segment
        elif expected != segment.lower():
            return None
    return values
