"""Markers, keys and settings."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdall.base.errors import InvalidParameter
from holdall.base.keys import ServerKey, load_server_key
from holdall.base.paging import check_limit, decode_marker, encode_marker
from holdall.base.settings import Settings, load_settings, to_environment

KEYS = st.tuples(st.integers(-(2**62), 2**62), st.one_of(st.none(), st.text(st.characters(exclude_characters="\0"))))


class TestMarkers:
    @given(KEYS)
    def test_a_marker_carries_its_key(self, key: tuple[int, str | None]) -> None:
        assert decode_marker(encode_marker(key), tuple[int, str | None]) == key

    @pytest.mark.parametrize("text", ["", "kgEC!", "ключ", "AAAA", "../etc", encode_marker((1, 2, 3))])
    def test_a_text_that_is_no_marker_of_the_list_is_refused(self, text: str) -> None:
        with pytest.raises(InvalidParameter, match="start again without it"):
            decode_marker(text, tuple[int, str])

    @pytest.mark.parametrize(("limit", "used"), [(None, 100), (1, 1), (5000, 1000), (0, 100)])
    def test_a_limit_is_capped(self, limit: int | None, used: int) -> None:
        assert check_limit(limit, default=100, maximum=1000) == used

    def test_a_negative_limit_is_refused(self) -> None:
        with pytest.raises(InvalidParameter):
            check_limit(-1, default=100, maximum=1000)


class TestServerKey:
    def test_what_is_sealed_opens_for_its_purpose_alone(self) -> None:
        key = ServerKey(b"k" * 32)
        sealed = key.seal("secret", "client secret")
        assert key.unseal(sealed, "client secret") == "secret"
        with pytest.raises(ValueError, match="cannot be read"):
            key.unseal(sealed, "other")
        with pytest.raises(ValueError, match="cannot be read"):
            ServerKey(b"x" * 32).unseal(sealed, "client secret")

    def test_a_signature_is_good_for_its_text_and_purpose_alone(self) -> None:
        key = ServerKey(b"k" * 32)
        signature = key.sign("text", "download")
        assert [key.verify("text", signature, "download"), key.verify("texT", signature, "download")] == [True, False]
        assert key.verify("text", signature, "upload") is False

    def test_the_key_file_is_made_once_and_for_its_owner_only(self, tmp_path: Path) -> None:
        path = tmp_path / "folder" / "server.key"
        sealed = load_server_key(path).seal("x", "p")
        assert (load_server_key(path).unseal(sealed, "p"), path.stat().st_mode & 0o777) == ("x", 0o600)

    def test_a_file_that_is_no_key_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "key").write_text("nonsense")
        with pytest.raises(ValueError, match="is not a server key"):
            load_server_key(tmp_path / "key")


class TestSettings:
    def test_the_environment_carries_settings_to_another_process(self) -> None:
        settings = Settings(data=Path("/somewhere"), dev=True, rate_limit=5, body_limit=7)
        assert load_settings(to_environment(settings)) == settings

    def test_flags_win_over_the_environment(self) -> None:
        assert load_settings({"HOLDALL_RATE_LIMIT": "5"}, rate_limit=6, public_url=None).rate_limit == 6

    def test_a_bad_value_is_refused_by_name(self) -> None:
        with pytest.raises(ValueError, match="rate_limit"):
            load_settings({"HOLDALL_RATE_LIMIT": "many"})

    def test_a_time_zone_that_is_none_is_refused_before_anything_starts(self) -> None:
        with pytest.raises(
            ValueError, match=r"HOLDALL_MIGRATION_TIME_ZONE\) is refused: there is no time zone 'Nowhere'"
        ):
            load_settings({"HOLDALL_MIGRATION_TIME_ZONE": "Nowhere"})
