"""Information barriers: segments of an enterprise's people who may not reach what the people of other segments own.

https://docs.box.com/en/box-shield/shield-information-barrier/
"""
