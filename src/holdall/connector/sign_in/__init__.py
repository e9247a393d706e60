"""Every way to an access token, each a small class with the same two verbs: give a token, and give another one.

Nothing here sends by itself: grants are calls of the contract's own authorization operations.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdall.connector.sign_in.client_credentials import ClientCredentials
    from holdall.connector.sign_in.developer import DeveloperToken
    from holdall.connector.sign_in.jwt import AppSettings, ServerJwt
    from holdall.connector.sign_in.oauth import AuthorizationRequest, OAuthApp, UserOAuth
    from holdall.connector.sign_in.tokens import MemoryStore, Token, TokenStore

__all__ = [
    "AppSettings",
    "AuthorizationRequest",
    "ClientCredentials",
    "DeveloperToken",
    "MemoryStore",
    "OAuthApp",
    "ServerJwt",
    "Token",
    "TokenStore",
    "UserOAuth",
]

_MODULES = {
    "AppSettings": "jwt",
    "AuthorizationRequest": "oauth",
    "ClientCredentials": "client_credentials",
    "DeveloperToken": "developer",
    "MemoryStore": "tokens",
    "OAuthApp": "oauth",
    "ServerJwt": "jwt",
    "Token": "tokens",
    "TokenStore": "tokens",
    "UserOAuth": "oauth",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Load a way to sign in when it is first named: an import of the connector stays quick."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
