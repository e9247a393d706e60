"""Terms of service: what an enterprise asks its own people, and those who collaborate from outside, to accept.

https://developer.box.com/guides/security/terms-of-service/
"""
