"""The components as tags and filters: what they say, in both languages, and that they escape."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import LoginView, LogoutView
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory
from django.urls import path
from django.utils import translation

from qingshan.apps.base.frame import Crumb, Reason, Step, spoken
from qingshan.apps.base.templatetags import amounts
from qingshan.apps.base.templatetags.icons import STATES
from qingshan.apps.base.templatetags.province import Pin
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period


class Signed:
    """Stands for the addresses of signing in and out."""

    urlpatterns = (
        path("login/", LoginView.as_view(), name="login"),
        path("logout/", LogoutView.as_view(), name="logout"),
    )


LATE = datetime(2026, 1, 22, 16, 5, tzinfo=UTC)
"""Already the next day in China."""

STYLES = Path(__file__).parents[1] / "static" / "base"


def shown(template: str, language: str = "zh-hans", **context: Any) -> str:
    with translation.override(language):
        return str(engines["django"].from_string(template).render(context))


@pytest.mark.parametrize(
    ("template", "value", "zh", "en"),
    [
        ("{{ v|tonnes }}", 175_300_000, "17,530", "17,530"),
        ("{{ v|tonnes }}", 175_306_182, "17,530.6182", "17,530.6182"),
        ("{{ v|tonnes4 }}", 550_000, "55.0000", "55.0000"),
        ("{{ v|big_tonnes }}", 1_237_000_000, "12.37 万吨", "123,700 t"),
        ("{{ v|big_tonnes }}", 62_500_000, "6,250 吨", "6,250 t"),
        ("{{ v|yuan }}", 21_718_400, "217,184.00", "217,184.00"),
        ("{{ v|big_yuan }}", 880_000, "8,800.00 元", "CNY 8,800.00"),
        ("{{ v|big_yuan }}", 21_718_400, "21.72 万元", "CNY 217,184.00"),
        ("{{ v|big_yuan }}", 10_500_000_000, "1.05 亿元", "CNY 105,000,000.00"),
        ("{{ v|mu }}", 122.84, "1,842.60", "1,842.60"),
        ("{{ v|area }}", 122.84, "1,842.60 亩（122.84 公顷）", "122.84 ha (1,842.60 mu)"),
        ("{{ v|percent }}", 0.1485, "14.9 %", "14.9 %"),
        ("{{ v|grouped:2 }}", 0.005, "0.01", "0.01"),
        ("{{ v|day }}", date(2026, 1, 23), "2026年1月23日", "23 Jan 2026"),
        ("{{ v|isoday }}", date(2026, 1, 23), "2026-01-23", "2026-01-23"),
        ("{{ v|isoday }}", LATE, "2026-01-23", "2026-01-23"),
        ("{{ v|moment }}", LATE, "2026-01-23 00:05", "2026-01-23 00:05"),
        ("{{ v|masked }}", "91522600MA6ABCDE3X", "9152••••••••••••3X", "9152••••••••••••3X"),
        ("{{ v|masked }}", "张三丰", "张••", "张••"),
        ("{{ v|label }}", Label("小班", "sub-compartment"), "小班", "sub-compartment"),
        ("{{ v|unit }}", "mu", "亩", "mu"),
    ],
)  # fmt: skip
def test_amounts_are_written_as_an_office_writes_them(
    template: str, value: object, zh: str, en: str
) -> None:
    assert shown(template, v=value) == zh
    assert shown(template, "en", v=value) == en


def test_period_names_both_days() -> None:
    period = Period.inclusive(date(2019, 1, 1), date(2023, 12, 31))
    assert shown("{{ v|period }}", v=period) == "2019-01-01 至 2023-12-31"
    assert shown("{{ v|period }}", "en", v=period) == "2019-01-01 to 2023-12-31"


@pytest.mark.parametrize("name", sorted(amounts.FILTERS))
def test_absent_value_is_a_dash_not_a_zero(name: str) -> None:
    assert shown(f"{{{{ v|{name} }}}}", v=None) == amounts.NOTHING


def test_text_chooses_the_language_and_escapes_what_fills_it() -> None:
    template = '{% text zh="还有 {n} 天，{who}" en="{n} days left, {who}" n=3 who=who %}'
    who = Label("<b>甲</b>", "<b>A</b>")
    assert shown(template, who=who) == "还有 3 天，&lt;b&gt;甲&lt;/b&gt;"
    assert shown(template, "en", who=who) == "3 days left, &lt;b&gt;A&lt;/b&gt;"


@pytest.mark.parametrize(
    "template",
    [
        '{% text zh="甲" %}',
        '{% text en="A" %}',
        '{% text "甲" "A" %}',
        '{% text zh=word en="A" %}',
        '{% text zh="甲"|upper en="A" %}',
    ],
)
def test_a_text_stands_in_the_template_in_both_languages(template: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        shown(template, word="甲")


def test_a_text_may_be_kept_under_a_name() -> None:
    template = '{% text zh="甲<b>{n}</b>" en="A<b>{n}</b>" n=n as word %}[{{ word }}]'
    assert shown(template, n="<") == "[甲<b>&lt;</b>]"
    assert shown(template, "en", n="<") == "[A<b>&lt;</b>]"


def test_choices_mark_the_chosen_one_and_escape() -> None:
    told = [("a", Label("甲<", "first <")), ('"b', "second")]
    page = "{% choices told chosen %}"
    assert shown(page, told=told, chosen="") == (
        '<option value="a">甲&lt;</option><option value="&quot;b">Second</option>'
    )
    assert shown(page, "en", told=told, chosen="a").startswith(
        '<option value="a" selected>First &lt;</option>'
    )


def test_an_official_number_in_a_heading_stays_in_one_piece() -> None:
    told = shown("{{ v|numbers_kept }}", v="大宗协议 GZ-2024-000007-7 <b>")
    assert told == '大宗协议 <span class="keep">GZ-2024-000007-7</span> &lt;b&gt;'
    assert shown("{{ v|numbers_kept }}", v="暂停交易") == "暂停交易"


@pytest.mark.parametrize("name", STATES)
def test_state_is_icon_word_and_colour(name: str) -> None:
    for language, code in (("zh", "zh-hans"), ("en", "en")):
        said = shown("{% state name %}", code, name=name)
        assert STATES[name].label.say(language) in said
        assert "<svg" in said
        assert f'class="state {STATES[name].tone}"' in said


def test_state_takes_the_machines_own_word() -> None:
    said = shown("{% state 'part_retired' word=word note='55' %}", word=Label("<核销>", "x"))
    assert "&lt;核销&gt; 55" in said
    with pytest.raises(ValueError, match="no look for the state 'sleeping'"):
        shown("{% state 'sleeping' %}")


def test_figure_without_a_value_says_that_it_is_unknown() -> None:
    assert "未知，数据未到" in shown('{% figure none zh="已注销" en="Retired" %}', none=None)
    said = shown('{% figure "0" "t" zh="已注销" en="Retired" as_of=day %}', day=date(2026, 11, 22))
    assert "未知" not in said
    assert "截至 2026-11-22" in said


def test_figure_opens_into_its_ground() -> None:
    tree = Reason(Label("签发量", "issued"), "55", "t", "⌊R⌋", "来源甲")
    said = shown('{% figure "55" "t" zh="签发" en="Issued" why=tree %}', tree=tree)
    assert "<details>" in said
    assert "来源甲" in said


def test_explanation_opens_to_the_depth_asked_for() -> None:
    leaf = Reason("密度", "0.307", "t/m3", source={"source": "S1", "confidence": "L", "page": ""})
    tree = Reason(
        "甲", "1 t", children=(Reason("乙", "2", "1", children=(leaf,), more=7, id="b/c"),)
    )
    said = shown('{% explain tree 1 href="/why?node={id}" %}', tree=tree)
    assert said.count("<details open>") == 1
    assert said.count("<details>") == 1
    assert "0.307 t/m³" in said
    assert "出自 S1 · 可信度低" in said
    assert 'href="/why?node=b/c"' in said
    assert "展开其余 7 项" in said


TABLE = """{% table rows zh="碳票" en="Tickets" as_of=day row_id="t" %}
{% col zh="票号" en="Number" kind="code" %}{{ row.number }}{% endcol %}
{% col zh="面积" en="Area" unit="mu" kind="num" slight=1 %}{{ row.area_ha|mu }}{% endcol %}
{% empty %}<p>还没有</p>{% foot %}<tr><th>合计</th></tr>{% endtable %}"""


def test_table_writes_head_cell_and_phone_label_from_one_column() -> None:
    rows = [{"id": 7, "number": "<GZ>", "area_ha": 1.0}]
    said = shown(TABLE, rows=rows, day=date(2026, 11, 22))
    assert '<caption class="unseen">碳票</caption>' in said
    assert '<th scope="row" role="rowheader" class="code">&lt;GZ&gt;</th>' in said
    assert (
        '<td role="cell" class="num slight" data-label="面积（亩）"><span>15.00</span></td>' in said
    )
    assert '<tr role="row" id="t-7">' in said
    assert "数据截至 2026-11-22" in said
    assert 'data-label="Area (mu)"' in shown(TABLE, "en", rows=rows)


def test_table_without_rows_says_so_and_shows_no_head() -> None:
    said = shown(TABLE, rows=[])
    assert said == '<div class="blank"><p>还没有</p></div>'
    plain = "{% table rows %}{% col zh='甲' en='A' %}{% endcol %}{% endtable %}"
    assert "No records yet" in shown(plain, "en", rows=None)


ACTS = """{% table rows %}{% col zh="票号" en="Number" %}{{ row.id }}{% endcol %}
{% col zh="办理" en="Act" kind="act" %}{% if row.open %}<a>办</a>{% endif %}{% endcol %}
{% endtable %}"""


def test_what_can_be_done_with_a_row_and_with_none() -> None:
    some = shown(ACTS, rows=[{"id": 7, "open": True}, {"id": 8}])
    assert '<td role="cell" class="act" data-label="办理"><span><a>办</a></span></td>' in some
    assert '<td role="cell" class="act idle" data-label="办理"><span>—</span></td>' in some
    none = shown(ACTS, rows=[{"id": 7}, {"id": 8}])
    assert "办理" not in none, "a column of acts that nobody here can do is left out"
    assert none.count('role="columnheader"') == 1
    first = """{% table rows %}{% col zh="选" en="Choose" kind="act" %}{% if row.open %}<a>选</a>
{% endif %}{% endcol %}{% col zh="票号" en="Number" %}{{ row.id }}{% endcol %}{% endtable %}"""
    told = shown(first, rows=[{"id": 7, "open": True}, {"id": 8}])
    assert '<th scope="row" role="rowheader" class="act">—</th>' in told
    assert '<th scope="row" role="rowheader">7</th>' in shown(first, rows=[{"id": 7}])


def test_pager_keeps_the_question_and_counts() -> None:
    page = Paginator(range(320_000), 50).page(37)
    request = RequestFactory().get("/register/?q=杉木&page=37")
    said = shown("{% pager page %}", page=page, request=request)
    assert "第 1,801–1,850 条，共 320,000 条" in said
    assert 'href="?q=%E6%9D%89%E6%9C%A8&amp;page=38" rel="next"' in said
    assert '<span aria-current="page">37</span>' in said
    assert shown("{% pager page %}", page=Paginator([1], 50).page(1), request=request).strip() == ""


def test_crumbs_and_life_and_steps() -> None:
    trail = (Crumb(Label("登记簿", "Register"), "/register/"), Crumb("甲票"))
    assert '<span aria-current="page">甲票</span>' in shown("{% crumbs trail %}", trail=trail)
    life = (Step("受理", date(2024, 1, 8)), Step("会签", stage="now"), Step("退回", stage="stop"))
    said = shown("{% life life %}", life=life)
    assert "2024-01-08" in said
    assert said.count('aria-current="step"') == 1
    assert "（中止）" in said
    steps = shown("{% steps names 2 %}", names=("上传", "核对", "提交"))
    assert re.findall(r'class="(done|now|todo)"', steps) == ["done", "now", "todo"]


class Sample(forms.Form):
    name = forms.CharField(
        label=spoken("名称", "Name"), help_text=spoken("与证书一致", "As titled")
    )
    kind = forms.ChoiceField(
        label=spoken("起源", "Origin"), widget=forms.RadioSelect,
        choices=[("10", spoken("天然", "natural"))],
    )  # fmt: skip
    note = forms.CharField(label=spoken("说明", "Remark"), required=False)


def test_field_ties_label_help_and_error_to_its_box() -> None:
    said = shown("{% errors form %}{% field form.name %}{% field form.note %}", form=Sample({}))
    assert '<label for="id_name">名称' in said
    assert 'aria-describedby="id_name_help id_name_errors"' in said
    assert 'aria-invalid="true"' in said
    assert 'href="#id_name"' in said
    assert "选填" in said
    assert "有 2 处需要改正" in said


def test_choices_of_a_form_speak_the_language_of_the_page() -> None:
    assert "天然" in shown("{% field form.kind %}", form=Sample())
    english = shown("{% field form.kind %}", "en", form=Sample())
    assert "natural" in english
    assert 'id="id_kind"' in english


def test_province_is_drawn_with_its_lit_counties(settings: Any) -> None:
    said = shown("{% locator codes %}", codes=["522629"])
    if not (settings.VENDOR_FOLDER / "geo").is_dir():
        pytest.skip("the boundaries are not built; run hatch_build.py")
    assert "剑河县" in said
    assert said.count('class="lit"') == 1
    pinned = shown("{% locator codes pins %}", codes=[], pins=[Pin(108.44, 26.73, "1", "<甲>")])
    assert "&lt;甲&gt;" in pinned


def test_province_without_boundaries_says_so(settings: Any, tmp_path: Path) -> None:
    settings.VENDOR_FOLDER = tmp_path
    assert "行政区边界未安装" in shown("{% locator codes %}", codes=["522629"])


def test_notice_and_blank_escape_their_heads() -> None:
    said = shown('{% notice "bad" zh=head %}<p>{{ head }}</p>{% endnotice %}', head="<i>")
    assert "<i>" not in said
    assert 'role="alert"' in said
    assert "<p>暂无记录</p>" in shown("{% blank %}{% endblank %}")


def _light(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", ["wash", "green-1", "blue-1", "gold-1", "red-1"])
@pytest.mark.parametrize(
    "ink", ["ink", "ink-2", "ink-3", "green-9", "green-7", "blue-7", "gold-7", "red-7", "fall-7"]
)
def test_every_ink_is_readable_on_every_ground(ink: str, ground: str) -> None:
    """Contrast of 4.5:1 (WCAG 2.2, 1.4.3) for every pair of tokens that may meet."""
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", (STYLES / "tokens.css").read_text()))
    light, dark = _light(found[ground]), _light(found[ink])
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_header_names_who_is_signed_in(settings: Any) -> None:
    settings.ROOT_URLCONF = Signed
    user = get_user_model()(username="yang", display_name="<杨>")
    template = '{% include "base/parts/who.html" %}'
    said = shown(template, user=user, frame={"here": "/", "home": "/"})
    assert "&lt;杨&gt;" in said
    assert '<form method="post" action="/logout/">' in said
    stranger = shown(template, user=AnonymousUser(), frame={"here": "/a?b=1", "home": "/"})
    assert 'href="/login/?next=/a%3Fb%3D1"' in stranger
    assert "logout" not in stranger
