"""The stamp on pictures of watermarked files."""

import io
from typing import Literal

import pytest
from PIL import Image, ImageChops

from holdall.base.clock import parse_instant
from holdall.content.watermarks.rules import imprint
from holdall.content.watermarks.stamp import stamp, stamp_picture

WORDS = imprint("ada@example.com", parse_instant("2026-01-31T12:30:59Z"))
GROUNDS = {"black": (0, 0, 0), "grey": (128, 128, 128), "white": (255, 255, 255)}


def is_changed(before: Image.Image, after: Image.Image) -> bool:
    """Whether people would see a difference somewhere."""
    difference = ImageChops.difference(before.convert("RGB"), after.convert("RGB")).convert("L")
    return sum(difference.histogram()[40:]) > 0


def test_the_words_name_who_looks_and_when() -> None:
    assert WORDS == "ada@example.com  2026-01-31 12:30 UTC"


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("size", [(64, 64), (320, 240), (1024, 256), (1000, 1400)])
def test_no_part_of_a_picture_is_without_it(size: tuple[int, int], ground: str) -> None:
    picture = Image.new("RGB", size, GROUNDS[ground])
    stamped = stamp(picture, WORDS)
    width, height = (max(64, edge // 3) for edge in size)
    parts = [
        (left, top, left + width, top + height)
        for left in range(0, size[0] - width + 1, width)
        for top in range(0, size[1] - height + 1, height)
    ]
    assert stamped.size == size
    assert [is_changed(picture.crop(part), stamped.crop(part)) for part in parts] == [True] * len(parts)


def test_what_is_below_can_still_be_read() -> None:
    picture = Image.linear_gradient("L").convert("RGB")
    difference = ImageChops.difference(picture, stamp(picture, WORDS)).convert("L")
    assert sum(difference.histogram()[160:]) == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_picture_can_be_stamped(mode: str) -> None:
    picture = Image.new(mode, (120, 80))
    stamped = stamp(picture, WORDS)
    assert (stamped.mode, stamped.size) == ("RGBA" if mode in {"LA", "RGBA"} else "RGB", (120, 80))


def test_what_was_transparent_stays_so() -> None:
    picture = Image.new("RGBA", (200, 100), (10, 20, 30, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 100, 100))
    assert stamp(picture, WORDS).getchannel("A").tobytes() == picture.getchannel("A").tobytes()


def test_the_picture_itself_is_left_alone() -> None:
    picture = Image.new("RGB", (100, 100), "white")
    stamp(picture, WORDS)
    assert picture.getcolors() == [(10_000, (255, 255, 255))]


@pytest.mark.parametrize("words", ["", "x", "ä漢字🙂", "x" * 300])
def test_any_words_can_be_stamped(words: str) -> None:
    assert stamp(Image.new("RGB", (300, 300), "white"), words).size == (300, 300)


@pytest.mark.parametrize(("form", "name"), [("png", "PNG"), ("jpg", "JPEG")])
def test_encoded_pictures_stay_in_their_form(form: Literal["png", "jpg"], name: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (160, 120), "white").save(out, name)
    with Image.open(io.BytesIO(stamp_picture(out.getvalue(), form, WORDS))) as stamped:
        assert (stamped.format, stamped.size) == (name, (160, 120))
        assert is_changed(Image.new("RGB", (160, 120), "white"), stamped)
