"""What the words of a comment say and whom they mention, whatever is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdall.base.errors import InvalidParameter
from holdall.content.comments.words import MESSAGE_LENGTH, MOST_MENTIONS, Words, read_words

_NAMES = st.text(st.characters(exclude_characters="]\n", exclude_categories=["Cs"]), max_size=12)
_PLAIN = st.text(st.characters(exclude_characters="@", exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.tuples(_PLAIN, st.integers(0, 10**18 - 1), _NAMES), min_size=1, max_size=MOST_MENTIONS))
def test_every_mention_is_found_and_read_as_its_name(parts: list[tuple[str, int, str]]) -> None:
    tagged = "".join(f"{before}@[{user_id}:{name}]" for before, user_id, name in parts)
    words = read_words(None, tagged)
    assert words == Words("".join(f"{before}@{name}" for before, _, name in parts), tagged)
    assert words.mentioned == {user_id for _, user_id, _ in parts}


@given(st.text(), st.text() | st.none())
def test_whatever_is_written_is_kept_or_refused(message: str, tagged_message: str | None) -> None:
    try:
        words = read_words(message, tagged_message)
    except InvalidParameter:
        assert not (tagged_message or message).strip()
    else:
        assert (words.tagged_message or words.message) == (tagged_message or message)


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("@[12:a] @[12:b]", {12}),
        ("@[:a] @[x:a] @[12] @ [12:a] [12:a] @[12:a", set()),
        ("@[٣:a]", set()),
        (f"@[{10**18}:a]", set()),
        ("a@[12:b]c", {12}),
        ("@[12:a\nb]", set()),
    ],
)
def test_a_mention_is_an_id_and_a_name(text: str, mentioned: set[int]) -> None:
    assert read_words(text, None).mentioned == mentioned


@pytest.mark.parametrize("length", [MESSAGE_LENGTH, MESSAGE_LENGTH + 1])
def test_a_comment_is_as_long_as_is_told(length: int) -> None:
    if length <= MESSAGE_LENGTH:
        assert read_words("x" * length, None) == Words("x" * length)
    else:
        with pytest.raises(InvalidParameter, match="characters at most"):
            read_words("x" * length, None)
