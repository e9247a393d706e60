"""What links lead to, remembered for seconds: a player or a downloader asks for hundreds of ranges of one link."""

from collections import OrderedDict

from holdall.base.clock import SECOND, Clock
from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.base.keys import ServerKey
from holdall.box.delivery.labels import label
from holdall.box.delivery.plan import Representation
from holdall.box.delivery.preconditions import Validators
from holdall.box.delivery.tokens import Link, read_token
from holdall.content.items.versions import find_content
from holdall.storage import BlobMissing, Part, Pieces, Stores, read_parts

REMEMBERED = 5 * SECOND
MAX_REMEMBERED = 1000


class Target:
    """The content that a link leads to."""

    __slots__ = ("_parts", "_stores", "found_at", "link", "representation")

    def __init__(
        self, link: Link, representation: Representation, parts: list[Part], stores: Stores, found_at: int
    ) -> None:
        self.link = link
        self.representation = representation
        self.found_at = found_at
        self._parts = parts
        self._stores = stores

    async def read(self, offset: int, length: int) -> Pieces:
        """The `length` bytes from `offset` on; raises StoreError."""
        if len(self._parts) == 1:
            part = self._parts[0]
            return await self._stores[part.store].read(part.key, offset, length)
        return await read_parts(self._stores, self._parts, offset, length)


class Targets:
    """Finds the targets of links."""

    def __init__(self, key: ServerKey, clock: Clock, stores: Stores) -> None:
        self._key = key
        self._clock = clock
        self._stores = stores
        self._remembered: OrderedDict[str, Target] = OrderedDict()

    async def find(self, reader: Reader, token: str) -> Target:
        """The target of the link with this token. Raises NotFound and Gone, also where its content is gone."""
        now = self._clock.now()
        target = self._remembered.get(token)
        if target is None or not 0 <= now - target.found_at < REMEMBERED:
            target = await self._find(reader, token, now)
            self._remembered[token] = target
            if len(self._remembered) > MAX_REMEMBERED:
                self._remembered.popitem(last=False)
        target.link.require_live(now)
        return target

    def forget(self, token: str) -> None:
        """Look the target of this link up again next time."""
        self._remembered.pop(token, None)

    async def _find(self, reader: Reader, token: str, now: int) -> Target:
        link = read_token(self._key, token)
        link.require_live(now)
        content = await find_content(reader, link.version_id)
        if content is None:
            raise NotFound("The content that this link led to is not there any more")
        try:
            parts = await content.parts(reader)
        except BlobMissing:
            raise NotFound("The content that this link led to is not there any more") from None
        validators = Validators(f'"{content.sha1}"', content.created_at)
        representation = Representation(content.size, validators, label(content.name, inline=link.inline))
        return Target(link, representation, parts, self._stores, now)
