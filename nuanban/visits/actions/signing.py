"""That somebody agreed at home, in a way they are able to."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from nuanban.lib.errors import Unusable
from nuanban.visits.enums import SignedBy
from nuanban.visits.models import Deed, VisitSignature
from nuanban.visits.sealed import seal

MOST_POINTS = 4_000
Strokes = Sequence[Sequence[tuple[int, int]]]


@dataclass(frozen=True)
class Signature:
    """`strokes`: lines of points from 0 to 1000 across and down; `photo`: operation key of one."""

    way: SignedBy
    name: str
    witness: str = ""
    second_witness: str = ""
    words: str = ""
    strokes: Strokes = ()
    photo: UUID | None = None


def check_signature(signature: Signature) -> None:
    """In words, before the constraints would refuse it."""
    if not signature.name.strip():
        raise Unusable(sentence="请写明是谁同意的。")
    if signature.way == SignedBy.DRAWN and not any(signature.strokes):
        raise Unusable(sentence="请在框里签名。")
    if sum(len(line) for line in signature.strokes) > MOST_POINTS:
        raise Unusable(sentence="签名太长，请擦掉重签。")
    if signature.way == SignedBy.THUMB and signature.photo is None:
        raise Unusable(sentence="按了手印要拍一张照片。")
    witnesses = [signature.witness.strip(), signature.second_witness.strip()]
    if signature.way == SignedBy.MARK and not all(witnesses):
        raise Unusable(sentence="按手印要有两个见证人的姓名。")
    if signature.way == SignedBy.SPOKEN and not (witnesses[0] and signature.words.strip()):
        raise Unusable(sentence="口头同意要写明原话和谁听到的。")


def sign(deed: Deed, signature: Signature) -> None:
    """Kept with the deed, whatever becomes of it."""
    check_signature(signature)
    drawn = json.dumps(signature.strokes) if signature.way == SignedBy.DRAWN else ""
    VisitSignature.objects.create(
        visit_id=deed.visit_id,
        deed=deed,
        way=signature.way,
        name=signature.name.strip()[:60],
        witness=signature.witness.strip()[:60],
        second_witness=signature.second_witness.strip()[:60],
        words=signature.words.strip()[:400],
        photo_key=signature.photo if signature.way == SignedBy.THUMB else None,
        strokes_sealed=seal(drawn, "signature", deed.key),
        signed_at=deed.happened_at,
    )
