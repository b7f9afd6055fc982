"""What a document of the platform says, before it is typeset."""

from dataclasses import dataclass
from uuid import UUID

from nuanban.papers.enums import DocumentKind


@dataclass(frozen=True)
class Letter:
    """One page to one person, in words. `lines` are label and text."""

    kind: DocumentKind
    title: str
    greeting: str
    opening: str
    lines: tuple[tuple[str, str], ...]
    closing: str
    subject_id: UUID
    holder_masked: str
    issuer: str
    large_print: bool = False
