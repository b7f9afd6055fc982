"""The notice of an address."""

from uuid import UUID

from django.http import Http404

from nuanban.notices import queries
from nuanban.notices.enums import Kind
from nuanban.notices.queries import Notice


def find_or_404(notice_id: UUID, *kinds: Kind) -> Notice:
    """The notice with this id, of one of these kinds."""
    found = queries.notice_by_id(notice_id)
    if found is None or (kinds and found.kind not in kinds):
        raise Http404
    return found
