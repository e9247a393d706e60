"""A platform whose listings tell the metadata of what is in a folder, for filters that look at it."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, cast

import msgspec

from .errors import Kind, PlatformError
from .extras import Traits
from .platform import Entry, Platform

_NOTHING = Traits()


def telling_metadata(platform: Platform) -> Platform:
    """The platform, at the cost of some more calls for each folder; raises PlatformError where it has no metadata."""
    if platform.extras is None or not platform.features.metadata:
        message = f"{platform.id} has no metadata, which a filter of the job looks at; leave filter_metadata out"
        raise PlatformError(Kind.UNSUPPORTED, message)
    return cast(Platform, _Telling(platform))


class _Telling:
    def __init__(self, real: Platform) -> None:
        self._real = real

    async def children(self, folder: Entry) -> AsyncIterator[Sequence[Entry]]:
        """What is in a folder, with its metadata; see Platform."""
        assert self._real.extras is not None
        told = await self._real.extras.survey(folder, metadata=True)
        async for page in self._real.children(folder):
            yield [
                msgspec.structs.replace(entry, metadata=told.get(entry.address, _NOTHING).metadata) for entry in page
            ]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)
