"""Asks about content: checks what is asked of whom, reads it, and has it answered.

https://developer.box.com/guides/box-ai/ai-tutorials/ask-questions/ and .../generate-text/ (limits)
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Literal, TypeVar

import msgspec

from holdall.base.clock import format_instant
from holdall.base.db import Database, Transaction
from holdall.base.errors import ApiError, BadRequest, Forbidden, InvalidParameter
from holdall.base.settings import Settings
from holdall.content.access import Access, Action, reach_active
from holdall.content.ai.agents import EXTRACTIVE, Mode, Tool, merged
from holdall.content.ai.model import Message, complete
from holdall.content.ai.passages import Passage, Source, best_passages, fitting, sentences_of
from holdall.content.events.outbox import emit
from holdall.content.hubs.files import latest_files
from holdall.content.hubs.standing import find_hub
from holdall.content.identity.subject import Subject
from holdall.content.items.tables import ItemType
from holdall.content.renditions.making import Renditions

MOST_ITEMS = 25
LONGEST_PROMPT = 10_000
LONGEST_TEXT = 2 * 1024 * 1024
"""Of each item so many bytes of text are read."""
BUDGET = 60_000
"""So many characters of content a model gets to read at a time."""
MOST_CITATIONS = 5
MOST_HUB_FILES = 100
LONGEST_HUB_TEXT = 256 * 1024
"""Of a hub so many files are read, those that were changed last, and so many bytes of each."""

Answered = TypeVar("Answered")

_NEARLY = 0.75
"""A sentence that matches this much of the best one's score is part of the answer."""
_NOTHING = "The content that was given says nothing about this."


class Asked(msgspec.Struct, frozen=True):
    """A file that is asked, with its content where the request brings it."""

    file_id: int
    content: str | None = None


class Turn(msgspec.Struct, frozen=True):
    """One question and its answer, earlier in the conversation."""

    prompt: str
    answer: str


class Task(msgspec.Struct, frozen=True):
    """What the log tells: in which mode which items were asked."""

    how: Mode
    items: Sequence[Asked]
    hub_id: int | None = None
    """The hub that they are in, where it is what was asked."""


class NoText(BadRequest):
    """Nothing that is asked has any text."""


class Question(msgspec.Struct, frozen=True):
    """What is asked of what; `how` is ask or text_gen."""

    how: Literal["ask", "text_gen"]
    prompt: str
    items: Sequence[Asked]
    history: Sequence[Turn] = ()
    tool: Tool | None = None
    is_single: bool = False


class Answer(msgspec.Struct, frozen=True):
    """The answer, where in the content it is from, and who gave it; the instant in microseconds UTC."""

    answer: str
    created_at: int
    completion_reason: str
    model: str
    provider: str
    citations: Sequence[Passage]


class Asker:
    """Asks for one subject."""

    def __init__(self, db: Database, settings: Settings, renditions: Renditions, subject: Subject) -> None:
        self._db = db
        self._settings = settings
        self._renditions = renditions
        self._subject = subject

    async def ask(self, question: Question) -> Answer:
        """Have a question answered; the enterprise's log tells that it was asked and of what, and not what.

        Raises InvalidParameter for a question that cannot be, NotFound or Forbidden for its items, BadRequest for items
        without text, and what `model.complete` does.
        """
        check_prompt(question.prompt)
        answer = self._answering(question)
        return await self._answered(Task(question.how, question.items), answer, is_single=question.is_single)

    async def ask_hub(self, question: Question, hub_id: int) -> Answer | None:
        """Have a question answered from what is in a hub; None where nothing there has text.

        Raises as `ask`, and Forbidden where the hub's co-owners do not let it be asked.
        """
        check_prompt(question.prompt)
        hub = (await find_hub(self._db, self._subject, hub_id)).hub
        if not hub.is_ai_enabled:
            raise Forbidden(f"Hub {hub.id} is asked nothing: its co-owners decide (is_ai_enabled)")
        places = await latest_files(self._db, self._subject, hub.id, MOST_HUB_FILES)
        task = Task(question.how, [Asked(place.item.id) for place in places], hub.id)
        try:
            return await self._answer_from(task, places, self._answering(question), longest=LONGEST_HUB_TEXT)
        except NoText:
            return None

    def _answering(self, question: Question) -> Callable[[list[Source]], Awaitable[Answer]]:
        return partial(self._ask_model if self._settings.ai_url else self._quote, question)

    async def _answered(
        self, task: Task, answer: Callable[[list[Source]], Awaitable[Answered]], *, is_single: bool = False
    ) -> Answered:
        """Read the items and have them answered; both ends are in the enterprise's log. Raises as `ask`."""
        check_items(task.items, is_single=is_single)
        places = [
            await reach_active(self._db, self._subject, one.file_id, ItemType.FILE, Action.PREVIEW)
            for one in task.items
        ]
        return await self._answer_from(task, places, answer)

    async def _answer_from(
        self,
        task: Task,
        places: Sequence[Access],
        answer: Callable[[list[Source]], Awaitable[Answered]],
        *,
        longest: int = LONGEST_TEXT,
    ) -> Answered:
        try:
            answered = await answer(await self._read(task.items, places, longest))
        except ApiError:
            await self._db.write(self._tell, task, "BOX_AI_USER_FAILED_REQUEST")
            raise
        await self._db.write(self._tell, task, "BOX_AI_USER_REQUEST")
        return answered

    async def _read(self, items: Sequence[Asked], places: Sequence[Access], longest: int) -> list[Source]:
        """The texts of the items: what the request brings, or what is in the file."""
        sources = []
        for one, place in zip(items, places, strict=True):
            text, file = one.content, place.item
            if text is None:
                assert file.version_id is not None, "a file has a version"
                text = await self._renditions.text(file.version_id, file.name)
            text = text.encode()[:longest].decode(errors="ignore")
            if text.strip():
                sources.append(Source(file.id, file.name, text))
        if not sources:
            raise NoText("There is no text in what is asked: it is empty, a picture, or of a kind that cannot be read")
        return sources

    async def _quote(self, question: Question, sources: list[Source]) -> Answer:
        chosen = await asyncio.to_thread(_choose, question, sources)
        text = " ".join(one.sentence for one in sorted(chosen)) or _NOTHING
        return Answer(text, self._db.now, "done", EXTRACTIVE, "holdall", chosen)

    async def _ask_model(self, question: Question, sources: list[Source]) -> Answer:
        tool = merged(question.tool, question.how)
        read = await asyncio.to_thread(fitting, question.prompt, sources, BUDGET)
        said = await complete(self._settings, tool, messages_for(tool, read, question.prompt, self._db.now, question))
        cited = await asyncio.to_thread(best_passages, said.answer, sources, MOST_CITATIONS)
        model = said.model or self._settings.ai_model
        return Answer(said.answer, self._db.now, said.completion_reason, model, "openai_compatible", cited)

    async def _tell(self, tx: Transaction, task: Task, event_type: str) -> None:
        asked = [one.file_id for one in task.items] if task.hub_id is None else [task.hub_id]
        await emit(tx, self._subject, event_type, ai={"mode": task.how, "item_ids": [str(one) for one in asked]})


def check_prompt(prompt: str) -> None:
    """Raise InvalidParameter for a prompt that is empty or too long."""
    if not prompt.strip():
        raise InvalidParameter("prompt", "must not be empty")
    if len(prompt) > LONGEST_PROMPT:
        raise InvalidParameter("prompt", f"has more than {LONGEST_PROMPT} characters")


def check_items(items: Sequence[Asked], *, is_single: bool = False) -> None:
    """Raise InvalidParameter for too many items, for none, or for one that is there twice."""
    most = 1 if is_single else MOST_ITEMS
    if not 0 < len(items) <= most:
        raise InvalidParameter("items", f"must be 1 to {most} here, not {len(items)}")
    if len({one.file_id for one in items}) < len(items):
        raise InvalidParameter("items", "must name each item once")


def _choose(question: Question, sources: Sequence[Source]) -> list[Passage]:
    """The sentences that answer: the best and those nearly as good; a text to write begins with those that come first."""
    found = best_passages(question.prompt, sources, MOST_CITATIONS)
    if not found and question.history:
        # What follows a question up speaks of its subject without naming it.
        found = best_passages(question.history[-1].prompt, sources, MOST_CITATIONS)
    if not found and question.how == "text_gen":
        return [
            Passage(place, source, sentence, 0.0) for place, (source, sentence) in enumerate(sentences_of(sources)[:3])
        ]
    return [one for one in found if one.rank <= found[0].rank * _NEARLY]


def messages_for(
    tool: Tool, sources: Sequence[Source], asked: str, now: int, question: Question | None = None
) -> list[Message]:
    """What a model is told: the tool's templates with the content, what is asked, and what was said before."""
    content = "\n\n".join(f"[{source.name}]\n{source.text}" for source in sources)
    if question is not None and question.how == "text_gen":
        content = _fill(tool.content_template or "{content}", {"content": content})
    values = {"content": content, "user_question": asked, "current_date": format_instant(now)[:10]}
    template = tool.prompt_template or "{content}\n\n{user_question}"
    # Whatever a template leaves out, the model must be told.
    for name in ("content", "user_question"):
        if f"{{{name}}}" not in template:
            template += f"\n\n{{{name}}}"
    earlier = [
        Message(role, text)
        for turn in (question.history if question is not None else ())
        for role, text in (("user", turn.prompt), ("assistant", turn.answer))
    ]
    system = [Message("system", tool.system_message)] if tool.system_message else []
    return [*system, *earlier, Message("user", _fill(template, values))]


def _fill(template: str, values: dict[str, str]) -> str:
    """Put values into a template; what looks like a place in a value is no place."""
    pieces = template.split("{")
    filled = pieces[0]
    for piece in pieces[1:]:
        name, brace, rest = piece.partition("}")
        filled += values[name] + rest if brace and name in values else "{" + piece
    return filled
