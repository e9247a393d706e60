"""What stands before a connection's platform: a read-only mode that no write gets past, and pools of equal connections.

Both hand everything else on, so that a platform's new abilities need nothing here but a word in one of two lists.
"""

import itertools
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from .errors import Kind, PlatformError
from .extras import Extras
from .platform import Account, Platform

READS = frozenset(
    {
        "account",
        "accounts",
        "as_account",
        "child",
        "children",
        "close",
        "entry",
        "extras",
        "features",
        "find",
        "group",
        "groups",
        "id",
        "myself",
        "open",
        "root",
        "rules",
        "settle",
        "sha1",
        "versions",
    }
)
"""What of a platform changes nothing."""

WRITES = frozenset({"create_file", "create_folder", "create_link", "delete", "move", "replace", "restore", "revert"})
"""What of a platform changes what is there."""


EXTRAS_READS = frozenset({"comments", "grants", "metadata", "passed_on", "schemas", "survey", "traits"})
EXTRAS_WRITES = frozenset(
    {
        *("change_grant", "comment", "describe", "extend_schema", "grant", "lock", "make_owner", "make_schema"),
        *("pass_on", "remove_metadata", "revoke", "share", "stop_passing_on", "unlock", "write_metadata"),
    }
)
"""The same of what a platform has besides content."""


def read_only(platform: Platform, name: str) -> Platform:
    """The platform, where every write is refused (FORBIDDEN) and says that the connection `name` is in read-only mode."""
    return cast(Platform, _ReadOnly(platform, name))


def pooled(platforms: Sequence[Platform]) -> Platform:
    """Platforms that show the same content, one after the other for each call; raises ValueError for none."""
    if not platforms:
        raise ValueError("a pool has platforms")
    return cast(Platform, _Pool(platforms)) if len(platforms) > 1 else platforms[0]


class _Guard:
    """Knows what may be read and refuses the rest, so that what nobody has thought of is refused too."""

    def __init__(self, real: Any, name: str, reads: frozenset[str], writes: frozenset[str]) -> None:
        self._real = real
        self._name = name
        self._reads = reads
        self._writes = writes

    def __getattr__(self, attribute: str) -> Any:
        if attribute in self._reads:
            return getattr(self._real, attribute)
        if attribute in self._writes:
            return self._refusing(attribute)
        raise AttributeError(attribute)

    def _refusing(self, attribute: str) -> Callable[..., Awaitable[None]]:
        async def refuse(*_arguments: Any, **_more: Any) -> None:
            raise PlatformError(
                Kind.FORBIDDEN,
                f"the connection {self._name!r} is in read-only mode, so {attribute.replace('_', ' ')} is not done; "
                "set readonly to false on the connection, or use another one",
            )

        return refuse


class _ReadOnly(_Guard):
    def __init__(self, real: Platform, name: str) -> None:
        super().__init__(real, name, READS, WRITES)

    def as_account(self, account: Account) -> Platform:
        """The same for another account; see Platform."""
        return read_only(self._real.as_account(account), self._name)

    @property
    def extras(self) -> Extras | None:
        """The same for what there is besides content; see Platform."""
        real = self._real.extras
        return None if real is None else cast(Extras, _Guard(real, self._name, EXTRAS_READS, EXTRAS_WRITES))


class _Pool:
    def __init__(self, members: Sequence[Platform]) -> None:
        self._members = members
        self._turns = itertools.cycle(members)

    def as_account(self, account: Account) -> Platform:
        """Every member for another account; see Platform."""
        return pooled([member.as_account(account) for member in self._members])

    async def settle(self) -> None:
        """Every member; see Platform."""
        for member in self._members:
            await member.settle()

    async def close(self) -> None:
        """Every member; see Platform."""
        for member in self._members:
            await member.close()

    def __getattr__(self, attribute: str) -> Any:
        return getattr(next(self._turns), attribute)
