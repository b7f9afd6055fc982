"""What people are told, in plain words, each in their way."""

from datetime import date

from nuanban.lib.money import yuan
from nuanban.proactive.periods import month_end
from nuanban.rulebook.policy import Consent, Period, Policy

EACH = {Period.MONTH: "每月", Period.YEAR: "每年", Period.ONCE: "一次性", Period.NONE: ""}


def sentence(words: str) -> str:
    """Words with an end, so that the next ones may follow."""
    return words if not words or words[-1] in "。！？" else f"{words}。"


def reasons_of(policy: Policy) -> list[str]:
    """Why somebody has it, to be told to them; that they live need not be said."""
    return [c.says for c in policy.conditions if c.article != "alive"]


def start_words(policy: Policy, amount_fen: int, since: date, code: str, phone: str) -> str:
    """A new entitlement: what, how much, from when, why, how to object or agree."""
    money = f"，{EACH[policy.period]} {yuan(amount_fen)}" if amount_fen else ""
    why = "、".join(reasons_of(policy))
    begun = f"您可以享受{policy.title}{money}，从{since.year}年{since.month}月起，不用申请。"
    return f"{begun}原因：{why}。{_how(policy, phone)}查询码：{code}"


def _how(policy: Policy, phone: str) -> str:
    if policy.consent == Consent.ONE_WORD:
        return f"同意请回复“同意”，不要请回复“不要”，或拨打{phone}。"
    if policy.consent == Consent.KNOCK:
        return f"工作人员会上门和您核对，有疑问请拨打{phone}。"
    if policy.consent == Consent.NOTICE:
        return f"{policy.objection_days}天内有异议请回复“异议”或拨打{phone}，没有异议就照发。"
    return f"有疑问请拨打{phone}。"


def stop_words(policy: Policy, why: str, ends_on: date, day: date, phone: str) -> str:
    """An entitlement that ends: until when, why, and how to object."""
    objecting = f"如果不对，请回复“异议”或拨打{phone}。停之前会有人联系您。"
    if ends_on < day.replace(day=1):
        return f"您的{policy.title}这个月起不再发。原因：{why}{objecting}"
    last = f"发到{ends_on.year}年{ends_on.month}月{ends_on.day}日"
    if ends_on > month_end(day):
        last += "，这几个月是渐退期，照原来的标准发"
    return f"您的{policy.title}{last}。原因：{why}{objecting}"


def again_words(policy: Policy, amount_fen: int, phone: str) -> str:
    """What was about to end goes on."""
    money = f"，{EACH[policy.period]} {yuan(amount_fen)}" if amount_fen else ""
    return f"您又符合{policy.title}的条件了，照发{money}，不停了。有疑问请拨打{phone}。"


def change_words(policy: Policy, before_fen: int, amount_fen: int, phone: str) -> str:
    """Another amount."""
    each = EACH[policy.period]
    return (
        f"您的{policy.title}{each}由{yuan(before_fen)}调整为{yuan(amount_fen)}。"
        f"有疑问请拨打{phone}。"
    )


def due_words(policy: Policy, phone: str) -> str:
    """Something will have to be renewed."""
    return f"提醒您：{policy.title}。{policy.summary}可以由我们上门办，请拨打{phone}。"
