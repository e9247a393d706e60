"""What an agent may call: read-only mode, and patterns that allow and deny. A denial always wins.

Signing in is never an agent's business: its operations answer secrets.
"""

from fnmatch import fnmatchcase

import msgspec

from holdall.connector.describe import effect
from holdall.contract import Operation

_NEVER = "authorization"
_KINDS = ("operation", "tag", "method", "effect")


class Policy(msgspec.Struct, frozen=True):
    """Patterns are `tag:webhooks`, `method:DELETE`, `effect:deletes` or an operation's id, each with * and ?.

    Without `allow`, everything is allowed that is not denied.
    """

    read_only: bool = False
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError for a pattern that can not match anything."""
        for pattern in (*self.allow, *self.deny):
            kind, colon, _ = pattern.partition(":")
            if colon and kind not in _KINDS and not any(sign in pattern for sign in "*?"):
                raise ValueError(f"a pattern begins with {', '.join(_KINDS)} and a colon, not {kind}:")

    def refusal(self, operation: Operation) -> str | None:
        """Why the operation may not be called; None where it may."""
        if operation.tag == _NEVER:
            return "signing in is done by the person who set up the connection"
        if self.read_only and effect(operation) != "reads":
            return "this server is read-only"
        for pattern in self.deny:
            if _matches(pattern, operation):
                return f"the policy denies {pattern}"
        if self.allow and not any(_matches(pattern, operation) for pattern in self.allow):
            return "the policy does not allow it"
        return None


def _matches(pattern: str, operation: Operation) -> bool:
    kind, colon, rest = pattern.partition(":")
    if not colon or kind not in _KINDS:
        kind, rest = "operation", pattern
    values = {
        "operation": operation.id,
        "tag": operation.tag,
        "method": operation.method,
        "effect": effect(operation),
    }
    return fnmatchcase(values[kind].lower(), rest.lower())
