"""What background work may use: the same pieces that requests are answered with."""

from typing import Protocol

from holdall.base.clock import Clock
from holdall.base.db import Database
from holdall.base.keys import ServerKey
from holdall.base.settings import Settings
from holdall.content.renditions.making import Renditions
from holdall.content.search.index import SearchIndex
from holdall.storage import Stores


class Site(Protocol):
    """The pieces of one open platform; its owner opens and closes them."""

    settings: Settings
    clock: Clock
    db: Database
    key: ServerKey
    stores: Stores
    renditions: Renditions
    search_index: SearchIndex
