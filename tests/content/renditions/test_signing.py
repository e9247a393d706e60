"""What children do for sign requests: put sources together, find and cover tags, draw marks."""

import io
from typing import Any

import msgspec
import pypdfium2
import pytest

from holdall.content.renditions.drawing import signing
from holdall.content.renditions.drawing.signing import assemble_sources, put_marks
from holdall.content.renditions.errors import Refused
from tests.support.documents import pdf

BLUE = (0, 0, 255)


def assemble(*sources: bytes) -> tuple[bytes, list[dict[str, Any]]]:
    made = assemble_sources(io.BytesIO(b"".join(sources)), {"sizes": [len(one) for one in sources]})
    return made["pdf"], msgspec.json.decode(made["tags"])


def colors_of(document: bytes, page: int = 0) -> dict[tuple[int, ...], int]:
    """How many pixels of the page have each colour."""
    picture = pypdfium2.PdfDocument(document)[page].render(scale=1).to_pil().convert("RGB")
    return {color: count for count, color in picture.getcolors(picture.width * picture.height)}


def mark(**values: Any) -> dict[str, Any]:
    return {"page": 0, "x": 0.1, "y": 0.1, "width": 0.5, "height": 0.3, "color": BLUE, **values}


class TestAssembling:
    def test_pages_come_in_the_order_of_the_sources_without_anything_else(self) -> None:
        script = pdf("two").replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (x) >>")
        document, tags = assemble(pdf("one"), script)
        words = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(document)]
        assert (words, tags, b"JavaScript" in document) == (["one", "two"], [], False)

    def test_tags_are_found_with_their_places_and_covered(self) -> None:
        document, (tag,) = assemble(pdf("[[t|2|id:full|n:Your name]]", size=(595, 842)))
        place = {name: round(tag[name], 2) for name in ("x", "y", "width", "height")}
        assert (tag["kind"], tag["signer"], tag["options"], tag["page"]) == ("t", 2, ["id:full", "n:Your name"], 0)
        assert place == {"x": 0.04, "y": 0.86, "width": 0.43, "height": 0.03}
        assert set(colors_of(document)) == {(255, 255, 255)}

    def test_so_many_tags_and_no_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(signing, "MOST_TAGS", 3)
        _, tags = assemble(pdf("[[c|1]] [[c|1]]", "[[c|1]] [[c|1]]"))
        assert len(tags) == 3

    @pytest.mark.parametrize("source", [b"", b"%PDF-1.4 nonsense", pdf()])
    def test_what_has_no_pages_is_refused(self, source: bytes) -> None:
        with pytest.raises(Refused):
            assemble(source)


class TestMarks:
    def test_words_and_strokes_come_onto_pages_and_sheets_in_their_colour(self) -> None:
        marks = [
            mark(text="Ann", lean=True),
            mark(page=1, is_on_sheet=True, strokes=[[(0, 0), (1, 1)]], lean=True),
            mark(page=7, text="nowhere"),
        ]
        document = put_marks(io.BytesIO(pdf("")), {"marks": marks, "sheets": 2})["pdf"]
        assert len(pypdfium2.PdfDocument(document)) == 3
        assert [BLUE in colors_of(document, page) for page in range(3)] == [True, False, True]

    def test_words_shrink_into_their_box(self) -> None:
        document = put_marks(io.BytesIO(pdf("", size=(500, 500))), {"marks": [mark(text="W" * 60)], "sheets": 0})["pdf"]
        page = pypdfium2.PdfDocument(document)[0]
        left, bottom, right, top = next(iter(page.get_objects())).get_bounds()
        assert (left >= 50, right <= 305, bottom >= 300, top <= 450) == (True, True, True, True)
