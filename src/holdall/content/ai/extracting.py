"""Extracts values from content: by the model of the settings, whose answer is checked, or by what labels and phrases tell.

https://developer.box.com/guides/box-ai/ai-tutorials/extract-metadata/ and .../extract-metadata-structured/
"""

import asyncio
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from holdall.base.errors import ApiError, BadRequest
from holdall.content.ai.agents import EXTRACTIVE, Mode, Tool, merged
from holdall.content.ai.asking import BUDGET, Asked, Asker, Task, check_prompt, messages_for
from holdall.content.ai.fields import Unfit, Wanted, check_fields, dates_in, fit_all, fit_what_fits, numbers_in
from holdall.content.ai.finding import Found, Texts
from holdall.content.ai.model import Message, Said, complete
from holdall.content.ai.passages import Source, fitting, sentences_of
from holdall.content.ai.prompts import keys_of

_FENCE = re.compile(r"\A\s*```\w*\s*(.*?)\s*```\s*\Z", re.DOTALL)
_STANDS, _STANDS_NOT = 0.9, 0.3
_HIGH, _MEDIUM = 0.8, 0.5
_LONGEST_REFERENCE = 500


class Evidence(NamedTuple):
    """Where a value stands, None where it does not, and how sure that makes it, of 1."""

    source: Source | None
    text: str
    score: float

    @property
    def level(self) -> str:
        """The score as a word."""
        return "HIGH" if self.score >= _HIGH else "MEDIUM" if self.score >= _MEDIUM else "LOW"


class _Wish(NamedTuple):
    """What a model is asked for, what its answer must be, and what is made of an object that is not quite that."""

    mode: Mode
    question: str
    tool: Tool | None
    check: Callable[[Any], dict[str, Any]]
    mend: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None


class Extracted(msgspec.Struct, frozen=True):
    """The values by their keys, what speaks for those that are there, and who found them; the instant in microseconds UTC."""

    values: dict[str, Any]
    evidence: Mapping[str, Evidence]
    created_at: int
    completion_reason: str
    model: str
    provider: str


class Extractor(Asker):
    """Extracts for one subject."""

    async def extract(self, prompt: str, items: Sequence[Asked], tool: Tool | None) -> Extracted:
        """What a free prompt asks for, as text by the keys that it names; raises as `extract_fields`."""
        check_prompt(prompt)

        async def answer(sources: list[Source]) -> Extracted:
            if self._settings.ai_url:
                return await self._by_model(_Wish("extract", prompt, tool, _any_object), sources)
            keys = keys_of(prompt)
            if not keys:
                raise BadRequest("The prompt names nothing to extract; list it, such as: name, date, total")
            return await self._by_labels([Wanted(key) for key in keys], sources)

        return await self._answered(Task("extract", items), answer)

    async def extract_fields(self, fields: Sequence[Wanted], items: Sequence[Asked], tool: Tool | None) -> Extracted:
        """The value of each field, None where the content does not tell it.

        Raises InvalidParameter for fields that cannot be, NotFound or Forbidden for the items, BadRequest for items without
        text, what `model.complete` does, and ApiError for a model that twice answers what is no JSON.
        """
        check_fields(fields)

        async def answer(sources: list[Source]) -> Extracted:
            if not self._settings.ai_url:
                return await self._by_labels(fields, sources)
            described = msgspec.json.encode([_described(field) for field in fields]).decode()
            question = f"the values of these fields, as an object by their keys: {described}"
            wish = _Wish(
                "extract_structured",
                question,
                tool,
                lambda values: fit_all(fields, values),
                lambda values: fit_what_fits(fields, values),
            )
            return await self._by_model(wish, sources)

        return await self._answered(Task("extract_structured", items), answer)

    async def _by_labels(self, fields: Sequence[Wanted], sources: list[Source]) -> Extracted:
        found = await asyncio.to_thread(_find, fields, sources)
        values = {key: None if one is None else one.value for key, one in found.items()}
        evidence = {key: Evidence(one.source, one.text, one.score) for key, one in found.items() if one is not None}
        return Extracted(values, evidence, self._db.now, "done", EXTRACTIVE, "holdall")

    async def _by_model(self, wish: _Wish, sources: list[Source]) -> Extracted:
        """Ask, and ask once more where the answer does not pass; of the second one, what fits is taken."""
        tool = merged(wish.tool, wish.mode)
        read = await asyncio.to_thread(fitting, wish.question, sources, BUDGET)
        conversation = messages_for(tool, read, wish.question, self._db.now)
        said = await complete(self._settings, tool, conversation)
        try:
            values = wish.check(_parsed(said.answer))
        except Unfit as error:
            again = f"That does not fit: {error}. Answer again, with the JSON object alone."
            conversation += [Message("assistant", said.answer), Message("user", again)]
            said = await complete(self._settings, tool, conversation)
            values = _second(said, wish)
        evidence = await asyncio.to_thread(_evidence, values, read)
        model = said.model or self._settings.ai_model
        return Extracted(values, evidence, self._db.now, said.completion_reason, model, "openai_compatible")


def as_text(values: Mapping[str, Any]) -> str:
    """Values as the answer to a free prompt has them."""
    return json.dumps(values, ensure_ascii=False)


def _find(fields: Sequence[Wanted], sources: list[Source]) -> dict[str, Found | None]:
    texts = Texts(sources)
    return {field.key: texts.find(field) for field in fields}


def _second(said: Said, wish: _Wish) -> dict[str, Any]:
    """The values of an answer behind which there is no other."""
    try:
        values = _parsed(said.answer)
        return wish.mend(values) if wish.mend is not None and isinstance(values, dict) else wish.check(values)
    except Unfit:
        raise ApiError(
            "The model answered twice what is no JSON object; try again, or ask for less at a time"
        ) from None


def _parsed(answer: str) -> Any:
    fenced = _FENCE.match(answer)
    try:
        return msgspec.json.decode(fenced[1] if fenced else answer)
    except (msgspec.DecodeError, RecursionError):
        raise Unfit("it is no JSON") from None


def _any_object(values: Any) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise Unfit("it is no JSON object")
    return values


def _described(field: Wanted) -> dict[str, Any]:
    """A field as the model gets to see it."""
    described: dict[str, Any] = {"key": field.key, "type": field.type}
    for name in ("display_name", "description", "prompt"):
        if getattr(field, name):
            described[name] = getattr(field, name)
    if field.type == "date":
        described["format"] = "YYYY-MM-DD"
    if field.options:
        described["options"] = field.options
    if field.fields:
        described["fields"] = [_described(one) for one in field.fields]
    return described


def _evidence(values: Mapping[str, Any], sources: Sequence[Source]) -> dict[str, Evidence]:
    """Where the values of a model stand: one that stands nowhere is hardly sure, whatever the model says."""
    sentences = sentences_of(sources)
    return {key: _where(_first(value), sentences) for key, value in values.items() if value not in (None, "", [], {})}


def _first(value: Any) -> Any:
    """What is looked for of a value with parts: the first of them."""
    while isinstance(value, list | dict):
        inner = list(value.values()) if isinstance(value, dict) else value
        value = next((one for one in inner if one is not None), "")
    return value


def _where(value: Any, sentences: Sequence[tuple[Source, str]]) -> Evidence:
    text = str(value)
    date = next(dates_in(text), None) if isinstance(value, str) else None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    for source, sentence in sentences:
        stands = value in numbers_in(sentence) if is_number else text.casefold() in sentence.casefold()
        if text and (stands or (date is not None and date in dates_in(sentence))):
            return Evidence(source, sentence[:_LONGEST_REFERENCE], _STANDS)
    return Evidence(None, "", _STANDS_NOT)
