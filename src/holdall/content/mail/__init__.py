"""Mail to people: written in the transaction of what it tells of, sent afterwards, or captured where nobody sends.

    await post_mail(tx, enterprise_id=..., recipient="ada@example.com", template="collaboration", inviter=..., ...)

A template is two files, templates/<name>.txt (its first line is the subject) and templates/<name>.html.
"""

from holdall.content.mail.delivery import deliver_mail
from holdall.content.mail.outbox import list_mail, post_mail

__all__ = ["deliver_mail", "list_mail", "post_mail"]
