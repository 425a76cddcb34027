"""The notice of a year's holidays is read as published, held against itself, and counts at once."""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import groupby

import pytest

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.holiday_text import FREE, WORKED, read_notice
from qingshan.apps.base.models import EnteredHolidays, Event
from qingshan.apps.base.verbs.enter_holidays import enter_holidays
from qingshan.apps.base.workdays import (
    holiday_notice,
    is_workday,
    known_years,
    last_of_workdays,
    named_day,
)
from qingshan.core.kernel.errors import Refused

WHEN = datetime(2030, 11, 5, 9, tzinfo=SHANGHAI)
OFFICE = Actor("user:1", frozenset({"operator"}))
NOTICE_2026 = """
国务院办公厅关于2026年部分节假日安排的通知
经国务院批准，现将2026年元旦、春节等放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
2025年11月4日
"""
MADE_UP = """
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月23日（周四）至29日（周三）放假调休，共7天。2月1日（周六）、2月8日（周六）上班。
三、清明节：4月5日（星期六）至7日（星期一）放假，共3天。
四、劳动节：5月1日（周四）至3日（周六）放假，共3天；5月4日（周日）上班。
五、端午节：6月5日（周四）放假。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。10月11日（周六）上班。
"""
"""Of 2031, whose notice nobody knows yet."""


OF_2030 = re.sub(r"（[^）]*）|，共\d天", "", MADE_UP)
"""The same holidays without weekdays and counts, which are those of another year."""


def call(key: str = "k", when: datetime = WHEN) -> Call:
    return Call(OFFICE, when, key)


def entered(text: str = MADE_UP, key: str = "k", **changes: object) -> EnteredHolidays:
    told = {"year": 2031, "document": "国办发明电〔2030〕9号", "issued": date(2030, 11, 4)}
    return enter_holidays(call(key), text=text, **told | changes)


@pytest.mark.usefixtures("as_released", "holidays_anew")
def test_the_notice_of_2026_reads_as_the_table_has_it() -> None:
    read = read_notice(NOTICE_2026, 2026)
    known = holiday_notice(2026)
    assert known is not None
    assert read.faults == []
    assert read.days == known.days


def test_days_are_read_in_every_form_that_notices_have() -> None:
    read = read_notice(MADE_UP, 2031)
    assert read.faults == []
    free = sorted(day for day, (kind, _) in read.days.items() if kind == FREE)
    assert free[0] == date(2031, 1, 1)
    assert len(free) == 1 + 7 + 3 + 3 + 1 + 8
    assert read.days[date(2031, 10, 3)] == (FREE, "国庆节、中秋节")
    assert read.days[date(2031, 5, 4)] == (WORKED, "劳动节")
    months = [month for month, _ in groupby(day.month for day in free)]
    assert months == [1, 4, 5, 6, 10]


@pytest.mark.parametrize(
    ("before", "after", "code", "said"),
    [
        ("1月1日（周三）", "1月1日（周四）", "E-MC-08", "2031-01-01 是周三"),
        ("共7天", "共8天", "E-MC-08", "写明 8 天，日期有 7 天"),
        ("4月5日（星期六）", "4月31日", "E-MC-08", "没有这一天"),
        ("10月11日（周六）上班", "10月8日上班", "E-MC-08", "2031-10-08 既放假又上班"),
        ("10月11日（周六）上班", "2032年1月4日上班", "E-MC-08", "2032-01-04 不在 2031 年"),
        ("1月23日（周四）至29日", "1月29日至23日", "E-MC-08", "末日早于首日"),
        ("五、端午节：6月5日（周四）放假。", "", "E-MC-09", "缺少：端午节"),
        ("6月5日（周四）放假", "另行通知放假", "E-MC-07", "另行通知放假"),
        ("6月5日（周四）放假", "6月5日（周四）", "E-MC-07", "6月5日（周四）"),
        ("五、端午节：", "端午节 ", "E-MC-07", "端午节 6月5日"),
    ],
)
def test_what_contradicts_itself_is_told(before: str, after: str, code: str, said: str) -> None:
    assert before in MADE_UP
    faults = read_notice(MADE_UP.replace(before, after, 1), 2031).faults
    assert code in {fault.code for fault in faults}
    assert any(said in fault.what("zh") for fault in faults if fault.code == code)
    for fault in faults:
        assert "?" not in fault.what("en") + fault.why("en") + fault.remedy("en")


@pytest.mark.usefixtures("as_released")
def test_what_was_entered_counts_from_then_on() -> None:
    with pytest.raises(Refused) as unknown:
        is_workday(date(2031, 1, 2))
    assert unknown.value.refusals[0].code == "E-MC-05"
    made = entered()
    assert not is_workday(date(2031, 1, 1))
    assert is_workday(date(2031, 1, 2))
    assert is_workday(date(2031, 2, 8)), "a Saturday that is worked"
    assert not is_workday(date(2031, 2, 15))
    assert last_of_workdays(date(2031, 1, 22), 2) == date(2031, 1, 30)
    assert 2031 in known_years()
    notice = holiday_notice(2031)
    assert notice is not None
    assert (notice.document, notice.basis.zh) == ("国办发明电〔2030〕9号", "2030-11-05 录入")
    event = Event.objects.get(name="holidays.entered")
    assert (event.subject_id, event.facts["year"]) == (made.pk, 2031)


@pytest.mark.usefixtures("as_released")
def test_an_amended_notice_takes_the_place_of_the_first() -> None:
    entered()
    amended = MADE_UP.replace("1月1日（周三）放假1天", "1月1日（周三）至2日（周四）放假2天")
    entered(amended, key="again")
    assert not is_workday(date(2031, 1, 2))
    assert EnteredHolidays.objects.count() == 2, "what was entered first is kept"


@pytest.mark.usefixtures("as_released")
@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"year": 2029, "text": NOTICE_2026.replace("2026", "2029")}, {"E-MC-10", "E-MC-08"}),
        ({"year": 2033, "text": ""}, {"E-MC-10", "E-MC-09"}),
        ({"document": " "}, {"E-MC-11"}),
        ({"issued": date(2030, 11, 6)}, {"E-MC-11"}),
        ({"document": "", "text": "一、元旦："}, {"E-MC-11", "E-MC-09"}),
    ],
)
def test_what_cannot_be_entered_is_refused_all_at_once(changes: dict, codes: set[str]) -> None:
    with pytest.raises(Refused) as refused:
        entered(**changes)
    assert {one.code for one in refused.value.refusals} == codes
    assert not EnteredHolidays.objects.exists()


IN_2026 = datetime(2026, 8, 31, 23, 30, tzinfo=SHANGHAI)
PARADE = "一、抗日战争胜利纪念日：9月3日（周四）至5日（周六）放假调休，共3天。9月6日（周日）上班。"
"""Such a notice came for 2015, in its May; that of 2020 prolonged a holiday by a paper like it."""


def amended(text: str = PARADE, key: str = "a", **changes: object) -> EnteredHolidays:
    told = {"year": 2026, "document": "国办发明电〔2026〕3号", "issued": date(2026, 8, 20)}
    return enter_holidays(call(key, IN_2026), text=text, **told | changes)


@pytest.mark.usefixtures("as_released", "holidays_anew")
def test_a_year_of_the_release_is_amended_by_the_holidays_that_change() -> None:
    assert is_workday(date(2026, 9, 3))
    amended()
    assert [is_workday(date(2026, 9, day)) for day in (3, 4, 5, 6)] == [False, False, False, True]
    assert not is_workday(date(2026, 10, 1)), "of which it does not speak"
    notice = holiday_notice(2026)
    assert notice is not None
    assert notice.documents == "国办发明电〔2025〕7号、国办发明电〔2026〕3号"
    longer = "一、国庆节：10月1日（周四）至8日（周四）放假调休，共8天。10月10日（周六）上班。"
    amended(longer, key="again", document="国办发明电〔2026〕4号")
    assert not is_workday(date(2026, 10, 8))
    assert not is_workday(date(2026, 9, 20)), "no longer worked in exchange"
    assert not is_workday(date(2026, 9, 3)), "amended before"
    assert EnteredHolidays.objects.order_by("pk").last().amends == notice.documents


@pytest.mark.usefixtures("as_released", "holidays_anew")
@pytest.mark.parametrize(
    ("text", "changes", "codes", "place"),
    [
        (PARADE.replace("9月3日（周四）", "9月3日（周五）"), {}, {"E-MC-08"}, "是周四"),
        ("一、庆典：8月31日（周一）放假。", {}, {"E-MC-12"}, "2026-08-31"),
        (NOTICE_2026, {}, {"E-MC-13"}, "2026"),
        ("全年照旧。", {}, {"E-MC-13"}, "2026"),
        (PARADE, {"issued": date(2025, 11, 3)}, {"E-MC-11"}, ""),
        (PARADE, {"year": 2025, "issued": date(2024, 11, 20)}, {"E-MC-10", "E-MC-08"}, ""),
        ("一、春节：2月15日至24日放假。", {}, {"E-MC-12"}, "2026-02-14、2026-02-24、2026-02-28"),
    ],
)
def test_an_amendment_that_cannot_be_is_refused(text, changes, codes, place) -> None:
    with pytest.raises(Refused) as refused:
        amended(text, **changes)
    assert {one.code for one in refused.value.refusals} == codes
    assert any(place in one.what("zh") for one in refused.value.refusals)
    assert not EnteredHolidays.objects.exists()


@pytest.mark.usefixtures("as_released", "holidays_anew")
def test_a_release_with_a_later_notice_counts_before_what_was_entered() -> None:
    EnteredHolidays.objects.create(
        year=2026, document="征求意见稿", issued=date(2025, 10, 1), text="", days=[],
        entered=datetime(2025, 10, 2, 9, tzinfo=SHANGHAI),
    )  # fmt: skip
    assert not is_workday(date(2026, 10, 1))


@pytest.mark.usefixtures("as_released")
def test_others_may_not_enter_holidays() -> None:
    with pytest.raises(Refused) as refused:
        enter_holidays(
            Call(Actor("user:2", frozenset({"trader"})), WHEN, "k"),
            year=2031, document="号", issued=WHEN.date(), text=MADE_UP,
        )  # fmt: skip
    assert refused.value.refusals[0].code == "E-AU-01"


@pytest.mark.usefixtures("as_released")
def test_new_year_may_begin_in_the_december_before() -> None:
    """As in the notice of 2019: the 31st was free, the Saturday before was worked."""
    over = MADE_UP.replace(
        "1月1日（周三）放假1天，不调休。",
        "2030年12月30日（周一）至2031年1月1日（周三）放假调休，共3天。2030年12月29日（周日）上班。",
    )
    entered(over)
    entered(OF_2030, key="2030", year=2030, issued=date(2030, 11, 5))
    worked = [is_workday(date(2030, 12, day)) for day in (27, 28, 29, 30, 31)]
    assert worked == [True, False, True, False, False]
    assert named_day(date(2030, 12, 30)) == (FREE, "元旦")
    assert named_day(date(2030, 12, 27)) is None
    faults = read_notice(over.replace("2030年12月29日（周日）", "2030年11月30日"), 2031).faults
    assert [fault.code for fault in faults] == ["E-MC-08"]
