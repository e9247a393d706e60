"""Which marks the decisions of signers leave on the document: in their places, or on sheets behind it where there are none."""

from collections.abc import Iterator, Sequence

import msgspec

from holdall.base.clock import format_instant
from holdall.content.renditions.marks import Mark
from holdall.content.renditions.messages import Job
from holdall.content.sign_requests.rows import Input, Signer, SignRequest

COLORS = {"blue": (20, 60, 160), "black": (0, 0, 0), "red": (170, 20, 20)}
_GREY = (90, 90, 90)
_ON_A_SHEET = 6
_TOP, _STEP, _LEFT, _WIDTH = 0.12, 0.14, 0.1, 0.8
_CHECK = "\u2713"
_LINE = [(0.0, 0.0), (1.0, 0.0)]


def job_of(request: SignRequest, signers: Sequence[Signer]) -> Job:
    """What a child puts on the document for everybody who has signed or approved."""
    color = COLORS[request.options.signature_color or "blue"]
    decided = [one for one in signers if one.decision == "signed"]
    marks = [mark for one in decided for mark in _in_places(one, color)]
    placeless = [one for one in decided if not _has_signature_place(one)]
    sheets = -(-len(placeless) // _ON_A_SHEET)
    for number, one in enumerate(placeless):
        sheet, row = divmod(number, _ON_A_SHEET)
        marks += _on_sheet(one, sheet, _TOP + row * _STEP, color)
    for sheet in range(sheets):
        marks.append(_words(f"Signatures – {request.name}", sheet, 0.05, 0.03, 14.0))
    return Job("marks", {"marks": msgspec.to_builtins(marks), "sheets": sheets})


def is_signature(place: Input) -> bool:
    """Whether a place of the document is signed in."""
    return place.type == "signature"


def _has_signature_place(signer: Signer) -> bool:
    return signer.role == "signer" and any(is_signature(one) and one.content_type != "initial" for one in signer.inputs)


def _in_places(signer: Signer, color: tuple[int, int, int]) -> Iterator[Mark]:
    for place in signer.inputs:
        box = Mark(page=place.page_index, x=place.x, y=place.y, width=place.width, height=place.height)
        if is_signature(place):
            assert signer.signature is not None
            signed = msgspec.structs.replace(box, text=signer.signature.name, lean=True, color=color)
            if place.content_type == "initial":
                yield msgspec.structs.replace(signed, text=_initials(signed.text))
            else:
                yield msgspec.structs.replace(signed, strokes=signer.signature.strokes)
        elif text := _text_of(place):
            yield msgspec.structs.replace(box, text=text, largest=14.0)


def _text_of(place: Input) -> str:
    if place.type == "checkbox":
        return _CHECK if place.checkbox_value else ""
    return (place.date_value if place.type == "date" else place.text_value) or ""


def _on_sheet(signer: Signer, sheet: int, top: float, color: tuple[int, int, int]) -> Iterator[Mark]:
    """The block of somebody for whom the document has no place."""
    assert signer.signature is not None
    assert signer.decided_at is not None
    name = signer.signature.name
    if signer.role == "signer":
        signed = msgspec.structs.replace(_words(name, sheet, top, 0.07, 28.0), width=0.4, lean=True, color=color)
        yield msgspec.structs.replace(signed, strokes=signer.signature.strokes)
    else:
        yield msgspec.structs.replace(_words("Approved", sheet, top + 0.03, 0.03, 18.0), color=color)
    yield msgspec.structs.replace(_words("", sheet, top + 0.075, 0.01, 1.0), strokes=[_LINE], color=_GREY)
    yield _words(f"{name}, {signer.email}" if name else signer.email, sheet, top + 0.08, 0.02, 10.0)
    when = _words(format_instant(signer.decided_at), sheet, top + 0.1, 0.018, 9.0)
    yield msgspec.structs.replace(when, color=_GREY)


def _words(text: str, sheet: int, top: float, height: float, largest: float) -> Mark:
    return Mark(page=sheet, is_on_sheet=True, x=_LEFT, y=top, width=_WIDTH, height=height, text=text, largest=largest)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())
