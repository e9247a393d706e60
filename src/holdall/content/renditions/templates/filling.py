"""Filling a part of a document: values into the places of tags, conditions decided, loops gone through.

What a loop repeats, and a condition shows or leaves out, is what lies between its tags: runs of a paragraph where they stand in
one, whole paragraphs where they do not, rows where they stand in different cells or rows of a table.
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy

from lxml import etree

from holdall.content.renditions.errors import Refused
from holdall.content.renditions.templates.language import ENDS, Path, Tag, TagKind
from holdall.content.renditions.templates.package import Element, Package, W
from holdall.content.renditions.templates.pictures import fill_picture, put_picture
from holdall.content.renditions.templates.runs import (
    MARK,
    PARAGRAPH,
    PICTURE_NAME,
    RUN,
    TEXT,
    Tags,
    empty_run,
    write_text,
)
from holdall.content.renditions.templates.values import Report, Scope, Unfilled

MOST_MADE = 300_000
"""Elements that loops may make: lists in lists grow fast, and whoever fills a template may mean harm."""
_ROW, _TABLE, _CELL = f"{W}tr", f"{W}tbl", f"{W}tc"
_FORMAT = f"{W}pPr"
_SECTION = f"{W}sectPr"
_BOOKMARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
_SHOWN = {TEXT, _SECTION, f"{W}drawing", f"{W}pict", f"{W}object", f"{W}br", f"{W}tab", f"{W}fldChar", f"{W}instrText"}
_IN_COPIES = tuple(f"{{http://schemas.microsoft.com/office/word/2010/wordml}}{name}" for name in ("paraId", "textId"))


class Filler:
    """Fills the parts of one document with the data of a scope."""

    def __init__(self, package: Package, tags: Tags, report: Report) -> None:
        self._package = package
        self._tags = tags
        self._report = report
        self._made = 0
        self._part = ""
        self._root: Element = None

    def fill(self, part: str, root: Element, scope: Scope) -> None:
        """Fill a part of the document. Raises Refused where its tags do not fit together, or make too much."""
        self._part, self._root = part, root
        self._render([root], scope)
        _tidy(root)

    def _render(self, elements: Iterable[Element], scope: Scope) -> None:
        marked = [one for element in elements for one in element.iter(RUN, PICTURE_NAME) if MARK in one.attrib]
        at = 0
        while at < len(marked):
            element = marked[at]
            at += 1
            if _root_of(element) is not self._root:
                continue  # a row was repeated that has more in it than what it was repeated for: this is done
            tag = self._tags.of(element)
            if tag.kind is TagKind.VALUE:
                self._put(element, tag, scope)
            elif tag.kind in ENDS:
                chain = [element, *self._rest_of(tag, marked[at:])]
                at = marked.index(chain[-1]) + 1
                self._expand(chain, scope)
            else:
                raise Refused(f"{tag.text[:100]} stands where nothing has begun that it could divide or end")

    def _rest_of(self, tag: Tag, following: Sequence[Element]) -> list[Element]:
        """The tags that divide and end what a tag begins."""
        begun, found = [tag], list[Element]()
        for element in following:
            one = self._tags.of(element)
            if one.kind in ENDS:
                begun.append(one)
            elif one.kind is ENDS[begun[-1].kind]:
                begun.pop()
                if not begun:
                    return [*found, element]
            elif one.kind in {TagKind.ELSE, TagKind.ELSE_IF} and begun[-1].kind is TagKind.IF:
                found += [element] if len(begun) == 1 else []
            elif one.kind is not TagKind.VALUE:
                raise Refused(f"{one.text[:100]} stands inside of {begun[-1].text[:100]}, which it does not end")
        raise Refused(f"{begun[-1].text[:100]} is not ended by {{{{{ENDS[begun[-1].kind]}}}}}")

    def _put(self, element: Element, tag: Tag, scope: Scope) -> None:
        """Fill one tag with its value; one without stays as it is, which is told."""
        del element.attrib[MARK]
        try:
            if element.tag == PICTURE_NAME:
                fill_picture(self._package, self._part, element, tag, scope)
            elif tag.has("image"):
                put_picture(self._package, self._part, element, tag, scope)
            else:
                text = scope.text_of(tag)
                empty_run(element)
                write_text(element, text)
        except Unfilled as reason:
            self._report.error(str(reason))

    def _expand(self, chain: list[Element], scope: Scope) -> None:
        """Put in the place of a block what it makes; `chain` are its tags, the first, those that divide it, the last."""
        tags = [self._tags.of(element) for element in chain]
        level, sections = _cut(chain, is_of_rows=tags[0].kind is TagKind.TABLE_ROW)
        if tags[0].kind is TagKind.IF:
            shown = self._choose(tags[:-1], sections.between, scope)
            self._insert(sections.place, shown)
            self._render(shown, scope)
        else:
            self._repeat(sections, tags[0], scope)
        level.remove(sections.place)

    def _choose(self, tags: list[Tag], between: list[list[Element]], scope: Scope) -> list[Element]:
        for tag, section in zip(tags, between, strict=True):
            if tag.kind is TagKind.ELSE:
                return section
            assert tag.expression is not None
            if scope.holds(tag.expression):
                return section
        return []

    def _repeat(self, sections: "Sections", tag: Tag, scope: Scope) -> None:
        assert isinstance(tag.expression, Path)
        (section,) = sections.between
        size = sum(1 for element in section for _ in element.iter())
        for number, item in enumerate(self._items(tag, tag.expression, scope)):
            self._made += size
            if self._made > MOST_MADE:
                raise Refused(f"The loops of the template make more than {MOST_MADE} elements of this data")
            copies = [deepcopy(element) for element in section]
            if number:
                _make_different(copies)
            self._insert(sections.place, copies)
            self._render(copies, scope.within(tag.alias, tag.expression, item, number))

    def _items(self, tag: Tag, path: Path, scope: Scope) -> list[object]:
        value = scope.find(path)
        if value is None and not tag.has("optional"):
            self._report.error(f"The input data has no '{scope.name_of(path)[:200]}'")
        elif value is not None and not isinstance(value, list):
            self._report.error(f"'{scope.name_of(path)[:200]}' of the input data is no list")
        return value if isinstance(value, list) else []

    @staticmethod
    def _insert(place: Element, elements: list[Element]) -> None:
        for element in elements:
            place.addprevious(element)


class Sections:
    """What lies between the tags of a block, taken out of the document, and an element that keeps its place."""

    def __init__(self, place: Element, between: list[list[Element]]) -> None:
        self.place = place
        self.between = between


def _cut(chain: list[Element], *, is_of_rows: bool) -> tuple[Element, Sections]:
    """Take a block out of the document: the element that it lay in, and its sections."""
    level, ends = _level_of(chain, is_of_rows=is_of_rows)
    if level.tag not in {_TABLE, PARAGRAPH} and any(end.tag == PARAGRAPH for end in ends):
        ends = [_split(end, element) if end.tag == PARAGRAPH else end for end, element in _fresh(level, chain)]
    whole = [ends[0]]
    while whole[-1] is not ends[-1]:
        whole.append(whole[-1].getnext())
    place = etree.Element("place")
    ends[0].addprevious(place)
    for element in chain:
        element.getparent().remove(element)
    if len(set(ends)) == 1 and ends[0].tag == _ROW:  # all of them in one row
        level.remove(ends[0])
        return level, Sections(place, [[ends[0]]])
    if len(set(ends)) < len(ends):
        raise Refused("Two tags of one condition or loop stand in the same row, and a third one does not")
    between: list[list[Element]] = [[] for _ in chain[:-1]]
    section = -1
    for element in whole:
        if element in ends:
            section += 1
            is_kept = element.getparent() is not None and not _is_empty(element)
            if is_kept:
                between[min(section, len(between) - 1)].append(element)
        else:
            between[section].append(element)
        if element.getparent() is level:
            level.remove(element)
    return level, Sections(place, between)


def _level_of(chain: list[Element], *, is_of_rows: bool) -> tuple[Element, list[Element]]:
    """The element in which all tags of a block stand, and which of its children each is in."""
    lines = [[element, *element.iterancestors()][::-1] for element in chain]
    depth = 0
    while all(depth < len(line) - 1 and line[depth] is lines[0][depth] for line in lines):
        depth += 1
    depth -= 1  # of the deepest element that all of them are in
    if is_of_rows or lines[0][depth].tag == _ROW:
        while depth >= 0 and lines[0][depth].tag != _TABLE:
            depth -= 1
        if depth < 0:
            raise Refused("{{tablerow …}} and {{endtablerow}} stand in no table, or in different ones")
    return lines[0][depth], [line[depth + 1] for line in lines]


def _fresh(level: Element, chain: list[Element]) -> Iterable[tuple[Element, Element]]:
    """Which child of the level each tag is in, asked anew for each, since splitting moves them."""
    for element in chain:
        end = element
        while end.getparent() is not level:
            end = end.getparent()
        yield end, element


def _split(paragraph: Element, tag: Element) -> Element:
    """Let what stands beside a tag have paragraphs of its own; the paragraph of the tag."""
    inner = tag
    while inner.getparent() is not paragraph:
        inner = inner.getparent()
    form = paragraph.find(_FORMAT)
    pieces = [piece for piece in paragraph if piece is not form]
    at = pieces.index(inner)
    for side, is_before in ((pieces[:at], True), (pieces[at + 1 :], False)):
        if all(_is_empty(piece) and MARK not in piece.attrib for piece in side):
            continue
        made = etree.Element(PARAGRAPH)
        if form is not None:
            made.append(deepcopy(form))
            section = (made[0] if is_before else form).find(_SECTION)  # a section ends with its last paragraph
            if section is not None:
                section.getparent().remove(section)
        made.extend(side)
        if is_before:
            paragraph.addprevious(made)
        else:
            paragraph.addnext(made)
    return paragraph


def _is_empty(element: Element) -> bool:
    """Whether nothing of an element would be seen."""
    return not any(one.tag in _SHOWN and (one.tag != TEXT or (one.text or "").strip()) for one in element.iter())


def _root_of(element: Element) -> Element:
    root = element
    for ancestor in element.iterancestors():
        root = ancestor
    return root


def _make_different(copies: list[Element]) -> None:
    """Take out of copies what there may be once in a document."""
    for element in copies:
        for one in list(element.iter()):
            if one.tag in _BOOKMARKS and one is not element:
                one.getparent().remove(one)
            else:
                for name in _IN_COPIES:
                    one.attrib.pop(name, None)


def _tidy(root: Element) -> None:
    """Make a document of the part again: tables have rows, cells end with a paragraph, names of pictures differ."""
    for table in list(root.iter(_TABLE)):
        if table.find(f".//{_ROW}") is None and table is not root:
            table.getparent().remove(table)
    for cell in root.iter(_CELL):
        if len(cell) == 0 or cell[-1].tag != PARAGRAPH:
            etree.SubElement(cell, PARAGRAPH)
    for number, name in enumerate(root.iter(PICTURE_NAME), 1):
        name.set("id", str(number))
    for element in root.iter():
        element.attrib.pop(MARK, None)
