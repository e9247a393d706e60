"""The library's log becomes part of ours, without its alarm about what is done on purpose."""

import logging

_ON_PURPOSE = (
    "Asyncio task cancelled for workflow or step",  # a server that stops, or a reset
    "is no longer owned by this execution",  # a workflow that was cancelled or paused in the middle of a step
)
_STOPPED = frozenset({"DBOSAwaitedWorkflowCancelledError", "DBOSWorkflowCancelledError"})


def join_library_log() -> None:
    """Let the library write to the log of the process; it must not have been started before."""
    logger = logging.getLogger("dbos")
    if not any(isinstance(handler, logging.NullHandler) for handler in logger.handlers):
        # With a handler of ours the library adds none of its own.
        logger.addHandler(logging.NullHandler())
        logger.addFilter(_is_news)
    logger.propagate = True


def _is_news(record: logging.LogRecord) -> bool:
    raised = record.exc_info[0] if record.exc_info else None
    if raised is not None and raised.__name__ in _STOPPED:
        return False
    message = record.getMessage()
    return not any(phrase in message for phrase in _ON_PURPOSE)
