"""The route table: a trie of path segments built from the contract and the pages, searched once per request."""

import re
from collections import defaultdict

from holdall.base.errors import BadRequest, MethodNotAllowed, NotFound
from holdall.box.binding import Binding
from holdall.box.context import Answer, Context
from holdall.box.operations import Handler, Page, all_pages, handler_of
from holdall.contract import FIRST_VERSION, Operation, find_operation, load_operations

# Where the hosts of Box are found on one server; the second form is what clients of upload.box.com send.
HOST_PREFIXES = {
    "api": ("/2.0", "/api/2.0"),
    "upload": ("/2.0", "/api/2.0"),
    "upload_session": ("/2.0", "/api/2.0"),
    "download": ("/2.0", "/api/2.0"),
    "api_root": ("", "/api"),
    "authorize": ("/api/oauth2", "/oauth2"),
}

_PARAMETER = re.compile(r"\{([^}]+)\}")


class Route:
    """A method on a path: the operations that share it (variants), and the function that serves them."""

    def __init__(
        self,
        name: str,
        operations: list[Operation],
        handler: Handler | None,
        names: tuple[str, ...],
        opened_by: Operation | None = None,
    ) -> None:
        self.operations = operations
        self.operation_id = operations[0].id if operations else None
        self.name = name
        """What logs and metrics call it: the operation's id, or the path of a page."""
        opening = operations[0] if operations else opened_by
        self.is_public = opening is None or opening.public
        self.opened_by = None if opening is None else opening.id
        """The operation whose scopes a token needs."""
        self.host = "" if opening is None else opening.host
        self.takes_token_in_query = opened_by is not None or any(
            parameter.name == "access_token" and parameter.location == "query"
            for operation in operations
            for parameter in operation.parameters
        )
        self.handler = handler
        self.names = names
        self.binding = Binding(handler, operations, names) if handler and operations else None
        self.status = _first_success(operations[0]) if operations else 200


class _Node:
    __slots__ = ("literals", "parameter", "patterns", "routes")

    def __init__(self) -> None:
        self.literals: dict[str, _Node] = {}
        self.patterns: list[tuple[re.Pattern[str], _Node]] = []
        self.parameter: _Node | None = None
        self.routes: dict[str, dict[str, Route]] = {}


class RouteTable:
    """Finds the route of a request."""

    def __init__(self) -> None:
        self._root = _Node()
        shared: dict[tuple[str, str, str, str], list[Operation]] = defaultdict(list)
        for operation in load_operations().values():
            shared[operation.host, operation.path, operation.method, operation.api_version].append(operation)
        for (host, path, method, version), operations in shared.items():
            handler = next((found for one in operations if (found := handler_of(one))), None)
            route = Route(operations[0].id, operations, handler, tuple(_PARAMETER.findall(path)))
            for prefix in HOST_PREFIXES[host]:
                self._insert(prefix + path, method, version, route)
        for page in all_pages():
            self.add(page)

    def add(self, page: Page) -> None:
        """Serve a page, in place of another one at its path."""
        opened_by = None if page.opened_by is None else find_operation(page.opened_by)
        route = Route(page.path, [], page.handler, tuple(_PARAMETER.findall(page.path)), opened_by)
        self._insert(page.path, page.method, FIRST_VERSION, route)

    def find(self, method: str, segments: list[str], version: str | None) -> tuple[Route, tuple[str, ...]]:
        """The route and the values in the path; raises NotFound, MethodNotAllowed or BadRequest for the version.

        HEAD goes where GET does, and OPTIONS, where it is no operation, answers what there is.
        """
        wanted = "GET" if method == "HEAD" else method
        found = _search(self._root, segments, 0, wanted) or _search(self._root, segments, 0, None)
        if found is None:
            raise NotFound(f"There is nothing at /{'/'.join(segments)}")
        node, values = found
        versions = node.routes.get(wanted)
        if versions is None:
            return _without_method(method, segments, sorted(node.routes)), ()
        if version is None:
            return versions.get(FIRST_VERSION) or versions[min(versions)], values
        if version not in versions:
            raise BadRequest(
                f"/{'/'.join(segments)} exists in API version {', '.join(sorted(versions))}, not in {version!r}",
                code="invalid_api_version",
            )
        return versions[version], values

    def _insert(self, path: str, method: str, version: str, route: Route) -> None:
        node = self._root
        for segment in path.strip("/").split("/"):
            node = _child(node, segment)
        if route.handler is not None or version not in node.routes.get(method, {}):
            node.routes.setdefault(method, {})[version] = route


def _without_method(method: str, segments: list[str], methods: list[str]) -> Route:
    allowed = ", ".join([*methods, "HEAD"] if "GET" in methods else methods)
    if method == "OPTIONS":
        answer = Answer(status=204, headers={"allow": allowed})

        async def tell(_context: Context) -> Answer:
            return answer

        return Route("options", [], tell, ())
    raise MethodNotAllowed(f"/{'/'.join(segments)} takes {allowed}, not {method}", headers={"allow": allowed})


def _child(node: _Node, segment: str) -> _Node:
    if not _PARAMETER.search(segment):
        return node.literals.setdefault(segment, _Node())
    if _PARAMETER.fullmatch(segment):
        node.parameter = node.parameter or _Node()
        return node.parameter
    parts = _PARAMETER.split(segment)
    pattern = re.compile("".join("(.+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)))
    for known, child in node.patterns:
        if known.pattern == pattern.pattern:
            return child
    node.patterns.append((pattern, child := _Node()))
    return child


def _search(node: _Node, segments: list[str], depth: int, method: str | None) -> tuple[_Node, tuple[str, ...]] | None:
    """The node that takes a method, or (None) any.

    Literal segments win over patterns, patterns over parameters; a dead end goes back to the next best.
    """
    if depth == len(segments):
        return (node, ()) if (node.routes if method is None else method in node.routes) else None
    segment = segments[depth]
    literal = node.literals.get(segment)
    if literal is not None and (found := _search(literal, segments, depth + 1, method)):
        return found
    for pattern, child in node.patterns:
        match = pattern.fullmatch(segment)
        if match and (found := _search(child, segments, depth + 1, method)):
            return found[0], match.groups() + found[1]
    if node.parameter is not None and segment and (found := _search(node.parameter, segments, depth + 1, method)):
        return found[0], (segment, *found[1])
    return None


def _first_success(operation: Operation) -> int:
    return next((int(status) for status in operation.responses if status.isdigit() and int(status) < 300), 200)
