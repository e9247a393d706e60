"""Where tokens outlive the process: the keyring of the operating system, or an encrypted file.

A file alone tells nothing: its key lies beside it under another name, or is a passphrase that is stored nowhere.
"""

import contextlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from holdall.connector.errors import BoxError, Kind
from holdall.connector.sign_in.tokens import Token, TokenStore

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

SERVICE = "holdall"
"""Under which service a keyring lists the tokens."""

PASSPHRASE_VARIABLE = "HOLDALL_PASSPHRASE"  # noqa: S105 (a name, no secret)
"""The environment variable whose passphrase, if it is set, encrypts token files instead of the key file."""

_SALT_BYTES = 16


class KeyringStore:
    """Keeps the token of one sign-in, by its name, in the operating system's keyring.

    Raises BoxError (UNAUTHORIZED) where the keyring refuses.
    """

    def __init__(self, name: str, service: str = SERVICE) -> None:
        self._name = name
        self._service = service

    def load(self) -> Token | None:
        """The token that is kept, if any."""
        import keyring

        with _refusals():
            text = keyring.get_password(self._service, self._name)
        return _decode(text.encode()) if text else None

    def save(self, token: Token) -> None:
        """Keep this token instead."""
        import keyring

        with _refusals():
            keyring.set_password(self._service, self._name, msgspec.json.encode(token).decode())

    def clear(self) -> None:
        """Keep none; clearing twice is no error."""
        import keyring
        import keyring.errors

        with _refusals(), contextlib.suppress(keyring.errors.PasswordDeleteError):
            keyring.delete_password(self._service, self._name)


class EncryptedFileStore:
    """Keeps the token of one sign-in in a file that only its owner may read, encrypted and authenticated.

    The key comes from `passphrase` (scrypt), else from a key file that is made beside it. A file that does not open
    with the key counts as none, so that a new sign-in replaces it.
    """

    def __init__(self, path: Path, *, passphrase: str | None = None) -> None:
        self._path = path
        self._passphrase = passphrase

    def load(self) -> Token | None:
        """The token that is kept, if any."""
        from cryptography.fernet import InvalidToken

        try:
            content = self._path.read_bytes()
            salt, sealed = content[:_SALT_BYTES], content[_SALT_BYTES:]
            return _decode(self._cipher(salt).decrypt(sealed))
        except (FileNotFoundError, InvalidToken):
            return None

    def save(self, token: Token) -> None:
        """Keep this token instead; the file is replaced as a whole."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        salt = os.urandom(_SALT_BYTES)
        sealed = self._cipher(salt).encrypt(msgspec.json.encode(token))
        _private_file(self._path, salt + sealed).replace(self._path)

    def clear(self) -> None:
        """Keep none; clearing twice is no error."""
        self._path.unlink(missing_ok=True)

    def _cipher(self, salt: bytes) -> "Fernet":
        import base64

        from cryptography.fernet import Fernet
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        if self._passphrase is not None:
            key = Scrypt(salt=salt, length=32, n=2**14, r=8, p=1).derive(self._passphrase.encode())
        else:
            key = HKDF(SHA256(), length=32, salt=salt, info=b"holdall token").derive(self._key_file())
        return Fernet(base64.urlsafe_b64encode(key))

    def _key_file(self) -> bytes:
        """The random key of this folder; of two processes that make it at once, both use the first."""
        path = self._path.with_name("key")
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            made = _private_file(path, os.urandom(32))
            with contextlib.suppress(FileExistsError):
                path.hardlink_to(made)
            made.unlink()
        return path.read_bytes()


def default_store(name: str, directory: Path | None = None) -> TokenStore:
    """The store for a named sign-in: the keyring where there is one that works, else an encrypted file.

    `directory` is the user's configuration directory for Holdall unless it is given.
    """
    if _has_keyring():
        return KeyringStore(name)
    folder = directory or configuration_directory()
    file = folder / "tokens" / (re.sub(r"[^A-Za-z0-9_.@-]", "_", name) + ".token")
    return EncryptedFileStore(file, passphrase=os.environ.get(PASSPHRASE_VARIABLE))


def configuration_directory() -> Path:
    """Where this user's settings of Holdall are, by the habit of the operating system."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming")) / "holdall"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "holdall"
    return Path(os.environ.get("XDG_CONFIG_HOME", Path.home() / ".config")) / "holdall"


def _has_keyring() -> bool:
    try:
        import keyring
        import keyring.backends.fail
    except ImportError:
        return False
    backend = keyring.get_keyring()
    return not isinstance(backend, keyring.backends.fail.Keyring) and backend.priority >= 1


def _decode(text: bytes) -> Token | None:
    try:
        return msgspec.json.decode(text, type=Token)
    except msgspec.DecodeError:
        return None


def _private_file(beside: Path, content: bytes) -> Path:
    """A new file that nobody else may ever read, wholly written."""
    descriptor, name = tempfile.mkstemp(dir=beside.parent, prefix=beside.name)  # mkstemp makes it 0600
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    import keyring.errors

    try:
        yield
    except keyring.errors.KeyringError as error:
        raise BoxError(Kind.UNAUTHORIZED, f"the keyring refuses: {error}") from error
