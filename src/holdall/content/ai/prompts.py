"""What a free prompt of an extraction asks for, as keys: of a list, a JSON document, XML, or a sentence that lists them."""

import json
import re
from typing import Any

from holdall.content.ai.fields import MOST_FIELDS

_TAG = re.compile(r"<([A-Za-z_][\w.-]{0,100})")
_BEGINNING = re.compile(
    r"^\s*(?:please |can you |could you )?(?:extract|find|get|give me|list|return|tell me|what (?:is|are))\b\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[,;\n]|\band\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:and |all |the |an? |my |your |its |following ?(?:fields|values|keys)?:? ?)+", re.IGNORECASE)
_DECORATION = " \t.?!:*-•\"'`"
_LONGEST_KEY = 100


def keys_of(prompt: str) -> list[str]:
    """The keys, each once, in their order; none where the prompt lists nothing."""
    text = prompt.strip()
    try:
        found = list(_keys_in(json.loads(text)))
    except (ValueError, RecursionError):
        found = _TAG.findall(text) if text.startswith("<") else _listed(text)
    return list(dict.fromkeys(one[:_LONGEST_KEY] for one in found if one))[:MOST_FIELDS]


def _keys_in(document: Any) -> list[str]:
    """Those of a JSON schema, of a list of fields or names, or of an object that shows what is wanted."""
    if isinstance(document, list):
        return [str(one.get("key") or one.get("name") or "") if isinstance(one, dict) else str(one) for one in document]
    if not isinstance(document, dict):
        return _listed(str(document))
    for name in ("properties", "fields"):
        inner = document.get(name)
        if isinstance(inner, dict | list):
            return list(inner) if isinstance(inner, dict) else _keys_in(inner)
    return list(document)


def _listed(text: str) -> list[str]:
    listed = _BEGINNING.sub("", text)
    return [_ARTICLE.sub("", piece.strip(_DECORATION)).strip(_DECORATION) for piece in _BETWEEN.split(listed)]
