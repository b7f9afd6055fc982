"""Closed lists of the visits."""

from django.db.models import TextChoices


class VisitKind(TextChoices):
    """The five kinds of visits."""

    APPOINTMENT = "appointment", "接诉上门"
    HOME = "home", "在家办"
    VILLAGE_DAY = "village_day", "集中下乡"
    KNOCK = "knock", "主动敲门"
    URGENT = "urgent", "紧急登门"


class AskedVia(TextChoices):
    """Through whom the wish came."""

    PHONE = "phone", "电话"
    GUIDE = "guide", "大厅导服"
    RELATIVE = "relative", "家属"
    STATION = "station", "村社代办点"
    PAGE = "page", "本人网页"
    KNOCK = "knock", "到期名单"
    RESULT = "result", "结果出来了"


class VisitState(TextChoices):
    """Where a visit stands."""

    WANTED = "wanted", "等安排"
    HELD = "held", "时段已留"
    PROMISED = "promised", "已约好"
    ON_THE_WAY = "on_the_way", "在路上"
    ARRIVED = "arrived", "已到"
    NOBODY_HOME = "nobody_home", "没人在家"
    DONE = "done", "已办完"
    CANCELLED = "cancelled", "已取消"


# A crew's time is set aside for these.
BOOKED = (
    VisitState.HELD,
    VisitState.PROMISED,
    VisitState.ON_THE_WAY,
    VisitState.ARRIVED,
)
# Somebody will come, or is there.
COMING = (VisitState.PROMISED, VisitState.ON_THE_WAY, VisitState.ARRIVED)
ENDED = (VisitState.DONE, VisitState.CANCELLED)


class Ride(TextChoices):
    """Whether the car takes the person along: to the hall, a doctor, and home again."""

    NONE = "", "不用接送"
    SEAT = "seat", "接送，能自己坐车"
    WHEELCHAIR = "wheelchair", "接送，坐着轮椅上车"


class PartOfDay(TextChoices):
    """When somebody is at home for a visit."""

    ANY = "any", "都可以"
    MORNING = "morning", "上午"
    AFTERNOON = "afternoon", "下午"


class Outcome(TextChoices):
    """What came of a visit."""

    SETTLED = "settled", "当场办结"
    TAKEN = "taken", "已受理，回去办"
    NOT_NEEDED = "not_needed", "本人不需要"
    WRONG_DATA = "wrong_data", "资料有误"
    REFUSED = "refused", "本人不愿意"
    AGAIN = "again", "要再来一次"


class DeedKind(TextChoices):
    """What somebody notes at the door; each is a move of the visit."""

    SET_OUT = "set_out", "出发"
    ARRIVE = "arrive", "到门口"
    FIND_NOBODY = "find_nobody", "没人在家"
    FINISH = "finish", "办完"


class DeedAnswer(TextChoices):
    """What became of a deed that a phone sent."""

    DONE = "done", "已记下"
    ALREADY = "already", "同事已经记过"
    CONFLICT = "conflict", "两边不一样，等负责人定"
    WAITS = "waits", "等表和照片送到，再接着办"


class Kept(TextChoices):
    """Which of two versions holds."""

    STANDING = "standing", "原来的"
    SENT = "sent", "手机上的"


class SignedBy(TextChoices):
    """How somebody agreed at home."""

    DRAWN = "drawn", "手写签名"
    TYPED = "typed", "代输姓名"
    MARK = "mark", "按手印，有见证人"
    SPOKEN = "spoken", "口头同意"
    THUMB = "thumb", "拇指印照片"


class NoteKind(TextChoices):
    """What else a phone sends from the door; none of it moves the visit."""

    FORM = "form", "填表"
    DECIDE = "decide", "当场办结"
    CASH = "cash", "收现金"
    HANDOVER = "handover", "结果怎么给"
    GRADE = "grade", "评价"


class HomeState(TextChoices):
    """What became of a case that a helper ended at home."""

    DECIDED = "decided", "已当场办结"
    ALREADY = "already", "同事已经当场办结"
    WAITS = "waits", "等表和照片送到"
    OPEN = "open", "没有办结，请接着办"


class Handover(TextChoices):
    """How the result will reach the person, as agreed at home."""

    BROUGHT = "brought", "我们送到家"
    POST = "post", "免费邮寄"
    FETCHED = "fetched", "自己或家人来取"


class Slip(TextChoices):
    """What the person holds in their hand for the money."""

    WRITTEN = "written", "手写收据"
    PRINTED = "printed", "打印小票"


# How it was, as said at home; the best first. Grades of 好差评.
GRADES = (("5", "非常满意"), ("4", "满意"), ("3", "基本满意"), ("2", "不满意"), ("1", "非常不满意"))


class PlanState(TextChoices):
    """Where a proposal for a day stands."""

    ASKED = "asked", "正在排"
    PROPOSED = "proposed", "等您决定"
    ACCEPTED = "accepted", "已采用"
    DROPPED = "dropped", "没有采用"
    FAILED = "failed", "没有排成"
