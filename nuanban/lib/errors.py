"""Refusals: errors that a person reads."""

from http import HTTPStatus
from typing import TypeVar

Kind = TypeVar("Kind", bound=type)


def residents_read(refusal: Kind) -> Kind:
    """Marks a refusal that residents' pages can show: its sentence has an English beside it."""
    return refusal


@residents_read
class Refusal(Exception):
    """现在不能这样做，请联系工作人员。"""

    # The docstring of each subclass is the sentence the person reads; `{name}` takes its values
    # from the keyword arguments. `status` is the HTTP status that tells machines the same.
    status: HTTPStatus = HTTPStatus.CONFLICT

    def __init__(self, **values: object) -> None:
        super().__init__()
        self.values = values

    @property
    def code(self) -> str:
        """Stable name for machines: `TicketMoved` → `ticket_moved`."""
        name = type(self).__name__
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")

    def __str__(self) -> str:
        return (type(self).__doc__ or "").strip().format(**self.values)


@residents_read
class NotAllowed(Refusal):
    """您没有做这件事的权限。如果需要，请找负责人开通。"""

    status = HTTPStatus.FORBIDDEN


class NotFound(Refusal):
    """没有找到，或者不归您查看。"""

    status = HTTPStatus.NOT_FOUND


class Unusable(Refusal):
    """{sentence}"""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
