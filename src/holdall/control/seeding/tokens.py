"""The section `tokens`: access tokens that are known beforehand, or made up, for users of the seed."""

import msgspec

from holdall.base.clock import SECOND
from holdall.base.db import Transaction
from holdall.base.ids import secret_hash
from holdall.content.identity import provision
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import access_tokens
from holdall.control.seeding.document import SeedError, section
from holdall.control.seeding.planting import PlantedToken, Planting

TEN_YEARS = 10 * 365 * 24 * 3600


class SeedToken(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An access token of a user to the first application of the user's enterprise."""

    user: str | int
    """Login or id."""
    token: str | None = None
    """The text of the token; without it, one is made up and told in the answer."""
    lifetime: int = TEN_YEARS
    """Seconds; ten years without it."""
    scopes: tuple[str, ...] = provision.DEFAULT_SCOPES
    """What it may do; without them, everything."""


@section("tokens", list[SeedToken], order=20)
async def plant_tokens(planting: Planting, seeds: list[SeedToken]) -> None:
    """Make the tokens; one whose text is given lives on from now."""
    for number, seed in enumerate(seeds):
        subject = await planting.subject(seed.user, f"tokens[{number}].user")
        if not subject.application_id:
            raise SeedError(f"tokens[{number}]: enterprise {subject.enterprise_id} has no application to have a token")
        token = await planting.platform.db.write(_plant_token, seed, subject)
        planting.planted.tokens.append(PlantedToken(token, str(subject.user_id), subject.login))


async def _plant_token(tx: Transaction, seed: SeedToken, subject: Subject) -> str:
    if seed.token is not None:
        expires_at = tx.now + seed.lifetime * SECOND
        if await tx.update(access_tokens, {"token_hash": secret_hash(seed.token)}, expires_at=expires_at):
            return seed.token
    return await provision.issue_token(
        tx,
        enterprise_id=subject.enterprise_id,
        user_id=subject.user_id,
        application_id=subject.application_id,
        scopes=seed.scopes,
        lifetime=seed.lifetime,
        token=seed.token,
    )
