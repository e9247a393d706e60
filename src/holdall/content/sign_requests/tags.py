"""The tags that a document may carry, [[s|1]] for the signature of signer 1, and what signers are asked for because of them.

https://developer.box.com/guides/box-sign/document-types/structured. The number counts signers in the order of the request;
0 is the sender.
"""

from collections.abc import Iterable, Sequence

import msgspec

from holdall.content.sign_requests.rows import Input, InputType, Prefill, Signer

_KINDS: dict[str, tuple[InputType, str]] = {
    "s": ("signature", "signature"),
    "i": ("signature", "initial"),
    "d": ("date", "date"),
    "t": ("text", "text"),
    "c": ("checkbox", "checkbox"),
}
LABEL_LENGTH = 200
ROOM = (0.2, 0.03)
"""The least width and height of a signature, in parts of the page."""


class Tag(msgspec.Struct, frozen=True):
    """A tag that was found in a document: what for, for whom, and its box in parts of the page from its upper left corner."""

    kind: str
    signer: int
    options: list[str]
    page: int
    x: float
    y: float
    width: float
    height: float


def inputs_of(
    tags: Iterable[Tag], signers: Sequence[Signer], prefills: Sequence[Prefill]
) -> list[tuple[Signer, list[Input]]]:
    """What each signer is asked for: what was said before (by a template), and the tags, with the values given for them.

    Those of a group are asked for the same. Tags of nobody are left alone.
    """
    values = {one.document_tag_id: one for one in prefills if one.document_tag_id is not None}
    found: dict[int, list[Input]] = {one.position: list(one.inputs) for one in signers}
    for tag in tags:
        if tag.kind in _KINDS and tag.signer in found:
            for one in _group_of(signers, tag.signer):
                found[one.position].append(_input_of(tag))
    return [(one, [_filled(place, values) for place in found[one.position]]) for one in signers if found[one.position]]


def _group_of(signers: Sequence[Signer], position: int) -> list[Signer]:
    own = next(one for one in signers if one.position == position)
    return [one for one in signers if one is own or (own.group_id is not None and one.group_id == own.group_id)]


def _input_of(tag: Tag) -> Input:
    kind, content_type = _KINDS[tag.kind]
    options = dict(part.partition(":")[::2] for part in tag.options if ":" in part)
    place = Input(
        type=kind,
        content_type=content_type,
        page_index=tag.page,
        x=tag.x,
        y=tag.y,
        width=tag.width,
        height=tag.height,
        document_tag_id=options.get("id", "").strip()[:LABEL_LENGTH] or None,
        label=options.get("n", "").strip()[:LABEL_LENGTH] or None,
        is_required=kind != "checkbox",
    )
    return _with_room(place) if kind == "signature" else place


def _with_room(place: Input) -> Input:
    """The tag is small; who signs in its place needs more room around it, as far as the page has it."""
    height = max(place.height, ROOM[1])
    top = min(max(place.y - (height - place.height) / 2, 0.0), 1 - height)
    return msgspec.structs.replace(place, y=top, height=height, width=min(max(place.width, ROOM[0]), 1 - place.x))


def _filled(place: Input, values: dict[str, Prefill]) -> Input:
    value = values.get(place.document_tag_id) if place.document_tag_id is not None else None
    if value is None:
        return place
    if place.type == "checkbox":
        return msgspec.structs.replace(place, checkbox_value=value.checkbox_value)
    if place.type == "date":
        return msgspec.structs.replace(place, date_value=value.date_value)
    return msgspec.structs.replace(place, text_value=value.text_value)
