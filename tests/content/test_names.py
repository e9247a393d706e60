"""What an item may be called, and when two names are the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdall.base.errors import InvalidParameter
from holdall.content.items.names import check_name, extension_of, name_key


class TestCheckName:
    @pytest.mark.parametrize(
        "name", ["a", "x" * 255, "📁" * 255, ".profile", "a b", "...", "<>:|?*-", "a\u00a0", "日本"]
    )
    def test_a_name_that_can_be_is_kept_as_it_is(self, name: str) -> None:
        assert check_name(name) == name

    @pytest.mark.parametrize("name", ["", ".", "..", "/", "\\", " ", "a ", " a", "a\n", "\x00", "\x85", "\ud800"])
    def test_a_name_that_cannot_be_is_refused(self, name: str) -> None:
        with pytest.raises(InvalidParameter) as refused:
            check_name(name)
        assert refused.value.reason == "item_name_invalid"

    def test_a_name_that_is_too_long_is_refused_as_such(self) -> None:
        with pytest.raises(InvalidParameter) as refused:
            check_name("x" * 256)
        assert refused.value.reason == "item_name_too_long"


class TestNameKey:
    @given(st.text())
    def test_case_and_composition_make_no_difference(self, name: str) -> None:
        for form in ("NFC", "NFD"):
            assert name_key(unicodedata.normalize(form, name)) == name_key(name)
        assert name_key(name_key(name)) == name_key(name)

    @pytest.mark.parametrize(("one", "other"), [("A", "a"), ("STRASSE", "straße"), ("É", "e\u0301"), ("ﬁle", "FILE")])
    def test_the_same_name_in_another_dress(self, one: str, other: str) -> None:
        assert name_key(one) == name_key(other)

    @pytest.mark.parametrize(("one", "other"), [("a", "b"), ("a", "a."), ("é", "e"), ("a b", "ab")])
    def test_other_names(self, one: str, other: str) -> None:
        assert name_key(one) != name_key(other)


class TestExtensionOf:
    @pytest.mark.parametrize(
        ("name", "extension"), [("a.txt", "txt"), ("a.tar.gz", "gz"), ("a", ""), (".a", ""), ("a.", ""), ("..", "")]
    )
    def test_it_follows_the_last_dot(self, name: str, extension: str) -> None:
        assert extension_of(name) == extension
