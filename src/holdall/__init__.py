"""Holdall: a content platform that speaks the Box API, a connector for it, and a migration service.

One package, three faces over one contract; docs/explanation/rooms.md tells where things live.
"""
