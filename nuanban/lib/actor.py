"""Who acts: a member of staff, a device, a resident, or the platform itself."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

ActorKind = Literal["staff", "device", "resident", "system"]


@dataclass(frozen=True)
class Actor:
    """The one who acts, apart from the one it is for (subject) and the right to do so (mandate)."""

    kind: ActorKind
    id: UUID
    name: str
    device_id: UUID | None = None
    mandate_id: UUID | None = None
    site: str = ""
    address: str = ""


SYSTEM = Actor(kind="system", id=UUID(int=0), name="暖办")
