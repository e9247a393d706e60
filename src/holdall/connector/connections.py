"""Named connections: where to call and as whom, kept for the shell, agents and file systems; secrets lie elsewhere.

The file holds no secret: tokens and client secrets are in the keyring or the encrypted store of sign_in/stores.py.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from holdall.connector.box import Box, Settings
from holdall.connector.errors import BoxError, Kind
from holdall.connector.exchange import SignIn
from holdall.connector.hosts import Hosts
from holdall.connector.render import RenderSettings
from holdall.connector.sign_in.client_credentials import ClientCredentials
from holdall.connector.sign_in.developer import DeveloperToken
from holdall.connector.sign_in.jwt import AppSettings, ServerJwt
from holdall.connector.sign_in.oauth import OAuthApp, UserOAuth
from holdall.connector.sign_in.stores import configuration_directory, default_store
from holdall.connector.sign_in.tokens import Token, TokenStore

ConnectionKind = Literal["token", "oauth", "jwt", "ccg"]

_NEVER = 253_402_300_799.0
"""The end of the year 9999: a secret does not expire by itself."""

_HOW_TO = (
    "no connection: set HOLDALL_TOKEN (and HOLDALL_URL for a server of your own), "
    "or make one with `holdall connect token`, `connect box`, `connect jwt` or `connect ccg`"
)


class Connection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where to call and how to sign in. `base_url` None is Box itself; `settings_file` is Box's app settings JSON."""

    kind: ConnectionKind
    base_url: str | None = None
    client_id: str | None = None
    redirect_uri: str | None = None
    enterprise_id: str | None = None
    user_id: str | None = None
    settings_file: str | None = None
    as_user: str | None = None

    @property
    def hosts(self) -> Hosts:
        """Where the operations live; raises ValueError for an address that can not be."""
        return Hosts.at(self.base_url) if self.base_url else Hosts()


class _File(msgspec.Struct):
    current: str | None = None
    connections: dict[str, Connection] = {}


class Connections:
    """The connections of a user, in a file of the configuration directory (HOLDALL_CONFIG names another)."""

    def __init__(self, directory: Path | None = None, environment: Mapping[str, str] = os.environ) -> None:
        named = environment.get("HOLDALL_CONFIG")
        self.directory = directory or (Path(named) if named else configuration_directory())
        self._given = named is not None or directory is not None
        self._path = self.directory / "connections.json"

    @property
    def current(self) -> str | None:
        """The name of the connection that is used where none is named."""
        return self._read().current

    def all(self) -> dict[str, Connection]:
        """Every connection by name; raises ValueError where the file is damaged."""
        return self._read().connections

    def get(self, name: str) -> Connection:
        """The connection with this name; raises BoxError (UNAUTHORIZED) that names those there are."""
        connections = self.all()
        if name not in connections:
            known = f"there are {', '.join(connections)}" if connections else "there is none yet"
            raise BoxError(Kind.UNAUTHORIZED, f"no connection is called {name} ({known})")
        return connections[name]

    def add(self, name: str, connection: Connection) -> None:
        """Keep a connection under this name, instead of one that had it, and use it from now on."""
        file = self._read()
        file.connections[name] = connection
        file.current = name
        self._write(file)

    def use(self, name: str) -> None:
        """Use this connection where none is named; raises BoxError for an unknown one."""
        self.get(name)
        file = self._read()
        file.current = name
        self._write(file)

    def remove(self, name: str) -> None:
        """Forget a connection with its token and secret; raises BoxError for an unknown one."""
        self.get(name)
        file = self._read()
        del file.connections[name]
        if file.current == name:
            file.current = next(iter(file.connections), None)
        self._write(file)
        self.tokens(name).clear()
        self._secrets(name).clear()

    @contextmanager
    def changing(self, name: str) -> Iterator[None]:
        """Make a connection anew in the block; what was kept under its name comes back where the block fails."""
        file, token, secret = self._read(), self.tokens(name).load(), self._secrets(name).load()
        self.tokens(name).clear()
        self._secrets(name).clear()
        try:
            yield
        except BaseException:
            self._write(file)
            for store, kept in ((self.tokens(name), token), (self._secrets(name), secret)):
                if kept is None:
                    store.clear()
                else:
                    store.save(kept)
            raise

    def keep_token(self, name: str, token: str) -> None:
        """Keep an access token that nothing can renew."""
        self.tokens(name).save(Token(token, _NEVER))

    def tokens(self, name: str) -> TokenStore:
        """Where the tokens of a connection are kept."""
        return default_store(name, self.directory if self._given else None)

    def keep_secret(self, name: str, secret: str) -> None:
        """Keep the client secret of a connection."""
        self._secrets(name).save(Token(secret, _NEVER))

    def sign_in(self, name: str) -> SignIn:
        """The connection's way to tokens; raises BoxError or ValueError where something for it is missing."""
        return self.sign_in_with(name, self.get(name))

    def sign_in_with(self, name: str, connection: Connection) -> SignIn:
        """The way to tokens of a connection that is not kept yet, whose secrets are."""
        store = self.tokens(name)
        if connection.kind == "token":
            token = store.load()
            if token is None:
                raise BoxError(Kind.UNAUTHORIZED, f"the token of {name} is gone: holdall connect token")
            return DeveloperToken(token.access_token)
        if connection.kind == "jwt":
            settings = AppSettings.load(Path(connection.settings_file or ""))
            return ServerJwt(settings, user_id=connection.user_id, store=store)
        client_id, secret = connection.client_id or "", self._secret(name)
        if connection.kind == "oauth":
            return UserOAuth(OAuthApp(client_id, secret, connection.redirect_uri), store)
        return ClientCredentials(
            client_id,
            secret or "",
            enterprise_id=connection.enterprise_id if connection.user_id is None else None,
            user_id=connection.user_id,
            store=store,
        )

    def _secret(self, name: str) -> str | None:
        kept = self._secrets(name).load()
        return kept.access_token if kept else None

    def _secrets(self, name: str) -> TokenStore:
        return default_store(f"{name}.secret", self.directory if self._given else None)

    def _read(self) -> _File:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=_File)
        except FileNotFoundError:
            return _File()
        except msgspec.DecodeError as error:
            raise ValueError(f"{self._path} is damaged: {error}") from None

    def _write(self, file: _File) -> None:
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n")
        draft.replace(self._path)


def open_box(
    name: str | None = None,
    *,
    environment: Mapping[str, str] = os.environ,
    settings: Settings = Settings(),  # noqa: B008
) -> Box:
    """A client for the named connection, else for the environment, else for the connection that is in use.

    The environment is HOLDALL_TOKEN or HOLDALL_APP_SETTINGS (a file), with HOLDALL_URL for another server than Box.
    Raises BoxError (UNAUTHORIZED) where there is no way to sign in, and ValueError for settings that can not be.
    """
    connections = Connections(environment=environment)
    if name is None and (found := _sign_in_of(environment)) is not None:
        hosts = rendering_of(environment=environment).hosts
        return Box(found, settings=msgspec.structs.replace(settings, hosts=hosts))
    name = name or environment.get("HOLDALL_CONNECTION") or connections.current
    if name is None:
        raise BoxError(Kind.UNAUTHORIZED, _HOW_TO)
    connection = connections.get(name)
    box = Box(connections.sign_in(name), settings=msgspec.structs.replace(settings, hosts=connection.hosts))
    return box.as_user(connection.as_user) if connection.as_user else box


def rendering_of(name: str | None = None, *, environment: Mapping[str, str] = os.environ) -> RenderSettings:
    """How a client of `open_box` would write its requests, without signing in; for Box itself where nothing is set up.

    Raises BoxError for an unknown name and ValueError for an address that can not be.
    """
    if name is None and ("HOLDALL_URL" in environment or _has_sign_in(environment)):
        return RenderSettings(_hosts_of(environment))
    connections = Connections(environment=environment)
    name = name or environment.get("HOLDALL_CONNECTION") or connections.current
    if name is None:
        return RenderSettings()
    connection = connections.get(name)
    return RenderSettings(connection.hosts, connection.as_user)


def _hosts_of(environment: Mapping[str, str]) -> Hosts:
    """Where HOLDALL_URL leads; Box itself without it. An empty one is a mistake: a token would go to Box."""
    url = environment.get("HOLDALL_URL")
    if url == "":
        raise ValueError("HOLDALL_URL is empty: set the server's address, or unset it for Box itself")
    return Hosts.at(url) if url else Hosts()


def _has_sign_in(environment: Mapping[str, str]) -> bool:
    return bool(environment.get("HOLDALL_TOKEN") or environment.get("HOLDALL_APP_SETTINGS"))


def _sign_in_of(environment: Mapping[str, str]) -> SignIn | None:
    if token := environment.get("HOLDALL_TOKEN"):
        return DeveloperToken(token)
    if file := environment.get("HOLDALL_APP_SETTINGS"):
        return ServerJwt(AppSettings.load(Path(file)), user_id=environment.get("HOLDALL_USER_ID"))
    return None
