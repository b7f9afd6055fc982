"""What is strange about a file as a whole: then a person decides, and nothing is cancelled."""

from nuanban.eligibility import queries as eligibility
from nuanban.feeds.enums import DeliveryState
from nuanban.feeds.kinds import FeedKind
from nuanban.feeds.models import Delivery

WHOLE = 100


def last_kept(delivery: Delivery) -> Delivery | None:
    """The newest file of this kind that was taken."""
    kept = Delivery.objects.filter(kind=delivery.kind, state=DeliveryState.KEPT)
    return kept.exclude(pk=delivery.pk).order_by("-as_of", "-received_at").first()


def people_before(kind: FeedKind, delivery: Delivery) -> int:
    """How many people the list had before."""
    last = last_kept(delivery)
    if last is not None:
        return last.people
    if not kind.is_whole_list:
        return 0
    return len(eligibility.people_on_list(kind.department, dict(kind.leaves)))


def doubts(kind: FeedKind, delivery: Delivery) -> list[str]:
    """Sentences for the person who decides; none: the file is as expected."""
    found = []
    last, before = last_kept(delivery), people_before(kind, delivery)
    fewest = before * (WHOLE - kind.fewer_people_percent)
    if kind.fewer_people_percent and before and delivery.people * WHOLE <= fewest:
        share = WHOLE * (before - delivery.people) // before
        found.append(f"人数少了 {share}%：原来 {before} 人，这一份 {delivery.people} 人。")
    if kind.more_deaths_percent and last is not None and delivery.deaths > 0:
        most = max(1, last.deaths) * (WHOLE + kind.more_deaths_percent)
        if delivery.deaths * WHOLE >= most:
            found.append(f"死亡突然增多：上一份 {last.deaths} 人，这一份 {delivery.deaths} 人。")
    if last is not None and delivery.as_of < last.as_of:
        found.append(f"这是旧名单：截至 {delivery.as_of}，已经收下的是 {last.as_of}。")
    if delivery.is_cut:
        found.append("文件末尾断在一行中间，可能没有传完。")
    if delivery.rows_in and not delivery.accepted:
        found.append("没有一行能收下，可能整列错了位。")
    return found
