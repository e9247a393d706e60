"""Where tags stand in a document: each is put into a run of its own, however Word has cut it into pieces.

Word splits what was typed at changes of format, at spelling marks and at every saved edit, so a tag may lie in many runs.
The format of its first letter counts. ISO/IEC 29500: `p` is a paragraph, `r` a run, `t` its text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from copy import deepcopy

import msgspec
from lxml import etree

from holdall.content.renditions.errors import Refused
from holdall.content.renditions.templates.language import TAG, Modifier, Tag, TagError, TagKind, parse_tag
from holdall.content.renditions.templates.package import Element, W

MARK = "generated-tag"
"""The attribute of an element that stands for a tag: its number."""
MOST_TAGS = 20_000
PARAGRAPH, RUN, TEXT, BREAK, TAB = (f"{W}{name}" for name in ("p", "r", "t", "br", "tab"))
RUN_FORMAT = f"{W}rPr"
PICTURE_NAME = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WITHOUT_RUNS = {f"{W}pPr", RUN_FORMAT, f"{W}sectPr", f"{W}tblPr", f"{W}del"}
_PASSED_OVER = {RUN_FORMAT, f"{W}lastRenderedPageBreak", f"{W}softHyphen", f"{W}proofErr"}
_BETWEEN = "\n"
"""What a tag does not go beyond: tabs, breaks and pictures."""


class Tags:
    """The tags of a document, in order, by the numbers with which they are marked; and those that make no sense."""

    def __init__(self) -> None:
        self.found: list[Tag] = []
        self.broken: dict[str, str] = {}

    def of(self, element: Element) -> Tag:
        """The tag that an element stands for."""
        return self.found[int(element.get(MARK))]

    def mark_all(self, root: Element) -> None:
        """Mark the tags of a part of a document; raises Refused for too many."""
        for element in root.iter():
            element.attrib.pop(MARK, None)
        for element in list(root.iter(PARAGRAPH, PICTURE_NAME)):
            if element.tag == PARAGRAPH:
                self._mark_paragraph(element)
            elif found := TAG.search(element.get("descr", "")):
                self._mark(element, found[0], is_picture=True)

    def _mark_paragraph(self, paragraph: Element) -> None:
        pieces = [piece for run in _runs_of(paragraph) for piece in run if piece.tag not in _PASSED_OVER]
        texts = [piece.text or "" if piece.tag == TEXT else _BETWEEN for piece in pieces]
        if "{{" not in "".join(texts):
            return
        _gather(pieces, texts)
        for run in list(_runs_of(paragraph)):
            if any(piece.tag == TEXT and TAG.search(piece.text or "") for piece in run):
                self._isolate(run)

    def _isolate(self, run: Element) -> None:
        """Replace a run by several, so that each tag in it has one."""
        made: list[Element] = [_like(run)]
        for piece in list(run):
            if piece.tag == RUN_FORMAT:
                continue
            if piece.tag != TEXT:
                made[-1].append(piece)
                continue
            text, at = piece.text or "", 0
            for found in TAG.finditer(text):
                write_text(made[-1], text[at : found.start()])
                made.append(_like(run))
                write_text(made[-1], found[0])
                self._mark(made[-1], found[0])
                made.append(_like(run))
                at = found.end()
            write_text(made[-1], text[at:])
        parent, place = run.getparent(), run.getparent().index(run)
        parent[place : place + 1] = [one for one in made if any(piece.tag != RUN_FORMAT for piece in one)]

    def _mark(self, element: Element, text: str, *, is_picture: bool = False) -> None:
        try:
            tag = parse_tag(text)
            if is_picture:
                if tag.kind is not TagKind.VALUE:
                    raise TagError("a picture has one value")  # noqa: TRY301 - told as the others are
                tag = msgspec.structs.replace(tag, modifiers=(*tag.modifiers, Modifier("image")))
        except TagError as error:
            self.broken[text[:200]] = str(error)
            return
        if len(self.found) == MOST_TAGS:
            raise Refused(f"The document has more than {MOST_TAGS} tags")
        element.set(MARK, str(len(self.found)))
        self.found.append(tag)


def write_text(run: Element, text: str) -> None:
    """Put text at the end of a run; line breaks and tabs become what Word has for them."""
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if number:
            etree.SubElement(run, BREAK)
        for column, words in enumerate(line.split("\t")):
            if column:
                etree.SubElement(run, TAB)
            if words:
                written = etree.SubElement(run, TEXT)
                written.set(_SPACE, "preserve")
                written.text = "".join(filter(_may_stand, words))


def empty_run(run: Element) -> None:
    """Take everything out of a run but its format."""
    for piece in list(run):
        if piece.tag != RUN_FORMAT:
            run.remove(piece)


def _may_stand(letter: str) -> bool:
    """Whether XML has room for a letter: it has none for most control characters, and for surrogates."""
    return letter >= " " and not "\ud800" <= letter <= "\udfff" and letter not in "\ufffe\uffff"


def _gather(pieces: list[Element], texts: list[str]) -> None:
    """Let each tag stand as a whole in the piece of text in which it begins."""
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text))
    whole, changed = "".join(texts), set[int]()
    for found in reversed(list(TAG.finditer(whole))):
        first, last = bisect_right(starts, found.start()) - 1, bisect_left(starts, found.end()) - 1
        if first == last:
            continue
        texts[first] = texts[first][: found.start() - starts[first]] + found[0]
        texts[last] = texts[last][found.end() - starts[last] :]
        for number in range(first + 1, last):
            texts[number] = ""
        changed.update(range(first, last + 1))
    for number in changed:
        pieces[number].text = texts[number] or None
        pieces[number].set(_SPACE, "preserve")


def _like(run: Element) -> Element:
    """A run without content and with the same format."""
    made = etree.Element(RUN)
    form = run.find(RUN_FORMAT)
    if form is not None:
        made.append(deepcopy(form))
    return made


def _runs_of(element: Element) -> Iterator[Element]:
    """The runs of a paragraph, those in links and insertions too; not those of paragraphs in its text boxes."""
    for child in element:
        if child.tag == RUN:
            yield child
        elif isinstance(child.tag, str) and child.tag != PARAGRAPH and child.tag not in _WITHOUT_RUNS:
            yield from _runs_of(child)
