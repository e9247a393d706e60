"""Web pages for people: sign-in, consent, shared links.

One base template and one set of components under a strict content security policy. Importing the room registers its
pages with the gateway.
"""

from holdall.console import assets, authorize, shared, sign_in

__all__ = ["assets", "authorize", "shared", "sign_in"]
