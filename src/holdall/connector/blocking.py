"""The client for programs without an event loop: the same code, waited for.

Its calls run on the process's portal thread and share connections there.
"""

import weakref
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from holdall.connector.box import Box
from holdall.connector.content import BlockingContent, Content
from holdall.connector.generated.faces import BlockingTags
from holdall.connector.hosts import Hosts
from holdall.connector.portal import portal
from holdall.connector.recipes.blocking_face import BlockingRecipes
from holdall.connector.request import Request
from holdall.connector.sign_in.tokens import Token

_CLOSING_SECONDS = 5.0


class BlockingBox(BlockingTags, BlockingRecipes):
    """A client whose calls return when they are answered; takes what `Box` takes.

    It closes itself when it is no longer used; its views (`as_user`, `with_options`) keep it.
    """

    _whole: "BlockingBox | None" = None
    """What a view is of: it must live as long."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._box = Box(*arguments, **options)
        # A script need not close its client: that happens when nobody uses it any more, or at the end of the program.
        weakref.finalize(self, _close, self._box)

    @classmethod
    def over(cls, box: Box) -> Self:
        """The blocking face of a client, whose loop from now on is the portal's."""
        face = object.__new__(cls)
        face._box = box
        return face

    def _view(self, box: Box) -> Self:
        view = self.over(box)
        view._whole = self
        return view

    @property
    def hosts(self) -> Hosts:
        """Where the operations live."""
        return self._box.hosts

    def call(self, operation: str, /, **arguments: Any) -> Any:
        """Call an operation by its id or its title; see `Box.call`."""
        return self.call_with(operation, arguments)

    def call_with(self, operation: str, arguments: Mapping[str, Any]) -> Any:
        """As `call`, with the arguments in a mapping."""
        value = portal().run(self._box.call_with(operation, arguments))
        return BlockingContent(value, portal()) if isinstance(value, Content) else value

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
        portal().run(self._box.close())

    def __enter__(self) -> Self:
        """The client itself, closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def _close(box: Box) -> None:
    if box.is_open:
        portal().finish(box.close(), _CLOSING_SECONDS)
