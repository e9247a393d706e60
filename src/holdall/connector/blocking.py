"""The client for programs without an event loop: the same code, waited for.

A call whose body is in memory runs in the thread that makes it; what streams a body, lists or does several things at a
time runs on the process's portal thread. Each of the two has its connections, and both share limits and tokens.
"""

import weakref
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import TracebackType
from typing import Any, Self

from holdall.connector.box import Box
from holdall.connector.content import BlockingContent, Content
from holdall.connector.generated.faces import BlockingTags
from holdall.connector.hosts import Hosts
from holdall.connector.near import Nearby
from holdall.connector.payload import is_at_hand
from holdall.connector.portal import HERE, Runner, portal
from holdall.connector.recipes.blocking_face import BlockingRecipes
from holdall.connector.request import Request
from holdall.connector.sign_in.tokens import Token
from holdall.connector.signature import find

_CLOSING_SECONDS = 5.0


class BlockingBox(BlockingTags, BlockingRecipes):
    """A client whose calls return when they are answered; takes what `Box` takes.

    It closes itself when it is no longer used; its views (`as_user`, `with_options`) keep it.
    """

    _whole: "BlockingBox | None" = None
    """What a view is of: it must live as long."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._box = Box(*arguments, **options)
        self._nearby = Nearby(self._box)
        # A script need not close its client: that happens when nobody uses it any more, or at the end of the program.
        weakref.finalize(self, _close, self._box, self._nearby)

    @classmethod
    def over(cls, box: Box) -> Self:
        """The blocking face of a client, whose loop from now on is the portal's."""
        face = object.__new__(cls)
        face._box = box
        face._nearby = Nearby(box)
        return face

    def _view(self, box: Box) -> Self:
        view = self.over(box)
        view._whole = self
        view._nearby = self._nearby
        return view

    @cached_property
    def _near(self) -> Box | None:
        """The client for what needs no loop; None where everything does."""
        return self._nearby.client(self._box)

    @property
    def hosts(self) -> Hosts:
        """Where the operations live."""
        return self._box.hosts

    def call(self, operation: str, /, **arguments: Any) -> Any:
        """Call an operation by its id or its title; see `Box.call`."""
        return self.call_with(operation, arguments)

    def call_with(self, operation: str, arguments: Mapping[str, Any]) -> Any:
        """As `call`, with the arguments in a mapping."""
        found = find(operation)
        request = self._box.render(found, **arguments)
        near = self._near if is_at_hand(request.body) else None
        runner: Runner = portal() if near is None else HERE
        value = runner.run((near or self._box).carry(found, request))
        return BlockingContent(value, runner) if isinstance(value, Content) else value

    def render(self, operation: str, /, **arguments: Any) -> Request:
        """The request that a call would send, without sending it and without a token."""
        return self._box.render(operation, **arguments)

    def as_user(self, user_id: str) -> Self:
        """The same client acting as another user; it is closed with this one."""
        return self._view(self._box.as_user(user_id))

    def with_options(self, *, headers: Mapping[str, str] | None = None, timeout: float | None = None) -> Self:
        """The same client with further headers on every call, or a time limit in seconds for each whole call."""
        return self._view(self._box.with_options(headers=headers, timeout=timeout))

    def downscope(self, scopes: Sequence[str], *, resource: str | None = None, shared_link: str | None = None) -> Token:
        """A weaker token of this sign-in; see `Box.downscope`."""
        return portal().run(self._box.downscope(scopes, resource=resource, shared_link=shared_link))

    def sign_out(self) -> None:
        """End the current token at the server and forget it."""
        portal().run(self._box.sign_out())

    def close(self) -> None:
        """Close all connections."""
        self._nearby.close()
        if self._box.is_open:
            portal().run(self._box.close())

    def __enter__(self) -> Self:
        """The client itself, closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def _close(box: Box, nearby: Nearby) -> None:
    nearby.close()
    if box.is_open:
        portal().finish(box.close(), _CLOSING_SECONDS)
