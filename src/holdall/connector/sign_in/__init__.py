"""Every way to an access token, each a small class with the same two verbs: give a token, and give another one.

Nothing here sends by itself: grants are calls of the contract's own authorization operations.
"""

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
