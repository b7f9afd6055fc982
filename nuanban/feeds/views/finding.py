"""The list, file or row of an address."""

from uuid import UUID

from django.http import Http404

from nuanban.accounts.perms import CityRequest
from nuanban.feeds import queries
from nuanban.feeds.queries import Delivery, FeedKind, QuarantinedRow


def kind_or_404(request: CityRequest, code: str) -> FeedKind:
    """The kind with this code, when this person sees it."""
    for kind in queries.kinds_visible_to(request.user):
        if kind.code == code:
            return kind
    raise Http404


def delivery_or_404(request: CityRequest, delivery_id: UUID) -> Delivery:
    """The file with this id."""
    visible = queries.deliveries_visible_to(request.user).select_related("decided_by")
    found = visible.filter(pk=delivery_id).first()
    if found is None:
        raise Http404
    return found


def row_or_404(request: CityRequest, row_id: UUID) -> QuarantinedRow:
    """The row with this id."""
    found = queries.row_visible_to(request.user, row_id)
    if found is None:
        raise Http404
    return found
