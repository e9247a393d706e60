"""What is read from a list by the paths of items: rights, instead of those at the source, and values of metadata.

So content of a platform without people, such as a share, can be given to the people who had it there.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from holdall.migration.platforms.extras import Grant
from holdall.migration.platforms.platform import Account, Group


class ListedRight(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the list. `who` is an e-mail address, where it holds an @, or a name; `rights` are words of the API, or `role`
    is one of Box's.
    """

    path: str
    who: str
    type: Literal["account", "group"] = "account"
    rights: str = ""
    role: str = ""

    def grant(self) -> Grant:
        """The same as a platform would tell it."""
        address = f"{self.type}:{self.who.casefold()}"
        if self.type == "group":
            return Grant(address=address, group=Group(id="", name=self.who), role=self.role, rights=self.rights)
        whom = Account(id="", email=self.who) if "@" in self.who else Account(id="", name=self.who)
        return Grant(address=address, account=whom, role=self.role, rights=self.rights)


class ImportedRights:
    """The rights of a list by the paths that they are for; of several lines for one person and path the last counts."""

    def __init__(self, lines: Iterable[ListedRight]) -> None:
        found: dict[str, dict[str, Grant]] = {}
        for line in lines:
            grant = line.grant()
            found.setdefault(line.path.strip("/"), {})[grant.address] = grant
        self._by_path: Mapping[str, Mapping[str, Grant]] = found

    def of(self, path: str) -> Sequence[Grant]:
        """Who is to have rights to the item at a path below the job's source."""
        return list(self._by_path.get(path, {}).values())


class ImportedValues:
    """Values of metadata for one schema, as texts, by the paths that they are for."""

    def __init__(self, schema: str, by_path: Mapping[str, Mapping[str, str]]) -> None:
        self.schema = schema
        self._by_path = {path.strip("/"): values for path, values in by_path.items()}

    def of(self, path: str) -> Mapping[str, str]:
        """The values for the item at a path below the job's source; none where the list has none."""
        return self._by_path.get(path, {})
