"""Questions about files and texts made from them, and the agents that they are asked by."""

from typing import Any, Literal

import msgspec

from holdall.base.clock import format_instant
from holdall.base.errors import InvalidParameter
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document
from holdall.content.ai.agents import EXTRACTIVE, Mode, Tool, default_agent
from holdall.content.ai.asking import Answer, Asked, Asker, Question, Turn
from holdall.content.ai.passages import Passage


class Item(msgspec.Struct):
    """A file to ask; its content where the client brings it."""

    id: EntityId
    type: Literal["file", "hubs"]
    content: str | None = None


class Dialogue(msgspec.Struct):
    """A question and its answer, earlier in the conversation."""

    prompt: str = ""
    answer: str = ""
    created_at: str | None = None


class Agent(msgspec.Struct):
    """What a request says of how it is asked."""

    type: str
    id: str | None = None
    basic_text: Tool | None = None
    basic_text_multi: Tool | None = None
    long_text: Tool | None = None
    long_text_multi: Tool | None = None
    basic_gen: Tool | None = None


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


@operation("get_ai_agent_default")
async def get_default_agent(
    ctx: Context, mode: Mode, language: str | None = None, model: str | None = None
) -> Document:
    """How a question is asked where it does not say so itself: the same for every language, with the server's model."""
    return default_agent(mode, _model(ctx))


@operation("post_ai_ask")
async def ask(ctx: Context, body: AskBody) -> Document:
    """The answer to a question about one file or several."""
    is_single = body.mode == "single_item_qa"
    agent = _agent(body.ai_agent, "ai_agent_ask")
    tool = None
    if agent is not None:
        tool = agent.basic_text or agent.long_text
        tool = tool if is_single else agent.basic_text_multi or agent.long_text_multi or tool
    question = Question("ask", body.prompt, _items(body.items), _turns(body.dialogue_history), tool, is_single)
    answer = await _asker(ctx).ask(question)
    document = _render(answer, "basic_text" if is_single else "basic_text_multi")
    if body.include_citations:
        document["citations"] = [_citation(one) for one in answer.citations]
    return document


@operation("post_ai_text_gen")
async def generate(ctx: Context, body: GenerateBody) -> Document:
    """A text that is written from a file."""
    agent = _agent(body.ai_agent, "ai_agent_text_gen")
    tool = None if agent is None else agent.basic_gen
    question = Question(
        "text_gen", body.prompt, _items(body.items), _turns(body.dialogue_history), tool, is_single=True
    )
    return _render(await _asker(ctx).ask(question), "basic_gen")


def _asker(ctx: Context) -> Asker:
    return Asker(ctx.db, ctx.platform.settings, ctx.platform.renditions, ctx.subject)


def _model(ctx: Context) -> str:
    settings = ctx.platform.settings
    return settings.ai_model if settings.ai_url else EXTRACTIVE


def _items(items: list[Item]) -> list[Asked]:
    if any(one.type == "hubs" for one in items):
        raise InvalidParameter("items", "there are no hubs on this server to ask; name files")
    return [Asked(one.id, one.content) for one in items]


def _turns(history: list[Dialogue]) -> list[Turn]:
    return [Turn(one.prompt, one.answer) for one in history]


def _agent(agent: Agent | None, kind: str) -> Agent | None:
    """The agent of a request; raises InvalidParameter for one of another kind, or one that is only named."""
    if agent is not None and agent.type != kind:
        what = f"there is no agent {agent.id!r}" if agent.type == "ai_agent_id" else f"{agent.type!r} is not {kind}"
        raise InvalidParameter("ai_agent", f"{what}; say how to ask, or leave it out")
    return agent


def _render(answer: Answer, processor: str) -> Document:
    purpose: dict[str, Any] = {"name": answer.model, "provider": answer.provider, "supported_purpose": "chat"}
    return {
        "answer": answer.answer,
        "created_at": format_instant(answer.created_at),
        "completion_reason": answer.completion_reason,
        "ai_agent_info": {"models": [purpose], "processor": processor},
    }


def _citation(passage: Passage) -> Document:
    return {
        "type": "file",
        "id": str(passage.source.file_id),
        "name": passage.source.name,
        "content": passage.sentence,
    }
