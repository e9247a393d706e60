"""Templates: what their tags say, and what becomes of them with data."""

import base64
import io
import zipfile
from typing import Any

import pytest

from holdall.content.renditions.errors import Refused
from tests.support.documents import archive
from tests.support.pictures import picture
from tests.support.templates import (
    NAMESPACES,
    fill,
    lines_of,
    paragraph,
    part_of,
    run,
    table,
    tags_of,
    template,
    text_of,
)

ITEMS = [{"name": "Paper", "price": 29, "count": 3}, {"name": "Ink", "price": 0.1, "count": 2}]


class TestValues:
    @pytest.mark.parametrize(
        ("tag", "value", "text"),
        [
            ("{{a}}", "x", "x"),
            ("{{a}}", 5, "5"),
            ("{{a}}", True, "true"),
            ("{{a}}", "", ""),
            ("{{a}}", [1, "b"], "1, b"),
            ("{{a.b}}", {"b": {}} | {"b": 1}, "1"),
            ("{{a[1].b}}", [{"b": 1}, {"b": 2}], "2"),
            ("{{ a :: uppercase }}", "straße", "STRASSE"),
            ("{{a::lowercase}}", "ABC", "abc"),
            ("{{a :: optional}}", None, ""),
            ("{{a :: default(“Box Inc”)}}", None, "Box Inc"),
            ('{{a :: default("x :: y")}}', None, "x :: y"),
            ('{{a :: format("dd-mm-yyyy")}}', "13-03-2023", "13-03-2023"),
            ('{{a :: format("mm-dd-yyyy")}}', "13-03-2023", "03-13-2023"),
            ('{{a :: format("dd-mmm-yy")}}', "2023-03-13T10:00:00Z", "13-Mar-23"),
            ('{{a :: format("dddd, d mmmm yyyy")}}', "2023-03-05", "Sunday, 5 March 2023"),
            ('{{a :: format("xxx-xxxx")}}', "Inv1203", "Inv-1203"),
            ('{{a :: format("EU-Number")}}', 300000, "300.000"),
            ('{{a :: format("US-Number")}}', "1234567.5", "1,234,567.5"),
            ("{{a + 0.2}}", 0.1, "0.3"),
            ("{{ (a - 1) * 2 / 4 }}", 10, "4.5"),
            ("{{a % 4}}", 10, "2"),
            ("{{round(a / 3)}}", 10, "3.33"),
            ("{{-a}}", 10, "-10"),
        ],
    )
    def test_a_tag_is_filled_with_its_value(self, tag: str, value: Any, text: str) -> None:
        assert lines_of(template(tag), a=value) == [text] if text else [""]

    def test_numbers_stay_as_they_were_written(self) -> None:
        made, _, _ = fill(template("{{currency}}{{amount}}"), '{"currency": "$", "amount": 5060.50}')
        assert text_of(made) == ["$5060.50"]

    def test_lists_are_added_up(self) -> None:
        tags = "{{sum(a.price)}} {{$sum(a.count)}} {{count(a)}} {{min(a.count)}} {{max(a.count)}} {{average(a.count)}}"
        assert lines_of(template(tags), a=ITEMS) == ["29.1 5 2 2 3 2.5"]

    def test_what_the_data_lacks_stays_as_it_is_and_is_told_of(self) -> None:
        made, errors, warnings = fill(template("{{a.b}} {{c}} {{d}}"), {"c": None, "d": "x", "e": {"f": 1, "g": 2}})
        assert text_of(made) == ["{{a.b}} {{c}} x"]
        assert errors == ["The input data has no 'a.b'", "The input data has no 'c'"]
        assert warnings == [
            f"The input data has '{path}', which no tag of the template asks for" for path in ("e.f", "e.g")
        ]

    @pytest.mark.parametrize(
        ("tag", "reason"),
        [
            ("{{a :: format('dd-mm-yyyy')}}", "cannot be written as 'dd-mm-yyyy'"),
            ("{{a :: format('US-Number')}}", "cannot be written as 'US-Number'"),
            ("{{a * 2}}", "'x' is no number to calculate with"),
            ("{{1 / 0}}", "1 / 0 has no value"),
            ("{{b}}", "cannot be written as text"),
            ("{{first name}}", "{{first name}} is no tag: 'name' is not expected"),
            ("{{a :: shout}}", "there is no 'shout'"),
            ("{{}}", "there is nothing in it"),
            ("{{a :: image}}", "is no picture in Base64"),
            ("{{" + "(" * 40 + "a" + ")" * 40 + "}}", "it is nested too deeply"),
        ],
    )
    def test_a_tag_that_cannot_be_filled_stays_and_the_reason_is_told(self, tag: str, reason: str) -> None:
        made, errors, _ = fill(template(tag), {"a": "x", "b": [{"c": 1}]})
        assert text_of(made) == [tag]
        assert [reason in error for error in errors] == [True]

    def test_a_value_is_text_and_never_a_tag_or_markup(self) -> None:
        document = template(table(["{{a}}{{tablerow x in l}}", "{{x}}{{endtablerow}}"]))
        value = "{{b}} <w:p/> &amp; \x07"
        made, errors, _ = fill(document, {"a": value, "b": "secret", "l": ["{{a}}"]})
        assert (text_of(made), errors) == (["{{b}} <w:p/> &amp; \t{{a}}"], [])

    def test_lines_and_tabs_of_a_value_are_lines_and_tabs(self) -> None:
        assert lines_of(template("{{a}}"), a="one\r\ntwo\tthree") == ["one", "two\tthree"]


class TestWhereTagsStand:
    def test_a_tag_that_word_has_cut_into_pieces_is_one_and_has_the_format_of_its_first_letter(self) -> None:
        pieces = (
            run("Dear {", "<w:b/>"), "<w:proofErr w:type='spellStart'/>", run("{na"), '<w:bookmarkStart w:id="1"/>',
            run("me}", "<w:i/>"), run("}!", "<w:i/>"),
        )  # fmt: skip
        made, _, _ = fill(template(paragraph(*pieces)), {"name": "Ann"})
        assert text_of(made) == ["Dear Ann!"]
        bold, name, rest = (part for part in part_of(made).split("<w:r>")[1:] if "</w:t>" in part)
        assert ["<w:b/>" in bold, "<w:b/>" in name, "<w:i/>" in rest] == [True, True, True]

    def test_headers_footers_links_and_text_boxes_are_filled_too(self) -> None:
        box = f"<w:r><w:pict><w:txbxContent>{paragraph('{', '{a}} in a box')}</w:txbxContent></w:pict></w:r>"
        link = f'<w:hyperlink r:id="x">{run("{{a}} in a link")}</w:hyperlink>'
        document = template(paragraph("{{a}} ", link), paragraph(box), header1="{{a}} above", footer2="{{a}} below")
        assert [line for line in lines_of(document, a="1") if line] == [
            "1 1 in a link", "1 in a box", "1 above", "1 below"
        ]  # fmt: skip

    def test_what_was_deleted_but_is_kept_by_word_is_no_tag(self) -> None:
        deleted = "<w:del><w:r><w:delText>{{a}}</w:delText></w:r></w:del>"
        assert tags_of(template(paragraph(deleted, "x"))) == []

    def test_a_tag_does_not_go_beyond_a_line(self) -> None:
        broken = f"<w:p>{run('{{a')}<w:r><w:br/></w:r>{run('}}')}</w:p>"
        assert text_of(fill(template(broken), {"a": 1})[0]) == ["{{a", "}}"]

    def test_prefixes_of_namespaces_that_word_needs_are_kept(self) -> None:
        made, _, _ = fill(template("{{a}}"), {"a": 1})
        assert 'mc:Ignorable="w14"' in part_of(made)
        assert "xmlns:w14=" in part_of(made)

    def test_other_parts_are_what_they_were(self) -> None:
        made, _, _ = fill(template("{{a}}", vbaData=b"<x>{{a}}</x>"), {"a": 1})
        assert part_of(made, "word/vbaData.xml") == "<x>{{a}}</x>"


class TestTagsOfTemplates:
    def test_each_is_told_once_with_its_kind_and_the_paths_of_the_data(self) -> None:
        document = template(
            "{{a.b :: optional}} {{a.b :: optional}} {{x * a.y}}",
            "{{if a.b > 1 and c}}{{elseif d}}{{else}}{{endif}}",
            table(["{{tablerow item in o.items}}{{item.name}}", "{{item.price * 2}}{{$index}}{{endtablerow}}"]),
            "{{for one in o.items}}{{for two in one.parts}}{{two}}{{endfor}}{{one.name}}{{endfor}}{{logo :: image}}",
        )
        assert tags_of(document) == [
            ("{{a.b :: optional}}", "text", ["a.b"]),
            ("{{x * a.y}}", "arithmetic", ["x", "a.y"]),
            ("{{if a.b > 1 and c}}", "conditional", ["a.b", "c"]),
            ("{{elseif d}}", "conditional", ["d"]),
            ("{{tablerow item in o.items}}", "table-loop", ["o.items"]),
            ("{{item.name}}", "text", ["o.items", "o.items.name"]),
            ("{{item.price * 2}}", "arithmetic", ["o.items", "o.items.price"]),
            ("{{$index}}", "text", []),
            ("{{for one in o.items}}", "for-loop", ["o.items"]),
            ("{{for two in one.parts}}", "for-loop", ["o.items", "o.items.parts"]),
            ("{{two}}", "text", ["o.items", "o.items.parts"]),
            ("{{one.name}}", "text", ["o.items", "o.items.name"]),
            ("{{logo :: image}}", "image", ["logo"]),
        ]


class TestConditions:
    @pytest.mark.parametrize(
        ("condition", "holds"),
        [
            ("n > 5", True), ("n >= 10.5", False), ("n == 10", True), ("n = '10'", True), ("n <> 10", False),
            ("s == “Ann”", True), ("s == 'ann'", False), ("s != 'x'", True), ("s contains 'nn'", True),
            ("l contains 2", True), ("yes", True), ("no", False), ("no == false", True), ("not no", True),
            ("missing", False), ("missing > 1", False), ("missing isPresent", False), ("s isPresent", True),
            ("empty isPresent", False), ("n > 5 and (no or s == 'Ann')", True), ("! yes || no", False),
            ("n * 2 > 19", True),
        ],
    )  # fmt: skip
    def test_a_condition_decides_what_is_shown(self, condition: str, holds: bool) -> None:
        data = {"n": 10, "s": "Ann", "l": [1, 2], "yes": True, "no": False, "empty": ""}
        made, errors, _ = fill(template(f"{{{{if {condition}}}}}A{{{{else}}}}B{{{{endif}}}}"), data)
        assert (text_of(made), errors) == (["A" if holds else "B"], [])

    @pytest.mark.parametrize(("n", "lines"), [(1, ["a", "one", "z"]), (2, ["a", "two", "z"]), (3, ["a", "z"])])
    def test_paragraphs_between_the_tags_come_or_go_and_those_of_the_tags_go(self, n: int, lines: list[str]) -> None:
        document = template("a", "{{if n == 1}}", "one", "{{elseif n == 2}}", "two", "{{endif}}", "z")
        assert lines_of(document, n=n) == lines

    def test_what_stands_beside_a_tag_gets_a_paragraph_of_its_own(self) -> None:
        assert lines_of(template("a {{if n}} b", "c", "d {{endif}} e"), n=0) == ["a", " e"]
        assert lines_of(template("a {{if n}} b", "c", "d {{endif}} e"), n=1) == ["a", " b", "c", "d", " e"]

    def test_rows_of_a_table_come_and_go_and_a_table_without_rows_is_none(self) -> None:
        document = template("x", table(["{{if n}}A", "B{{endif}}"]), table(["C"], ["{{if n}}"], ["D"], ["{{endif}}"]))
        assert lines_of(document, n=1) == ["x", "A\tB", "C", "D"]
        made, _, _ = fill(document, {"n": 0})
        assert (text_of(made), part_of(made).count("<w:tbl>")) == (["x", "C"], 1)

    def test_a_cell_that_is_emptied_still_has_a_paragraph(self) -> None:
        cell = f"<w:tc>{paragraph('{{if n}}')}{paragraph('x')}{paragraph('{{endif}}')}</w:tc>"
        made, _, _ = fill(template(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"), {"n": 0})
        assert "<w:tc><w:p/></w:tc>" in part_of(made)

    def test_a_section_that_ends_in_a_paragraph_of_a_tag_still_ends_there(self) -> None:
        ends = f"<w:p><w:pPr><w:sectPr/></w:pPr>{run('{{endif}}')}</w:p>"
        made, _, _ = fill(template("{{if n}}", "x", ends), {"n": 1})
        assert part_of(made).count("<w:sectPr/>") == 1


class TestLoops:
    def test_a_row_is_repeated_for_each_item(self) -> None:
        document = template(
            table(
                ["No", "Name", "Sum"],
                ["{{tablerow i in a}}{{$index}}", "{{i.name}}", "{{i.price * i.count}}{{endtablerow}}"],
            )
        )
        assert lines_of(document, a=ITEMS) == ["No\tName\tSum", "1\tPaper\t87", "2\tInk\t0.2"]

    def test_a_row_is_repeated_where_both_tags_stand_in_one_cell(self) -> None:
        assert lines_of(template(table(["{{tablerow i in a}}{{i}}{{endtablerow}}", "x"])), a=[1, 2]) == ["1\tx", "2\tx"]

    def test_several_rows_are_repeated_together_and_rows_of_tags_alone_go(self) -> None:
        document = template(table(["{{for i in a}}"], ["{{i.name}}"], ["costs {{i.price}}"], ["{{endfor}}"], ["end"]))
        assert lines_of(document, a=ITEMS) == ["Paper", "costs 29", "Ink", "costs 0.1", "end"]

    def test_loops_and_conditions_stand_in_loops(self) -> None:
        line = "{{for g in groups}}{{g.name}}:{{for m in g.people}} {{m}}{{if m == boss}} (boss){{endif}}{{endfor}}. {{endfor}}"
        groups = [{"name": "A", "people": ["Ann", "Bob"]}, {"name": "B", "people": []}]
        assert lines_of(template(line), groups=groups, boss="Bob") == ["A: Ann Bob (boss). B:."]

    def test_paragraphs_are_repeated_with_the_tables_in_them(self) -> None:
        rows = table(["{{tablerow p in o.parts}}{{p}}{{endtablerow}}"])
        document = template("{{for o in orders}}", "Order {{o.id}}", rows, "{{endfor}}", "end")
        orders = [{"id": 1, "parts": ["a", "b"]}, {"id": 2, "parts": ["c"]}]
        assert lines_of(document, orders=orders) == ["Order 1", "a", "b", "Order 2", "c", "end"]

    def test_what_may_be_there_once_is_not_repeated(self) -> None:
        mark = '<w:bookmarkStart w:id="7" w:name="x"/><w:bookmarkEnd w:id="7"/>'
        made, _, _ = fill(template("{{for i in a}}", paragraph(mark, "{{i}}"), "{{endfor}}"), {"a": [1, 2, 3]})
        assert (text_of(made), part_of(made).count("bookmarkStart")) == (["1", "2", "3"], 1)

    def test_without_items_nothing_is_repeated_and_a_missing_list_is_told_of(self) -> None:
        document = template(
            "{{for i in a}}{{i}}{{endfor}}{{for i in b}}{{i}}{{endfor}}{{for i in c :: optional}}{{endfor}}-"
        )
        made, errors, _ = fill(document, {"a": [], "b": "x"})
        assert (text_of(made), errors) == (["-"], ["'b' of the input data is no list"])
        assert fill(document, {"a": []})[1] == ["The input data has no 'b'"]

    @pytest.mark.parametrize(
        ("blocks", "reason"),
        [
            (["{{if a}}x"], "{{if a}} is not ended by {{endif}}"),
            (["x{{endif}}"], "{{endif}} stands where nothing has begun"),
            (["{{else}}"], "{{else}} stands where nothing has begun"),
            (["{{for i in a}}{{if i}}{{endfor}}{{endif}}"], "{{endfor}} stands inside of {{if i}}"),
            (["{{tablerow i in a}}{{i}}{{endtablerow}}"], "stand in no table"),
            ([table(["{{tablerow i in a}}"]), table(["{{endtablerow}}"])], "stand in no table, or in different ones"),
        ],
    )
    def test_tags_that_do_not_fit_together_are_refused(self, blocks: list[str], reason: str) -> None:
        with pytest.raises(Refused, match=r"stand|ended") as caught:
            fill(template(*blocks), {"a": [1]})
        assert reason in str(caught.value)

    def test_lists_in_lists_do_not_fill_the_memory(self) -> None:
        loops = "".join(f"{{{{for i{n} in a}}}}" for n in range(6)) + "x" + "{{endfor}}" * 6
        with pytest.raises(Refused, match="make more than 300000 elements"):
            fill(template(loops), {"a": list(range(50))})


def placeholder(text: str) -> str:
    """A picture with this alternative text."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="900" cy="500"/><wp:docPr id="1" name="P" descr="{text}"/>'
        '<a:graphic><a:graphicData><a:blip r:embed="rId1"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


class TestPictures:
    def test_a_placeholder_gets_the_picture_of_the_data_and_keeps_its_size(self) -> None:
        content = picture(size=(4, 2))
        document = template(paragraph(placeholder("{{logo}}")))
        data = "data:image/png;base64," + base64.b64encode(content).decode()
        made, errors, _ = fill(document, {"logo": data})
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            assert package.read("word/media/generated1.png") == content
            assert b"media/generated1.png" in package.read("word/_rels/document.xml.rels")
            assert b'Extension="png" ContentType="image/png"' in package.read("[Content_Types].xml")
        assert ('r:embed="generated1"' in part_of(made), 'cx="900"' in part_of(made), errors) == (True, True, [])
        assert tags_of(document) == [("{{logo}}", "image", ["logo"])]

    def test_a_tag_in_the_text_becomes_a_picture_no_wider_than_a_page(self) -> None:
        made, errors, _ = fill(
            template("{{logo :: image}}"), {"logo": base64.b64encode(picture(size=(1200, 600))).decode()}
        )
        assert ('cx="5486400" cy="2743200"' in part_of(made), errors) == (True, [])

    def test_each_round_of_a_loop_has_its_own(self) -> None:
        people = [{"photo": base64.b64encode(picture(size=(n, n))).decode()} for n in (1, 2)]
        made, _, _ = fill(
            template("{{for p in people}}", paragraph(placeholder("{{p.photo}}")), "{{endfor}}"), {"people": people}
        )
        text = part_of(made)
        assert ['r:embed="generated1"' in text, 'r:embed="generated2"' in text, 'docPr id="2"' in text] == [True] * 3

    def test_an_optional_one_is_left_out_and_another_is_missed(self) -> None:
        document = template(paragraph(placeholder("{{a :: optional}}")), paragraph(placeholder("{{b}}")))
        made, errors, _ = fill(document, {"b": base64.b64encode(b"no picture").decode()})
        assert (part_of(made).count("w:drawing>"), errors) == (
            2,
            ["The value of {{b}} is no PNG, JPEG or GIF that can be read"],
        )


class TestHostileDocuments:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"no archive", "It is no office file"),
            (archive({"word/other.xml": "<a/>"}), "none of the parts"),
            (archive({"word/document.xml": "<a>"}), "cannot be read"),
            (archive({"word/document.xml": "<a/>", "../x": "y"}), "names a part twice, or one outside of it"),
            (archive({"word/document.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}), "document type"),
            (
                archive({"word/document.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}),
                "document type",
            ),
            (archive({"word/document.xml": f"<a>{'<b>' * 3000}{'</b>' * 3000}</a>"}), "cannot be read"),
            (archive({"word/document.xml": b"<a>" + b" " * (33 * 1024 * 1024) + b"</a>"}), "has more than"),
            (archive({"word/document.xml": "<a/>", "bomb": bytes(161 * 1024 * 1024)}), "unpacks to more than"),
        ],
        ids=["no archive", "no document", "broken", "outside", "entity", "file", "deep", "long", "bomb"],
    )
    def test_it_is_refused(self, content: bytes, reason: str) -> None:
        with pytest.raises(Refused, match=reason):
            fill(content, {})

    def test_marks_of_ours_in_it_mean_nothing(self) -> None:
        forged = f'<w:p><w:r generated-tag="0"><w:t>x</w:t></w:r>{run("{{a}}")}</w:p>'
        assert text_of(fill(template(forged), {"a": 1})[0]) == ["x1"]

    def test_data_that_is_no_object_is_refused(self) -> None:
        with pytest.raises(Refused, match="The input data is no JSON object"):
            fill(template("{{a}}"), "[1]")

    def test_tags_by_the_thousand_are_refused(self) -> None:
        document = archive(
            {"word/document.xml": f"<w:document {NAMESPACES}>{paragraph('{{a}}' * 20_001)}</w:document>"}
        )
        with pytest.raises(Refused, match="more than 20000 tags"):
            fill(document, {"a": 1})
