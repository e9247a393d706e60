"""A model at an OpenAI-compatible address: one question, one answer, and what goes wrong in between.

https://platform.openai.com/docs/api-reference/chat/create; local servers of models speak the same.
"""

from collections.abc import Sequence
from typing import Any

import aiohttp
import msgspec
import structlog

from holdall.base.errors import ApiError, RateLimited, Unavailable
from holdall.base.settings import Settings
from holdall.content.ai.agents import Tool

_log = structlog.get_logger()
_LONGEST_WAIT = 3600
_BUSY, _OVERLOADED = 429, 529
_NOT_SENT = {"type", "top_k"}


class Message(msgspec.Struct):
    """One message of a conversation."""

    role: str
    content: str = ""


class _Choice(msgspec.Struct):
    message: Message
    finish_reason: str | None = None


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    model: str = ""


class Said(msgspec.Struct, frozen=True):
    """What a model said, why it ended (done, or length where it was cut), and which it was."""

    answer: str
    completion_reason: str
    model: str


async def complete(settings: Settings, tool: Tool, messages: Sequence[Message]) -> Said:
    """Ask the model of the settings.

    Raises RateLimited where the address has had enough of us, Unavailable where it does not answer in time or at all,
    and ApiError for an answer that is none. The key is in the request's header and nowhere else.
    """
    timeout = aiohttp.ClientTimeout(total=settings.ai_timeout)
    headers = {"authorization": f"Bearer {settings.ai_key}"} if settings.ai_key else {}
    address = f"{settings.ai_url.rstrip('/')}/chat/completions"
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, headers=headers) as session,
            session.post(address, json=_request(settings, tool, messages), allow_redirects=False) as answer,
        ):
            return _read(answer, await answer.read())
    except TimeoutError:
        raise _unavailable(f"did not answer within {settings.ai_timeout} seconds") from None
    except aiohttp.ClientError as error:
        _log.warning("the model cannot be reached", reason=type(error).__name__)
        raise _unavailable("cannot be reached") from None


def _request(settings: Settings, tool: Tool, messages: Sequence[Message]) -> dict[str, Any]:
    body: dict[str, Any] = {"model": settings.ai_model, "messages": msgspec.to_builtins(messages)}
    if tool.num_tokens_for_completion is not None:
        body["max_tokens"] = tool.num_tokens_for_completion
    given = msgspec.to_builtins(tool.llm_endpoint_params) or {}
    return body | {name: value for name, value in given.items() if name not in _NOT_SENT and value is not None}


def _read(answer: aiohttp.ClientResponse, raw: bytes) -> Said:
    if answer.status == _BUSY:
        wait = answer.headers.get("retry-after", "")
        seconds = min(int(wait), _LONGEST_WAIT) if wait.isascii() and wait.isdigit() else 10
        raise RateLimited(max(seconds, 1), "The model is asked too often now; try again later")
    if answer.status == _OVERLOADED or answer.status >= 500:
        raise _unavailable(f"answered {answer.status}")
    if answer.status != 200:
        _log.error("the model refused the question", status=answer.status)
        raise ApiError(
            f"The model refused the question with the status {answer.status}; the operator must look into it"
        )
    try:
        completion = msgspec.json.decode(raw, type=_Completion)
    except msgspec.MsgspecError:
        raise ApiError("The model answered what is no answer; the operator must look into it") from None
    if not completion.choices:
        raise ApiError("The model answered nothing")
    choice = completion.choices[0]
    reason = "done" if choice.finish_reason in {None, "stop"} else str(choice.finish_reason)
    return Said(choice.message.content, reason, completion.model)


def _unavailable(what: str) -> Unavailable:
    return Unavailable(f"The model {what}; try again", headers={"retry-after": "10"})
