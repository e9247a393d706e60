"""Questions about files, texts made from them, values extracted from them, and the agents that they are asked by."""

from typing import Any, Literal

import msgspec

from holdall.base.clock import format_instant
from holdall.base.errors import InvalidParameter
from holdall.box.bodies import EntityId
from holdall.box.context import Answer as Reply
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document
from holdall.content.ai.agents import EXTRACTIVE, Mode, Tool, Tools, default_agent
from holdall.content.ai.asking import Answer, Asked, Asker, Question, Turn
from holdall.content.ai.extracting import Evidence, Extracted, Extractor, as_text
from holdall.content.ai.fields import Wanted, fields_of
from holdall.content.ai.passages import Passage
from holdall.content.ai.studio import tool_of_agent
from holdall.content.metadata.templates import find_template


class Item(msgspec.Struct):
    """A file to ask, or a hub; the file's content where the client brings it."""

    id: EntityId
    type: Literal["file", "hubs"]
    content: str | None = None


class Dialogue(msgspec.Struct):
    """A question and its answer, earlier in the conversation."""

    prompt: str = ""
    answer: str = ""
    created_at: str | None = None


class Agent(Tools, kw_only=True):
    """What a request says of how it is asked: all of it, or the id of an agent."""

    type: str
    id: str | None = None


class AskBody(msgspec.Struct):
    """A question about files."""

    mode: Literal["single_item_qa", "multiple_item_qa"]
    prompt: str
    items: list[Item]
    dialogue_history: list[Dialogue] = []
    include_citations: bool = False
    ai_agent: Agent | None = None


class GenerateBody(msgspec.Struct):
    """A text to write from a file."""

    prompt: str
    items: list[Item]
    dialogue_history: list[Dialogue] = []
    ai_agent: Agent | None = None


class ExtractBody(msgspec.Struct):
    """What to extract from files, in words."""

    prompt: str
    items: list[Item]
    ai_agent: Agent | None = None


class OptionBody(msgspec.Struct):
    """A value that can be chosen."""

    key: str


class SubFieldBody(msgspec.Struct):
    """A field of a struct, or of the rows of a table."""

    key: str
    type: str | None = None
    display_name: str | None = msgspec.field(default=None, name="displayName")
    description: str | None = None
    prompt: str | None = None
    options: list[OptionBody] = []


class FieldBody(SubFieldBody):
    """A field to extract."""

    fields: list[SubFieldBody] = []


class TemplateBody(msgspec.Struct):
    """A metadata template whose fields are extracted."""

    template_key: str
    scope: str = "enterprise"
    type: Literal["metadata_template"] = "metadata_template"


class ExtractStructuredBody(msgspec.Struct):
    """The fields to extract from files: listed, or those of a metadata template."""

    items: list[Item]
    fields: list[FieldBody] | None = None
    metadata_template: TemplateBody | None = None
    ai_agent: Agent | None = None
    include_confidence_score: bool = False
    include_reference: bool = False
    taxonomy_sources: list[Any] = []


@operation("get_ai_agent_default")
async def get_default_agent(
    ctx: Context, mode: Mode, language: str | None = None, model: str | None = None
) -> Document:
    """How a question is asked where it does not say so itself: the same for every language, with the server's model."""
    return default_agent(mode, model_of(ctx))


@operation("post_ai_ask")
async def ask(ctx: Context, body: AskBody) -> Document | Reply:
    """The answer to a question about one file or several, or about all that is in a hub; 204 for a hub without text."""
    is_single = body.mode == "single_item_qa"
    tool = await _tool(ctx, body.ai_agent, "ask", is_single=is_single)
    hub_id = _hub(body.items)
    items = [] if hub_id is not None else _items(body.items)
    question = Question("ask", body.prompt, items, _turns(body.dialogue_history), tool, is_single)
    asker = _asker(ctx)
    answer = await (asker.ask(question) if hub_id is None else asker.ask_hub(question, hub_id))
    if answer is None:
        return Reply(status=204)
    document = _render(answer, "basic_text" if is_single else "basic_text_multi")
    if body.include_citations:
        document["citations"] = [_citation(one) for one in answer.citations]
    return document


@operation("post_ai_text_gen")
async def generate(ctx: Context, body: GenerateBody) -> Document:
    """A text that is written from a file."""
    tool = await _tool(ctx, body.ai_agent, "text_gen")
    question = Question(
        "text_gen", body.prompt, _items(body.items), _turns(body.dialogue_history), tool, is_single=True
    )
    return _render(await _asker(ctx).ask(question), "basic_gen")


@operation("post_ai_extract")
async def extract(ctx: Context, body: ExtractBody) -> Document:
    """What a prompt asks for, as JSON in a text."""
    tool = await _tool(ctx, body.ai_agent, "extract")
    found = await _extractor(ctx).extract(body.prompt, _items(body.items), tool)
    return {"answer": as_text(found.values), **_about(found, "basic_text")}


@operation("post_ai_extract_structured")
async def extract_structured(ctx: Context, body: ExtractStructuredBody) -> Document:
    """The values of fields, each of its type."""
    tool = await _tool(ctx, body.ai_agent, "extract_structured")
    found = await _extractor(ctx).extract_fields(await _wanted(ctx, body), _items(body.items), tool)
    document = {"answer": found.values, **_about(found, "basic_text")}
    if body.include_confidence_score:
        document["confidence_score"] = {
            key: {"level": one.level, "score": one.score} for key, one in found.evidence.items()
        }
    if body.include_reference:
        document["reference"] = {key: _reference(one) for key, one in found.evidence.items() if one.source is not None}
    return document


def model_of(ctx: Context) -> str:
    """The name of what answers on this server."""
    settings = ctx.platform.settings
    return settings.ai_model if settings.ai_url else EXTRACTIVE


def _asker(ctx: Context) -> Asker:
    return Asker(ctx.db, ctx.platform.settings, ctx.platform.renditions, ctx.subject)


def _extractor(ctx: Context) -> Extractor:
    return Extractor(ctx.db, ctx.platform.settings, ctx.platform.renditions, ctx.subject)


async def _wanted(ctx: Context, body: ExtractStructuredBody) -> list[Wanted]:
    """The fields that are asked for; raises InvalidParameter, and NotFound for the template."""
    if (body.fields is None) == (body.metadata_template is None):
        raise InvalidParameter("fields", "say what to extract: either fields or metadata_template")
    if body.taxonomy_sources:
        raise InvalidParameter("taxonomy_sources", "cannot be extracted from; name the options of an enum field")
    if body.metadata_template is not None:
        template = body.metadata_template
        return fields_of(await find_template(ctx.db, ctx.subject, template.scope, template.template_key))
    return [_field(one) for one in body.fields or ()]


def _field(field: SubFieldBody) -> Wanted:
    return Wanted(
        field.key,
        field.type or "string",
        field.display_name,
        field.description,
        field.prompt,
        tuple(one.key for one in field.options),
        tuple(_field(one) for one in field.fields) if isinstance(field, FieldBody) else (),
    )


def _hub(items: list[Item]) -> int | None:
    """The hub that is asked, alone as it must be."""
    return items[0].id if len(items) == 1 and items[0].type == "hubs" else None


def _items(items: list[Item]) -> list[Asked]:
    if any(one.type == "hubs" for one in items):
        raise InvalidParameter("items", "a hub can be asked, as the only item; name files")
    return [Asked(one.id, one.content) for one in items]


def _turns(history: list[Dialogue]) -> list[Turn]:
    return [Turn(one.prompt, one.answer) for one in history]


async def _tool(ctx: Context, agent: Agent | None, mode: Mode, *, is_single: bool = True) -> Tool | None:
    """How the request says to ask, None for the server's way.

    Raises InvalidParameter for an agent of another kind, and what `tool_of_agent` does for one that is named.
    """
    if agent is None:
        return None
    if agent.type == "ai_agent_id":
        return await tool_of_agent(ctx.db, ctx.subject, agent.id or "", mode, is_single=is_single)
    # Box's own examples name the agent of free extractions where fields are extracted.
    if agent.type != f"ai_agent_{mode}" and (agent.type, mode) != ("ai_agent_extract", "extract_structured"):
        raise InvalidParameter("ai_agent", f"{agent.type!r} is not ai_agent_{mode}; say how to ask, or leave it out")
    return agent.choose(mode, is_single=is_single)


def _render(answer: Answer, processor: str) -> Document:
    return {"answer": answer.answer, **_about(answer, processor)}


def _about(answer: Answer | Extracted, processor: str) -> Document:
    purpose: dict[str, Any] = {"name": answer.model, "provider": answer.provider, "supported_purpose": "chat"}
    return {
        "created_at": format_instant(answer.created_at),
        "completion_reason": answer.completion_reason,
        "ai_agent_info": {"models": [purpose], "processor": processor},
    }


def _reference(evidence: Evidence) -> list[Document]:
    assert evidence.source is not None, "what stands nowhere has no reference"
    return [{"itemId": str(evidence.source.file_id), "text": evidence.text}]


def _citation(passage: Passage) -> Document:
    return {
        "type": "file",
        "id": str(passage.source.file_id),
        "name": passage.source.name,
        "content": passage.sentence,
    }
