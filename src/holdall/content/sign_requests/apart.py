"""People whom an information barrier keeps apart do not sign one document.

https://developer.box.com/reference/post-sign-requests/ (signers in conflicting segments)
"""

from collections.abc import Iterable

import sqlalchemy as sa

from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.content.barriers.errors import BarrierBlocks
from holdall.content.barriers.walls import all_barred
from holdall.content.identity.tables import users

_BY_LOGIN = query(sa.select(users.c.id, users.c.login).where(contains(users.c.login_key, "keys")))


async def require_together(reader: Reader, emails: Iterable[str], others: Iterable[int]) -> None:
    """Raise BarrierBlocks where one of these addresses is of somebody kept from what another, or one of the others, has.

    `others` are users: the sender, and whose folder the document goes to.
    """
    signers = dict(await reader.all(_BY_LOGIN, keys=[one.casefold() for one in emails]))
    people = {*signers, *others}
    for user_id in sorted(people):
        kept_from = (await all_barred(reader, user_id)) & people
        if kept_from:
            names = [signers[one] for one in sorted({user_id, *kept_from}) if one in signers]
            raise BarrierBlocks(
                f"An information barrier does not allow that {' and '.join(names) or 'they'} take part in one request"
            )
