"""What phones send from the door: deeds, signatures, photos, and where two versions differ."""

from django.db import models
from django.db.models import Q

from nuanban.lib.keys import new_key
from nuanban.visits.enums import DeedAnswer, DeedKind, Kept, Outcome, SignedBy, VisitState


class Deed(models.Model):
    """One thing noted at the door, perhaps without signal. Every deed sent stands here once."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    # The operation key that the phone made.
    key = models.UUIDField()
    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="+")
    kind = models.TextField(choices=DeedKind.choices)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    user_name = models.TextField()
    # What the phone believed: where the visit stood, and whose promise it was.
    believed = models.TextField(choices=VisitState.choices)
    promise = models.TextField()
    outcome = models.TextField(choices=Outcome.choices, blank=True, default="")
    words = models.TextField(blank=True, default="")
    phone_at = models.DateTimeField("手机上的时间")
    received_at = models.DateTimeField("收到的时间")
    happened_at = models.DateTimeField("照服务器的钟")
    # Where the phone was, at arriving and leaving only, and only if the helper agreed.
    latitude = models.FloatField("纬度", null=True)
    longitude = models.FloatField("经度", null=True)
    accuracy_m = models.FloatField("误差（米）", null=True)
    clock_skewed = models.BooleanField("手机的钟不准", default=False)
    answer = models.TextField(choices=DeedAnswer.choices)

    class Meta:
        ordering = ("happened_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["key"],
                name="deed_taken_in_once",
                violation_error_message="这一条已经收到过。",
            ),
            models.CheckConstraint(
                condition=~Q(kind=DeedKind.FINISH) | ~Q(outcome=""),
                name="finishing_deed_says_outcome",
                violation_error_message="办完要写明结果。",
            ),
            models.CheckConstraint(
                condition=~Q(kind=DeedKind.SET_OUT) | Q(latitude=None, longitude=None),
                name="place_only_at_arrive_and_leave",
                violation_error_message="位置只在到门口和离开时记。",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None, accuracy_m=None)
                | Q(
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                    accuracy_m__gte=0,
                ),
                name="deed_lies_on_earth",
                violation_error_message="坐标不对。",
            ),
        )
        indexes = (models.Index(fields=["visit", "happened_at"], name="deed_by_visit"),)

    def __str__(self) -> str:
        return f"{self.visit_id} {self.kind}"


class VisitConflict(models.Model):
    """A deed that does not fit what stands: both are kept until a dispatcher says which holds."""

    id = models.UUIDField(primary_key=True, default=new_key)
    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="+")
    deed = models.OneToOneField("visits.Deed", models.PROTECT, related_name="+")
    # What stood when the deed came.
    standing = models.JSONField()
    created_at = models.DateTimeField()
    kept = models.TextField(choices=Kept.choices, blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("created_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_at=None, kept="", settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(kept=""),
                name="settled_conflict_says_by_whom",
                violation_error_message="定下来要写明按哪边、谁定的。",
            ),
        )
        indexes = (
            models.Index(
                fields=["visit"], name="conflict_open", condition=Q(settled_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.visit_id} {self.kept or '?'}"


class VisitSignature(models.Model):
    """That somebody agreed at home: drawn, typed for them, by a mark or thumb print, or spoken."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_key)
    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="+")
    deed = models.OneToOneField("visits.Deed", models.PROTECT, related_name="+")
    way = models.TextField(choices=SignedBy.choices)
    name = models.TextField("谁同意")
    witness = models.TextField("见证人", blank=True, default="")
    second_witness = models.TextField("第二个见证人", blank=True, default="")
    words = models.TextField("原话", blank=True, default="")
    # The operation key of the photo of a thumb print, which may come later.
    photo_key = models.UUIDField(null=True)
    # The strokes of a drawn name, sealed.
    strokes_sealed = models.BinaryField(null=True)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ("signed_at",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(way=SignedBy.DRAWN) | Q(strokes_sealed__isnull=False),
                name="drawn_signature_is_kept",
                violation_error_message="请在框里签名。",
            ),
            models.CheckConstraint(
                condition=~Q(way=SignedBy.MARK) | ~Q(witness="") & ~Q(second_witness=""),
                name="mark_has_two_witnesses",
                violation_error_message="按手印要有两个见证人的姓名。",
            ),
            models.CheckConstraint(
                condition=~Q(way=SignedBy.SPOKEN) | ~Q(words="") & ~Q(witness=""),
                name="spoken_consent_says_words_and_hearer",
                violation_error_message="口头同意要写明原话和谁听到的。",
            ),
            models.CheckConstraint(
                condition=~Q(way=SignedBy.THUMB) | Q(photo_key__isnull=False),
                name="thumb_print_has_a_photo",
                violation_error_message="按了手印要拍一张照片。",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="signature_says_who",
                violation_error_message="请写明是谁同意的。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.visit_id} {self.way}"


class VisitPhoto(models.Model):
    """A paper or a thumb print photographed at home."""

    id = models.UUIDField(primary_key=True, default=new_key)
    # The operation key that the phone made.
    key = models.UUIDField(null=True, unique=True)
    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="+")
    upload = models.OneToOneField("papers.Upload", models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    # The paper it shows, as the item calls it; nothing for whatever else was photographed.
    item = models.TextField("哪件事的", blank=True, default="")
    material = models.TextField("哪份材料", blank=True, default="")
    # The upload as which it stands with the paper of the case, once there is one.
    shown_as = models.UUIDField(null=True)

    class Meta:
        ordering = ("taken_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(item="", material="") | ~Q(item="") & ~Q(material=""),
                name="photo_of_a_paper_says_which",
                violation_error_message="请写明是哪件事的哪份材料。",
            ),
            models.CheckConstraint(
                condition=Q(shown_as=None) | ~Q(material=""),
                name="only_photo_of_a_paper_goes_to_a_case",
                violation_error_message="没有写明是哪份材料的照片，不放进办件。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.visit_id} {self.upload_id}"
