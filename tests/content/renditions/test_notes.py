"""Notes of Markdown: each element as the notes have it that Box has written."""

import io
import json
from typing import Any

import pytest

from holdall.content.renditions.notes import make_note

AUTHOR = {"type": "author_id", "attrs": {"authorId": "7"}}


def note_of(text: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(make_note(io.BytesIO(text.encode()), {"author": ("7", "Ann"), "at": 5})["note"])
    return made


def blocks(text: str) -> Any:
    """The blocks of a note, without the random names of headings."""
    content = note_of(text)["doc"]["content"]
    for block in content:
        block.get("attrs", {}).pop("guid", None)
    return content


def words(text: str, *marks: Any) -> dict[str, Any]:
    named = [{"type": mark} if isinstance(mark, str) else mark for mark in marks]
    return {"type": "text", "marks": [*named, AUTHOR], "text": text}


def link(address: str) -> dict[str, Any]:
    return {"type": "link", "attrs": {"href": address}}


def paragraph(*content: Any) -> dict[str, Any]:
    return {"type": "paragraph", "content": [words(one) if isinstance(one, str) else one for one in content]}


def item(text: str, kind: str = "list_item", **more: Any) -> dict[str, Any]:
    return {"type": kind, "content": [paragraph(text)], **more}


def cell(text: str, kind: str, **more: Any) -> dict[str, Any]:
    attributes = {"colspan": 1, "rowspan": 1, "colwidth": None, "background": None}
    return {"type": kind, "attrs": attributes, "content": [{**paragraph(text), **more}]}


def test_a_note_says_who_wrote_it_and_when() -> None:
    note = note_of("Text")
    assert (note["version"], note["schema_version"], note["last_edit_timestamp"]) == (1, 1, 5)
    assert note["savepoint_metadata"]["allAuthorNames"] == {"7": "Ann"}
    assert note["doc"] == {"type": "doc", "content": [paragraph("Text")]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [{"type": "paragraph"}]),
        ("##### Deep", [{"type": "heading", "attrs": {"level": 3, "collapsedUserIds": []}, "content": [words("Deep")]}]),
        (
            "a **b _c_** ~~d~~ `e`",
            [
                paragraph(
                    "a ", words("b ", "strong"), words("c", "strong", "em"), " ", words("d", "strikethrough"), " ",
                    words("e", "code"),
                )
            ],
        ),
        ("[a](https://x.org/?a=1&b=2)", [paragraph(words("a", link("https://x.org/?a=1&b=2")))]),
        ("[a](javascript:alert(1))", [paragraph("[a](javascript:alert(1))")]),
        ("![plan](https://x.org/p.png)", [paragraph(words("plan", link("https://x.org/p.png")))]),
        ("a\nb  \nc", [paragraph("a", " ", "b", {"type": "hard_break", "marks": [AUTHOR]}, "c")]),
        ("> a", [{"type": "blockquote", "content": [paragraph("a")]}]),
        ("---", [{"type": "horizontal_rule"}]),
        ("```py\nx = 1\n```", [{"type": "code_block", "content": [words("x = 1")]}]),
        ("<script>x</script>", [paragraph("<script>x</script>")]),
        ("a <b>c</b>", [paragraph("a ", "<b>", "c", "</b>")]),
        ("3. a\n4. b", [{"type": "ordered_list", "attrs": {"order": 3}, "content": [item("a"), item("b")]}]),
        (
            "- a\n  1. b\n- c",
            [
                {
                    "type": "bullet_list",
                    "content": [
                        item("a"), {"type": "ordered_list", "attrs": {"order": 1}, "content": [item("b")]}, item("c")
                    ],
                }
            ],
        ),
        (
            "- [ ] a\n- [x] b",
            [
                {
                    "type": "check_list",
                    "content": [
                        item("a", "check_list_item", attrs={"checked": False}),
                        item("b", "check_list_item", attrs={"checked": True}),
                    ],
                }
            ],
        ),
        ("- [ ] a\n- b", [{"type": "bullet_list", "content": [item("[ ] a"), item("b")]}]),
        ("-", [{"type": "bullet_list", "content": [{"type": "list_item", "content": [{"type": "paragraph"}]}]}]),
        (
            "|a|b|\n|-|:-:|\n|1|2|",
            [
                {
                    "type": "table",
                    "content": [
                        {
                            "type": "table_row",
                            "content": [
                                cell(one, kind, **({"marks": [{"type": "alignment", "attrs": {"alignment": "center"}}]} if centred else {}))
                                for one, centred in row
                            ],
                        }
                        for kind, row in (
                            ("table_header", (("a", False), ("b", True))),
                            ("table_cell", (("1", False), ("2", True))),
                        )
                    ],
                }
            ],
        ),
    ],
)  # fmt: skip
def test_markdown_becomes_what_notes_have(text: str, expected: Any) -> None:
    assert blocks(text) == expected


def test_what_is_nested_without_an_end_stays_readable() -> None:
    assert len(json.dumps(note_of("> " * 5000 + "a" + "\n\n" + "[" * 5000 + "- " * 5000))) > 5000
