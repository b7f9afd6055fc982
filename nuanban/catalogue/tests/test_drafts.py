"""Writing a guide, and letting it loose on a day: two people, no surprises."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User
from nuanban.catalogue import actions, queries
from nuanban.catalogue.models import ItemVersion
from nuanban.catalogue.queries import Item
from nuanban.lib.days import city_day
from nuanban.lib.errors import Unusable
from nuanban.lib.keys import new_key
from tests.cast import Cast

CODE = "SG-MZ-01"
PAGE = f"/desk/catalogue/{CODE}/"


@pytest.fixture
def item(cast: Cast) -> Item:
    found = queries.item(CODE)
    assert found is not None
    return found


@pytest.fixture
def draft(cast: Cast, item: Item) -> ItemVersion:
    return actions.start_draft(item, by=cast.by(Role.LEAD_OFFICER), at=cast.at)


def texts_of(version: ItemVersion, **changed: object) -> actions.GuideTexts:
    names = actions.GuideTexts.__dataclass_fields__
    return actions.GuideTexts(**{name: getattr(version, name) for name in names} | changed)


def publish(version: ItemVersion, cast: Cast, day: date, at: datetime | None = None) -> ItemVersion:
    by = cast.by(Role.SUPERVISOR)
    return actions.publish_version(version, publish_on=day, by=by, at=at or cast.at)


def test_a_draft_begins_as_a_copy_and_changes_nothing_outside(
    cast: Cast, item: Item, draft: ItemVersion
) -> None:
    in_force = queries.version_in_force(CODE, city_day(cast.at))
    assert in_force is not None
    assert draft.number == in_force.number + 1
    assert queries.changes(in_force, draft) == []
    again = actions.start_draft(item, by=cast.by(Role.SUPERVISOR), at=cast.at)
    assert again == draft


def test_a_published_guide_counts_from_its_day(cast: Cast, draft: ItemVersion) -> None:
    today = city_day(cast.at)
    by = cast.by(Role.LEAD_OFFICER)
    draft = actions.save_draft(draft, texts=texts_of(draft, answer="新话。"), by=by, at=cast.at)
    publish(draft, cast, today + timedelta(days=7))
    before = queries.version_in_force(CODE, today + timedelta(days=6))
    after = queries.version_in_force(CODE, today + timedelta(days=7))
    assert before is not None
    assert after is not None
    assert before.answer != "新话。"
    assert after.answer == "新话。"


def test_who_wrote_a_text_does_not_publish_it(cast: Cast, draft: ItemVersion) -> None:
    writer = cast.by(Role.LEAD_OFFICER)
    with pytest.raises(actions.OwnText, match="另一位"):
        actions.publish_version(draft, publish_on=city_day(cast.at), by=writer, at=cast.at)


def test_two_writers_do_not_lose_each_others_words(cast: Cast, draft: ItemVersion) -> None:
    other = queries.draft_of(CODE)
    assert other is not None
    by = cast.by(Role.LEAD_OFFICER)
    actions.save_draft(draft, texts=texts_of(draft, who="甲。"), by=by, at=cast.at)
    with pytest.raises(actions.DraftChanged, match="别人也改了"):
        actions.save_draft(other, texts=texts_of(other, who="乙。"), by=by, at=cast.at)
    kept = queries.draft_of(CODE)
    assert kept is not None
    assert kept.who == "甲。"


def test_a_day_that_has_passed_or_is_taken_is_refused(cast: Cast, draft: ItemVersion) -> None:
    today = city_day(cast.at)
    with pytest.raises(actions.PublishDayPassed):
        publish(draft, cast, today - timedelta(days=1))
    item = draft.item
    publish(draft, cast, today)
    second = actions.start_draft(item, by=cast.by(Role.LEAD_OFFICER), at=cast.at)
    with pytest.raises(actions.DayTaken):
        publish(second, cast, today)


def test_an_unfinished_guide_is_not_published(cast: Cast, draft: ItemVersion) -> None:
    by = cast.by(Role.LEAD_OFFICER)
    draft = actions.save_draft(draft, texts=texts_of(draft, who=" "), by=by, at=cast.at)
    with pytest.raises(actions.TextsMissing, match="谁可以办"):
        publish(draft, cast, city_day(cast.at))


def test_what_does_not_count_yet_can_be_taken_back(cast: Cast, draft: ItemVersion) -> None:
    today = city_day(cast.at)
    by = cast.by(Role.SUPERVISOR)
    coming = publish(draft, cast, today + timedelta(days=3))
    assert actions.recall_version(coming, by=by, at=cast.at).state == "draft"
    counts = publish(coming, cast, today)
    with pytest.raises(actions.AlreadyInForce):
        actions.recall_version(counts, by=by, at=cast.at)


def test_questions_and_papers_are_checked_when_saved(cast: Cast, draft: ItemVersion) -> None:
    by = cast.by(Role.LEAD_OFFICER)
    with pytest.raises(Unusable, match="缺少 name"):
        actions.save_situation(draft, text='materials = ["x"]', by=by, at=cast.at)
    draft = actions.save_situation(draft, text='materials = ["id_card"]', by=by, at=cast.at)
    assert [need.code for need in queries.materials_for(draft, {})] == ["id_card"]
    in_force = queries.version_in_force(CODE, city_day(cast.at))
    assert in_force is not None
    assert "提问和材料" in [change.label for change in queries.changes(in_force, draft)]


def test_a_thrown_away_draft_is_gone_for_good(cast: Cast, draft: ItemVersion) -> None:
    by = cast.by(Role.LEAD_OFFICER)
    actions.discard_draft(draft, by=by, at=cast.at)
    assert queries.draft_of(CODE) is None
    with pytest.raises(actions.DraftGone):
        actions.discard_draft(draft, by=by, at=cast.at)


def test_the_tables_refuse_what_the_actions_forbid(draft: ItemVersion) -> None:
    rows = ItemVersion.objects.filter(pk=draft.pk)
    for wrong in ({"promised_days": 99}, {"state": "published"}, {"visits": 4}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


# --- pages ---


def signed_in(client: Client, user: User) -> Client:
    """Signed in with a second factor."""
    client.force_login(user)
    card = StaticDevice.objects.create(user=user, name="纸卡")
    session = client.session
    session["otp_device_id"] = card.persistent_id
    session.save()
    return client


WRITERS = {Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.SUPERVISOR}


def test_only_writers_and_publishers_see_drafts(cast: Cast, draft: ItemVersion) -> None:
    preview = f"/desk/catalogue/versions/{draft.pk}/"
    for role in Role:
        client = signed_in(Client(), cast.user(role))
        expected = 200 if role in WRITERS else 404
        for address in ("/desk/catalogue/", PAGE, preview):
            assert client.get(address).status_code == expected, (role, address)


def test_a_guest_is_sent_to_the_door(client: Client, cast: Cast) -> None:
    assert client.get("/desk/catalogue/").status_code in (302, 404)


def test_officers_of_another_department_do_not_edit(cast: Cast, client: Client) -> None:
    officer = cast.user(Role.DEPARTMENT_OFFICER)
    User.objects.filter(pk=officer.pk).update(department="公安")
    signed_in(client, officer)
    assert client.post(f"{PAGE}start/", {"op": new_key()}).status_code == 404
    User.objects.filter(pk=officer.pk).update(department="民政")
    assert client.post(f"{PAGE}start/", {"op": new_key()}).status_code == 303


def test_a_guide_is_written_and_published_on_pages(cast: Cast, item: Item) -> None:
    writer = signed_in(Client(), cast.user(Role.LEAD_OFFICER))
    assert writer.post(f"{PAGE}start/", {"op": new_key()}).status_code == 303
    draft = queries.draft_of(CODE)
    assert draft is not None
    filled = {
        "answer": "改过的话。",
        "about": draft.about,
        "who": draft.who,
        "cost": draft.cost,
        "visits": 0,
        "steps": "第一步。\n第二步。",
        "tips": "",
        "legal_days": 30,
        "promised_days": 31,
        "result": draft.result,
        "source": "",
        "revision": draft.revision,
        "op": new_key(),
    }
    page = writer.post(f"{PAGE}texts/", filled)
    assert page.status_code == 422
    assert "承诺的天数不能比规定的天数长" in page.content.decode()
    filled |= {"promised_days": 22, "op": new_key()}
    assert writer.post(f"{PAGE}texts/", filled).status_code == 303
    assert writer.post(f"{PAGE}publish/", {"op": new_key()}).status_code == 404
    draft = queries.draft_of(CODE)
    assert draft is not None
    assert draft.steps == ["第一步。", "第二步。"]
    head = signed_in(Client(), cast.user(Role.SUPERVISOR))
    assert "改过的话。" in head.get(PAGE).content.decode()
    day = {"publish_on_year": 2099, "publish_on_month": 1, "publish_on_day": 1}
    sent = {**day, "revision": draft.revision, "op": new_key()}
    assert head.post(f"{PAGE}publish/", sent).status_code == 303
    assert queries.draft_of(CODE) is None


def test_a_mistake_in_the_papers_is_shown_beside_what_was_typed(
    cast: Cast, client: Client, draft: ItemVersion
) -> None:
    signed_in(client, cast.user(Role.LEAD_OFFICER))
    sent = {"text": 'materials = ["x"', "revision": draft.revision, "op": new_key()}
    page = client.post(f"{PAGE}papers/", sent)
    assert page.status_code == 422
    assert "格式不对" in page.content.decode()
    assert "materials = [&quot;x&quot;" in page.content.decode()


def test_pages_that_act_answer_only_to_post(cast: Cast, client: Client) -> None:
    signed_in(client, cast.user(Role.LEAD_OFFICER))
    for name in ("start", "texts", "papers", "discard"):
        assert client.get(f"{PAGE}{name}/").status_code == 405
