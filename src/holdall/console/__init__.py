"""Web pages for people: sign-in, consent, shared links.

One base template and one set of components under a strict content security policy.
"""
