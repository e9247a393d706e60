"""The background work of the rooms above `holdall.work`: importing this registers it, for servers and for workers alike."""

from holdall.box import skill_news, webhook_news
from holdall.migration.service import duties

__all__ = ["duties", "skill_news", "webhook_news"]
