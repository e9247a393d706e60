"""When a job has run often enough: its stop policy, and what is counted of its runs.

Source of what counts: the vendor's documentation of stop policies.
"""

from typing import Any

import msgspec

from .bodies import StopPolicyBody, read_part


class Counts(msgspec.Struct, frozen=True):
    """How many runs there were, how many of them found nothing to do, and how many left something flagged or failed."""

    executions: int = 0
    completions: int = 0
    failures: int = 0

    def after(self, status: str) -> "Counts":
        """The counts after a run that ended so. One that could not begin does not count."""
        if status == "failed_to_start":
            return self
        return Counts(
            self.executions + 1,
            self.completions + (status == "no_changes"),
            self.failures + (status in {"warn", "failed"}),
        )


class StopPolicy(msgspec.Struct, frozen=True):
    """After how many runs of each kind a job is over; None is never."""

    on_execute: int | None = None
    on_success: int | None = None
    on_failure: int | None = None

    def is_reached(self, counts: Counts) -> bool:
        """Whether one of the limits is reached."""
        pairs = (
            (counts.executions, self.on_execute),
            (counts.completions, self.on_success),
            (counts.failures, self.on_failure),
        )
        return any(limit is not None and count >= limit for count, limit in pairs)


def read_stop_policy(said: Any) -> StopPolicy:
    """A job's stop policy as it was said, read; 0 is no limit. Raises BadRequest naming what is wrong.

    Of the older names `executions`, `completions` and `failures` are the limits, and `policy` says which of the last
    two holds: `never` none, `on_success` completions alone, `on_failure` failures alone.
    """
    body: StopPolicyBody = read_part(said or {}, StopPolicyBody, "stop_policy")
    if body.policy == "never":
        return StopPolicy()
    success = body.on_success or body.completions or None
    failure = body.on_failure or body.failures or None
    return StopPolicy(
        on_execute=body.on_execute or body.executions or None,
        on_success=None if body.policy == "on_failure" else success,
        on_failure=None if body.policy == "on_success" else failure,
    )
