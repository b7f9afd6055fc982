"""Pages of the catalogue: for everyone, and for those who write guides."""

from nuanban.catalogue.views.bundle import bundle, bundle_print
from nuanban.catalogue.views.drafts import (
    discard,
    drafts,
    guide,
    preview,
    publish,
    recall,
    save_papers,
    save_texts,
    start,
)
from nuanban.catalogue.views.item import item, item_print
from nuanban.catalogue.views.listing import item_list

__all__ = [
    "bundle",
    "bundle_print",
    "discard",
    "drafts",
    "guide",
    "item",
    "item_list",
    "item_print",
    "preview",
    "publish",
    "recall",
    "save_papers",
    "save_texts",
    "start",
]
