"""The client credentials grant: an app signs in as its service account or as a user of its enterprise."""

from holdall.connector.exchange import Caller
from holdall.connector.sign_in.tokens import RenewingSignIn, Token, TokenStore, grant


class ClientCredentials(RenewingSignIn):
    """Signs in as the service account of an enterprise (`enterprise_id`) or as a user (`user_id`).

    Raises ValueError unless exactly one of the two is given.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        enterprise_id: str | None = None,
        user_id: str | None = None,
        store: TokenStore | None = None,
    ) -> None:
        if (enterprise_id is None) == (user_id is None):
            raise ValueError("give enterprise_id or user_id, and not both")
        super().__init__(store)
        self.client_id = client_id
        self.client_secret = client_secret
        self._user_id = user_id
        self._subject = ("user", user_id) if user_id is not None else ("enterprise", enterprise_id)

    @property
    def subject(self) -> str | None:
        """The user; None for the service account."""
        return self._user_id

    async def _obtain(self, call: Caller, old: Token | None) -> Token:
        kind, identifier = self._subject
        fields = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "box_subject_type": kind,
            "box_subject_id": identifier,
        }
        return await grant(call, "post_oauth2_token", fields, self._clock)
