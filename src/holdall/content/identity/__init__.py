"""Who acts: enterprises, users, applications, tokens, and the subject that a token stands for.

Sign-in's rules live here; the forms and answers of OAuth 2 are in the box room.
"""
