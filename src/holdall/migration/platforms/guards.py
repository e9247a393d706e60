"""What stands before a connection's platform: a read-only mode that no write gets past, and pools of equal connections.

Both hand everything else on, so that a platform's new abilities need nothing here but a word in one of two lists.
"""

import itertools
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from .errors import Kind, PlatformError
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
        "versions",
    }
)
"""What of a platform changes nothing."""

WRITES = frozenset({"create_file", "create_folder", "create_link", "delete", "move", "replace"})
"""What of a platform changes what is there."""


def read_only(platform: Platform, name: str) -> Platform:
    """The platform, where every write is refused (FORBIDDEN) and says that the connection `name` is in read-only mode."""
    return cast(Platform, _ReadOnly(platform, name))


def pooled(platforms: Sequence[Platform]) -> Platform:
    """Platforms that show the same content, one after the other for each call; raises ValueError for none."""
    if not platforms:
        raise ValueError("a pool has platforms")
    return cast(Platform, _Pool(platforms)) if len(platforms) > 1 else platforms[0]


class _ReadOnly:
    """Knows what may be read and refuses the rest, so that what nobody has thought of is refused too."""

    def __init__(self, real: Platform, name: str) -> None:
        self._real = real
        self._name = name

    def as_account(self, account: Account) -> Platform:
        """The same for another account; see Platform."""
        return read_only(self._real.as_account(account), self._name)

    def __getattr__(self, attribute: str) -> Any:
        if attribute in READS:
            return getattr(self._real, attribute)
        if attribute in WRITES:
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
