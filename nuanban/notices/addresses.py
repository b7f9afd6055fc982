"""Where a notice goes: read, sealed, masked, found again."""

from dataclasses import dataclass
from uuid import UUID

from nuanban.lib.errors import Unusable
from nuanban.lib.phones import PhoneFault, is_mobile, mask_phone, read_phone
from nuanban.notices.enums import Kind
from nuanban.notices.sealed import phone_index, seal

SHOWN_OF_ADDRESS = 6


@dataclass(frozen=True)
class Address:
    """An address as a notice keeps it."""

    sealed: bytes | None
    masked: str
    index: bytes | None


NOWHERE = Address(None, "", None)


def read_address(kind: Kind, to: str, row: UUID) -> Address:
    """Raises a refusal for what cannot be reached in this way."""
    if kind == Kind.IN_APP:
        return NOWHERE
    if kind == Kind.LETTER:
        return _postal(to.strip(), row)
    try:
        digits = read_phone(to)
    except PhoneFault as fault:
        raise Unusable(sentence=str(fault)) from None
    if kind == Kind.SMS and not is_mobile(digits):
        raise Unusable(sentence="座机收不到短信，请改用电话任务或信件。")
    return Address(seal(digits, "notice.to", row), mask_phone(digits), phone_index(digits))


def _postal(to: str, row: UUID) -> Address:
    if not to or "\x00" in to:
        raise Unusable(sentence="请写明信件寄到哪里。")
    shown = to[:SHOWN_OF_ADDRESS] if len(to) > SHOWN_OF_ADDRESS * 2 else to[:2]
    return Address(seal(to, "notice.to", row), f"{shown}****", None)
