"""Sign requests: documents that people sign on a page of their own, one after the other, and the log of who did what.

    creating      a request and its signers, from files or from a template; `templates` keeps those
    documents     carried out in the background: the sources become one PDF; signatures are put on it; the last one seals it
    deciding      what signers do: they look, sign, decline
    progress      whose turn it is: mail, reminders, expiration, cancelling

Whoever has the secret address of a signer's page acts as that signer, as far as no sign-in or password is asked for besides.
"""
