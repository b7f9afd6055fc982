"""Questions are asked once, clearly, and a wrong answer says what to do."""

from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanban.ui.forms import (
    DayField,
    FaceRenderer,
    IdNumberInput,
    PhoneField,
    PickMany,
    need_not_say,
)


class Visit(forms.Form):
    default_renderer = FaceRenderer

    name = forms.CharField(label="姓名", help_text="和身份证上一样。")
    born_on = DayField(label="出生日期")
    way = forms.ChoiceField(
        label="怎么办", widget=forms.RadioSelect, choices=[("home", "上门"), ("hall", "大厅")]
    )
    id_number = forms.CharField(label="身份证号码", widget=IdNumberInput(), required=False)


def _drawn(form: forms.Form, text: str) -> str:
    return Template("{% load ui %}" + text).render(Context({"form": form}))


def test_label_hint_and_source_stand_before_the_box() -> None:
    text = _drawn(Visit(), '{% field form.name source="公安，昨天" %}')
    parts = ["姓名", "和身份证上一样。", "来自公安，昨天，可以改", "<input"]
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)


def test_a_wrong_answer_is_tied_to_its_box() -> None:
    text = _drawn(Visit({}), "{% field form.name %}")
    assert 'aria-invalid="true"' in text
    assert 'id="id_name_error"' in text
    assert "id_name_error" in text.split("aria-describedby")[1]


def test_the_summary_links_to_every_wrong_box() -> None:
    text = _drawn(Visit({"way": "home"}), "{% form_errors form %}")
    assert 'href="#id_name_field"' in text
    assert 'href="#id_born_on_field"' in text
    assert "id_way_field" not in text


def test_a_group_of_choices_has_a_legend() -> None:
    text = _drawn(Visit(), "{% field form.way %}")
    assert "<fieldset" in text
    assert "<legend>怎么办" in text


def test_the_whole_form_draws_every_box() -> None:
    text = str(Visit())
    assert text.count('class="field') == len(Visit.base_fields) + text.count('"field-hint"')


def test_what_was_chosen_of_many_comes_first() -> None:
    choices = [("a", "社保卡"), ("b", "医保卡"), ("c", "低保")]
    field = forms.MultipleChoiceField(label="办什么", widget=PickMany, choices=choices)
    form = type("Picks", (Visit,), {"items": field})({"items": ["c"]})
    text = _drawn(form, "{% field form.items %}")
    assert [it in text for it in ("<fieldset", "data-picks", "<select")] == [True, True, False]
    assert sorted(("社保卡", "医保卡", "低保"), key=text.index) == ["低保", "社保卡", "医保卡"]


def test_an_id_number_is_not_remembered_by_the_browser() -> None:
    assert 'autocomplete="off"' in _drawn(Visit(), "{% field form.id_number %}")


@settings(deadline=None)
@given(st.dates(date(1880, 1, 1), date(2100, 12, 31)))
def test_a_day_comes_back_as_it_was_written(day: date) -> None:
    assert DayField().clean([str(day.year), str(day.month), str(day.day)]) == day


@pytest.mark.parametrize("boxes", [["1953", "2", "31"], ["1953", "13", "1"], ["", "2", "3"]])
def test_a_day_that_does_not_exist_is_refused_in_words(boxes: list[str]) -> None:
    with pytest.raises(forms.ValidationError) as wrong:
        DayField().clean(boxes)
    assert all("。" in message for message in wrong.value.messages)


class Call(forms.Form):
    phone = PhoneField(label="电话")


def test_a_phone_is_read_as_people_write_it() -> None:
    form = Call({"phone": "+86 139 0000-2201"})
    assert form.is_valid()
    assert form.cleaned_data == {"phone": "13900002201"}
    assert "座机请带区号" in str(Call({"phone": "12"}).errors)
    assert not Call({"phone": ""}).is_valid()


def test_what_is_on_file_is_taken_when_nothing_is_typed_and_never_shown() -> None:
    form, other = Call({"phone": " "}), Call({"phone": "13900002202"})
    for one in (form, other):
        need_not_say(one, "phone", "13900002201", "不填就打档案里的")
        assert one.is_valid()
        assert "13900002201" not in str(one)
    assert form.cleaned_data["phone"] == "13900002201"
    assert other.cleaned_data["phone"] == "13900002202"
