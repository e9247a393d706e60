"""Links in mail by which a person chooses a password: signed, for a while, and good until the password changes."""

from holdall.base.clock import SECOND
from holdall.base.db import Database, Transaction
from holdall.base.keys import ServerKey
from holdall.content.identity.sign_in import Account, find_account_by_id
from holdall.content.mail import post_mail

PURPOSE = "password link"
INVITATION_LIFETIME = 7 * 24 * 3600
RESET_LIFETIME = 3600
PATH = "/sign-in/password"


def make_ticket(key: ServerKey, account: Account, expires_at: int) -> str:
    """What lets its holder choose the password of this account until the instant `expires_at`."""
    seconds = expires_at // SECOND
    return f"{account.id}.{seconds}.{key.sign(_signed(account, seconds), PURPOSE)}"


async def open_ticket(db: Database, key: ServerKey, ticket: str) -> Account | None:
    """The account whose password the ticket lets one choose, or None where it is not good (any more)."""
    user_id, _, rest = ticket.partition(".")
    seconds, _, signature = rest.partition(".")
    if not (user_id.isdecimal() and seconds.isdecimal() and len(ticket) < 200):
        return None
    account = await find_account_by_id(db, int(user_id))
    if account is None or account.status == "inactive" or int(seconds) * SECOND <= db.now:
        return None
    return account if key.verify(_signed(account, int(seconds)), signature, PURPOSE) else None


async def send_link(
    tx: Transaction, key: ServerKey, user_id: int, *, base_url: str, template: str, lifetime: int
) -> None:
    """Part of a unit: mail the person a link that is good for `lifetime` seconds."""
    account = await find_account_by_id(tx, user_id)
    assert account is not None
    ticket = make_ticket(key, account, tx.now + lifetime * SECOND)
    await post_mail(
        tx,
        enterprise_id=account.enterprise_id,
        recipient=account.login,
        template=template,
        name=account.name,
        link=f"{base_url}{PATH}?ticket={ticket}",
    )


def _signed(account: Account, seconds: int) -> str:
    """Bound to the present password, so that a link is used up by what it is for."""
    return f"{account.id}.{seconds}.{account.password_hash or ''}"
