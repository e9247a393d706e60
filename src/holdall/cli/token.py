"""`holdall token`: a developer token, to try the API at once."""

from holdall.base.db import Database, Transaction
from holdall.base.keys import ServerKey
from holdall.cli.app import refuse
from holdall.cli.offline import Several, choose_application, choose_user, run
from holdall.cli.place import HERE, Place
from holdall.content.identity.errors import OAuthError
from holdall.content.identity.inventory import find_user
from holdall.content.identity.provision import issue_token
from holdall.content.identity.scopes import exceeding, parse_scopes

LONGEST_LIFETIME = 365 * 24 * 3600


def token(
    user: str | None = None,
    *,
    application: str | None = None,
    scope: Several = (),
    lifetime: int = 3600,
    place: Place = HERE,
) -> None:
    """Print an access token for a user, good for an hour: curl -H "Authorization: Bearer $(holdall token LOGIN)" ...

    Parameters
    ----------
    user
        The login or id of the user; without it, the application's service account.
    application
        The client id or name of the application; needed only where there are several.
    scope
        A scope to limit the token to; may be given several times.
    lifetime
        How long the token is good for, in seconds.
    """
    if not 0 < lifetime <= LONGEST_LIFETIME:
        refuse(f"a lifetime is between 1 and {LONGEST_LIFETIME} seconds")
    try:
        wanted = parse_scopes(" ".join(scope))
    except OAuthError as error:
        refuse(error.description)

    async def work(db: Database, _key: ServerKey) -> str:
        person = None if user is None else await choose_user(db, user)
        chosen = await choose_application(db, application, person.enterprise_id if person else None)
        person = person or await find_user(db, str(chosen.service_account_id))
        if person is None or person.status == "inactive":
            refuse("the user is inactive")
        too_much = exceeding(chosen.scopes, wanted)
        if too_much:
            refuse(f"the application {chosen.name} does not have the scope {too_much[0]}")
        holder = person

        async def unit(tx: Transaction) -> str:
            return await issue_token(
                tx,
                enterprise_id=holder.enterprise_id,
                user_id=holder.id,
                application_id=chosen.id,
                scopes=tuple(wanted or chosen.scopes),
                lifetime=lifetime,
            )

        return await db.write(unit)

    print(run(place, work))
