"""A token that somebody copied: it works until it ends, and nothing can renew it."""

from holdall.connector.exchange import Caller


class DeveloperToken:
    """A developer token of an app, or any other access token at hand."""

    def __init__(self, token: str) -> None:
        self._token = token

    @property
    def subject(self) -> str | None:
        """Nobody knows whose it is."""
        return None

    @property
    def token_at_hand(self) -> str | None:
        """The token: nothing has to be asked for it."""
        return self._token

    async def access_token(self, call: Caller) -> str:
        """The token."""
        return self._token

    async def renewed_token(self, call: Caller, refused: str) -> str | None:
        """None: there is no way to another."""
        return None
