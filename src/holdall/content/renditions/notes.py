"""The task of notes: a Box Note of Markdown.

A note is a JSON document with a tree of ProseMirror's (`doc`); its nodes and marks are those of notes that Box has written.
CommonMark, with tables, struck text and lists to check; HTML in it is text.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

Node = dict[str, Any]

_DEEPEST_HEADING = 3  # that Box Notes have
_CELL = {"colspan": 1, "rowspan": 1, "colwidth": None, "background": None}
_WITHOUT_NODE = frozenset({"thead", "tbody"})
_NODES = {
    "paragraph": "paragraph", "heading": "heading", "bullet_list": "bullet_list", "ordered_list": "ordered_list",
    "list_item": "list_item", "blockquote": "blockquote", "table": "table", "tr": "table_row", "th": "table_header",
    "td": "table_cell",
}  # fmt: skip
_LISTS = frozenset({"bullet_list", "ordered_list", "check_list"})
_MARKS = {"strong": "strong", "em": "em", "s": "strikethrough"}
_BOXES = {"[ ] ": False, "[x] ": True, "[X] ": True}

_markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def make_note(source: BinaryIO, options: Mapping[str, Any]) -> dict[str, bytes]:
    """The part `note` of Markdown: by `options["author"]` (an id and a name), written at `options["at"]`, in milliseconds."""
    author_id, author_name = options["author"]
    content = _tree(_markdown.parse(source.read().decode()), author_id)
    note = {
        "version": 1,
        "schema_version": 1,
        "doc": {"type": "doc", "content": content or [{"type": "paragraph"}]},
        "savepoint_metadata": {
            "savepointsInfo": {},
            "shouldCreateSavepointBeforeApplyingNextVersion": False,
            "authorsSinceLastSavepoint": {author_id: True},
            "allAuthorNames": {author_id: author_name},
        },
        "last_edit_timestamp": options["at"],
    }
    return {"note": msgspec.json.encode(note)}


def _tree(tokens: Sequence[Token], author_id: str) -> list[Node]:
    """The blocks of a document."""
    open_nodes: list[Node] = [{"content": []}]
    for token in tokens:
        kind, _, end = token.type.rpartition("_")
        if end in {"open", "close"} and kind in _WITHOUT_NODE:
            continue
        if end == "open":
            node: Node = {"type": _NODES[kind], **_attributes(token), "content": []}
            open_nodes[-1]["content"].append(node)
            open_nodes.append(node)
        elif end == "close":
            _finish(open_nodes.pop())
        else:
            _add(open_nodes[-1], token, author_id)
    content: list[Node] = open_nodes[0]["content"]
    return content


def _attributes(token: Token) -> Node:
    if token.type == "heading_open":
        level = min(int(token.tag[1:]), _DEEPEST_HEADING)
        return {"attrs": {"level": level, "guid": secrets.token_hex(4), "collapsedUserIds": []}}
    if token.type == "ordered_list_open":
        return {"attrs": {"order": int(token.attrs.get("start", 1))}}
    if token.type in {"th_open", "td_open"}:
        alignment = str(token.attrs.get("style", "")).removeprefix("text-align:")
        return {"attrs": dict(_CELL), "alignment": alignment}
    return {}


def _add(parent: Node, token: Token, author_id: str) -> None:
    """Put what stands in a block, or a block that has no end of its own, into its parent."""
    if token.type == "inline":
        words = list(_inline(token.children or [], author_id))
        if parent["type"] in {"table_header", "table_cell"}:
            parent["content"].append(_paragraph(words, parent.get("alignment", "")))
        else:
            parent["content"] += words
    elif token.type == "hr":
        parent["content"].append({"type": "horizontal_rule"})
    else:  # code, and blocks of HTML, which are shown as they are
        text = token.content.rstrip("\n")
        words = [_text(text, [], author_id)] if text else []
        kind = "paragraph" if token.type == "html_block" else "code_block"
        parent["content"].append({"type": kind, **({"content": words} if words else {})})


def _paragraph(words: list[Node], alignment: str) -> Node:
    marks = [{"type": "alignment", "attrs": {"alignment": alignment}}] if alignment in {"center", "right"} else []
    return {"type": "paragraph", **({"content": words} if words else {}), **({"marks": marks} if marks else {})}


def _finish(node: Node) -> None:
    """Give a node that is complete the form of Box's: no empty content, lists to check, lists in lists behind their item."""
    node.pop("alignment", None)
    if node["type"] == "bullet_list" and all(_box_of(item) for item in node["content"]):
        node["type"] = "check_list"
        for item in node["content"]:
            box = _box_of(item)
            item["type"], item["attrs"] = "check_list_item", {"checked": _BOXES[box]}
            first = item["content"][0]["content"][0]
            first["text"] = first["text"].removeprefix(box)
    if node["type"] in _LISTS:
        node["content"] = [one for item in node["content"] for one in _unfolded(item)]
    elif not node["content"]:
        if node["type"] in {"list_item", "blockquote", "table_header", "table_cell"}:
            node["content"] = [{"type": "paragraph"}]
        else:
            del node["content"]


def _unfolded(item: Node) -> Iterator[Node]:
    inner = [one for one in item["content"] if one["type"] in _LISTS]
    item["content"] = [one for one in item["content"] if one["type"] not in _LISTS] or [{"type": "paragraph"}]
    yield item
    yield from inner


def _box_of(item: Node) -> str:
    """How an item of a list to check begins; nothing for another item."""
    first = item["content"][0] if item["content"] else {}
    words = first.get("content") or [{}]
    start: str = words[0].get("text", "")[:4] if first.get("type") == "paragraph" else ""
    return start if start in _BOXES and len(words[0]["text"]) > len(start) else ""


def _inline(tokens: Sequence[Token], author_id: str) -> Iterator[Node]:
    marks: list[Node] = []
    for token in tokens:
        kind, _, end = token.type.rpartition("_")
        if end == "open":
            href = {"attrs": {"href": str(token.attrs.get("href", ""))}} if kind == "link" else {}
            marks.append({"type": _MARKS.get(kind, kind), **href})
        elif end == "close":
            marks.pop()
        elif token.type == "hardbreak":
            yield {"type": "hard_break", "marks": [_author(author_id)]}
        elif token.type == "softbreak":
            yield _text(" ", marks, author_id)
        elif token.type == "image":
            address = str(token.attrs.get("src", ""))
            link: Node = {"type": "link", "attrs": {"href": address}}
            yield _text(token.content or address or "image", [*marks, link], author_id)
        elif token.type == "code_inline":
            yield _text(token.content, [*marks, {"type": "code"}], author_id)
        elif token.content:
            yield _text(token.content, marks, author_id)


def _text(text: str, marks: list[Node], author_id: str) -> Node:
    return {"type": "text", "marks": [*marks, _author(author_id)], "text": text}


def _author(author_id: str) -> Node:
    return {"type": "author_id", "attrs": {"authorId": author_id}}
