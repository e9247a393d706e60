"""Where tokens are kept: nobody else can read them, and what can not be read counts as none."""

import stat
from pathlib import Path
from typing import Any, cast

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.errors
import pytest

from holdall.connector import BoxError, Kind
from holdall.connector.sign_in import Token
from holdall.connector.sign_in.stores import EncryptedFileStore, KeyringStore, default_store

TOKEN = Token("access-secret", 1234.5, "refresh-secret", [{"scope": "item_preview"}])


NO_KEYRING = cast("Any", keyring.backends.fail.Keyring)
"""What the keyring library finds on a machine without one."""


class DictionaryKeyring(keyring.backend.KeyringBackend):
    """A keyring as an operating system has one, for the length of a test."""

    priority = 5.0

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise keyring.errors.KeyringLocked("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("none")


@pytest.fixture
def system_keyring():
    before, mine = keyring.get_keyring(), DictionaryKeyring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


@pytest.fixture(params=["file", "file with passphrase", "keyring"])
def make_store(request, tmp_path: Path, system_keyring):
    """Makes the same store again, as another process would."""
    return {
        "file": lambda: EncryptedFileStore(tmp_path / "a" / "me.token"),
        "file with passphrase": lambda: EncryptedFileStore(tmp_path / "a" / "me.token", passphrase="open"),
        "keyring": lambda: KeyringStore("me"),
    }[request.param]


class TestAnyStore:
    def test_it_begins_empty(self, make_store):
        assert make_store().load() is None

    def test_it_keeps_a_token_for_another_process(self, make_store):
        make_store().save(TOKEN)

        assert make_store().load() == TOKEN

    def test_it_keeps_the_last_one(self, make_store):
        make_store().save(TOKEN)
        make_store().save(Token("second", 1.0))

        assert make_store().load() == Token("second", 1.0)

    def test_it_can_be_cleared_twice(self, make_store):
        make_store().save(TOKEN)
        make_store().clear()
        make_store().clear()

        assert make_store().load() is None


class TestFile:
    def test_only_its_owner_may_read_it_and_its_key(self, tmp_path: Path):
        EncryptedFileStore(tmp_path / "me.token").save(TOKEN)

        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        assert modes == {"me.token": 0o600, "key": 0o600}

    def test_it_tells_nothing_without_its_key(self, tmp_path: Path):
        EncryptedFileStore(tmp_path / "me.token").save(TOKEN)

        assert [b"secret" in path.read_bytes() for path in tmp_path.iterdir()] == [False, False]

    @pytest.mark.parametrize("damage", [lambda content: b"", lambda content: content[:-1], lambda content: b"x" * 200])
    def test_a_damaged_file_counts_as_none(self, tmp_path: Path, damage):
        path = tmp_path / "me.token"
        EncryptedFileStore(path).save(TOKEN)
        path.write_bytes(damage(path.read_bytes()))

        assert EncryptedFileStore(path).load() is None

    def test_another_passphrase_opens_nothing(self, tmp_path: Path):
        EncryptedFileStore(tmp_path / "me.token", passphrase="open").save(TOKEN)

        assert EncryptedFileStore(tmp_path / "me.token", passphrase="shut").load() is None


class TestKeyring:
    def test_a_locked_keyring_is_told(self, system_keyring: DictionaryKeyring):
        system_keyring.locked = True

        with pytest.raises(BoxError, match="the keyring refuses") as caught:
            KeyringStore("me").load()
        assert caught.value.kind is Kind.UNAUTHORIZED


class TestDefault:
    def test_it_is_the_keyring_where_there_is_one(self, system_keyring: DictionaryKeyring, tmp_path: Path):
        default_store("me", tmp_path).save(TOKEN)

        assert list(system_keyring.kept) == [("holdall", "me")]
        assert list(tmp_path.iterdir()) == []

    def test_it_is_a_file_where_there_is_none(self, tmp_path: Path):
        before = keyring.get_keyring()
        keyring.set_keyring(NO_KEYRING())
        try:
            default_store("me/../x", tmp_path).save(TOKEN)
        finally:
            keyring.set_keyring(before)

        assert sorted(path.name for path in (tmp_path / "tokens").iterdir()) == ["key", "me_.._x.token"]
