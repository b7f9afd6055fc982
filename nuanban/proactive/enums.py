"""Closed lists of the channel that nobody has to ask."""

from django.db.models import TextChoices


class RunState(TextChoices):
    """The life of a run."""

    RECKONING = "reckoning", "正在计算"
    PREVIEWED = "previewed", "等经办人核对"
    PROPOSED = "proposed", "等另一人发布"
    RELEASING = "releasing", "正在发放"
    RELEASED = "released", "已发放"
    REFUSED = "refused", "已作废"
    FAILED = "failed", "计算出错"


class ChangeKind(TextChoices):
    """What a run means for one person and one policy."""

    START = "start", "新增"
    RAISE = "change", "金额变动"
    GO_ON = "go_on", "照发"
    STOP = "stop", "停发"
    FADE = "fade", "渐退照发"
    DUE = "due", "快到期"
    ASK = "ask", "还差一项情况"


class ChangeState(TextChoices):
    """Whether a change was carried out."""

    WAITING = "waiting", "未办"
    DONE = "done", "已办"


class EntitlementState(TextChoices):
    """The life of an entitlement."""

    OFFERED = "offered", "等本人同意"
    NOTICED = "noticed", "告知期"
    ACTIVE = "active", "享受中"
    OBJECTED = "objected", "有异议，待复核"
    ENDING = "ending", "停发前联系"
    FADING = "fading", "渐退中"
    ENDED = "ended", "已停发"
    DECLINED = "declined", "本人不要"


LIVE = (
    EntitlementState.OFFERED,
    EntitlementState.NOTICED,
    EntitlementState.ACTIVE,
    EntitlementState.OBJECTED,
    EntitlementState.ENDING,
    EntitlementState.FADING,
)


class GrantState(TextChoices):
    """The life of one payment or one right for one period."""

    RESERVED = "reserved", "已预留"
    GRANTED = "granted", "已发放"
    WITHDRAWN = "withdrawn", "未发放"


class AnswerKind(TextChoices):
    """What a person says to an offer or a notice."""

    AGREE = "agree", "同意"
    OBJECT = "object", "有异议"
    DECLINE = "decline", "不要"


class AnswerVia(TextChoices):
    """How the answer came."""

    SMS = "sms", "短信"
    PHONE = "phone", "电话"
    WINDOW = "window", "窗口"
    VISIT = "visit", "上门"
    WEB = "web", "网页"


class TaskKind(TextChoices):
    """What people do because data alone cannot decide."""

    LOOK_UP = "look_up", "查一项情况"
    KNOCK = "knock", "上门敲门"
    CONTACT = "contact", "停发前联系本人"
    OBJECTION = "objection", "复核异议"


class TaskState(TextChoices):
    """The life of a task."""

    OPEN = "open", "待办"
    DONE = "done", "已办"
    DROPPED = "dropped", "不用办了"


class RowState(TextChoices):
    """What the receiver said of a row of a list."""

    SENT = "sent", "已给出"
    MATCHED = "matched", "对上了"
    MISMATCHED = "mismatched", "对不上"


class OverpaymentState(TextChoices):
    """The life of what was given beyond the last day."""

    FOUND = "found", "待人核定"
    CLAIMED = "claimed", "已告知，等退还"
    OBJECTED = "objected", "有异议，等另一人复核"
    WAIVED = "waived", "不追"
    REPAID = "repaid", "已还清"
