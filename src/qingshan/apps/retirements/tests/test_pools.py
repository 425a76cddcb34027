"""Kilograms of many people on one certificate: nothing lost, nothing made, nobody named."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qingshan.apps.base import files
from qingshan.apps.books import audit
from qingshan.apps.parties.models import User
from qingshan.apps.registry.models import Retirement
from qingshan.apps.registry.reads import standing
from qingshan.apps.registry.verifying import verify_file
from qingshan.apps.retirements.models import Beneficiary, RetirementPool
from qingshan.apps.retirements.reads import is_exact
from qingshan.apps.retirements.verbs.drop_share import drop_share
from qingshan.apps.retirements.verbs.withdraw_pool import withdraw_pool
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
HEADER = ["姓名", "碳量（千克）", "已满14周岁", "手机号"]


@pytest.fixture
def browser(office):
    client = Client()
    client.force_login(User.objects.get(username="farm"))
    return client


def workbook(rows: list[list[object]]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    book.active.title = "数据"
    for row in (HEADER, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("名单.xlsx", out.getvalue())


def test_whole_tonnes_are_retired_and_every_kilogram_is_somebodys(desk):
    pool = desk.pool()
    before = standing(desk.ticket).retired
    desk.add(pool, ("张三", 88), ("李四", 1_200), ("王小五", 37))
    done = desk.close(pool)
    assert (done.state, done.top_up_kg) == ("retired", 675)
    assert done.retirement.quantity == carbon(2)
    assert standing(desk.ticket).retired - before == carbon(2)
    assert is_exact(done)
    assert done.retirement.statement.endswith("（3 人份额 1,325 千克）")
    paper = files.read(done.retirement.certificate.digest)
    assert verify_file(paper).entry == done.retirement
    assert audit.verify() is None


def test_shares_are_whole_and_once(desk, refuses):
    pool = desk.pool()
    with refuses("E-RT-09"):
        desk.close(pool)
    with refuses("E-RT-06", "E-RT-07"):
        desk.add(pool, ("张三", 0), ("李四", 5), ("李四", 6))
    assert not pool.shares.exists()
    with refuses("E-RT-06"):
        desk.add(pool, ("张三", 100_001))
    desk.add(pool, ("张三", 5))
    with refuses("E-RT-07"):
        desk.add(pool, ("张 三", 5))
    with refuses("E-RT-08"):
        desk.add(pool, *((f"人{at}", 1) for at in range(5_000)))
    drop_share(desk.office.call("farm"), pool=pool.pk, serial=1)
    assert not pool.shares.exists()


def test_a_closed_pool_takes_nothing_more_and_a_withdrawn_one_forgets(desk, refuses):
    pool = desk.pool()
    desk.add(pool, ("张三", 1_000))
    assert desk.close(pool).top_up_kg == 0
    for act in (lambda: desk.add(pool, ("李四", 1)), lambda: desk.close(pool)):
        with refuses("E-MC-01"):
            act()
    with refuses("E-MC-01"):
        drop_share(desk.office.call("farm"), pool=pool.pk, serial=1)
    other = desk.pool()
    desk.add(other, ("张三", 5))
    assert withdraw_pool(desk.office.call("farm"), pool=other.pk).state == "withdrawn"
    assert not other.shares.exists()


def test_only_the_organiser_adds_and_closes(desk, refuses):
    pool = desk.pool()
    for part, code in (("buyer", "E-AU-02"), ("registrar", "E-AU-01")):
        with refuses(code):
            desk.add(pool, ("张三", 1), part=part)


def test_what_is_not_held_is_not_retired(desk, refuses):
    pool = desk.pool()
    desk.add(pool, *((f"人{at}", 100_000) for at in range(4_000)))
    with refuses("E-LG-22"):
        desk.close(pool)
    pool.refresh_from_db()
    assert (pool.state, pool.retirement) == ("open", None)


def test_the_form_marks_what_the_rule_asks_for(desk, browser):
    address = reverse("open_pool", args=(desk.ticket.number, desk.office.party("farm")))
    blank = browser.get(address).content.decode()
    assert (blank.count("选填"), blank.count("视情况必填")) == (0, 4)
    asked = {"purpose": "own_emissions", "kind": "self", "key": "nameless"}
    assert "请填写“活动、产品或服务名称”" in browser.post(address, asked).content.decode()


def test_a_pool_without_a_name_is_refused_in_words(desk):
    with pytest.raises(Refused) as caught:
        desk.pool(purpose="own_emissions", subject=" ")
    (nameless,) = caught.value.refusals
    assert (nameless.code, nameless.where()) == ("E-RT-03", "抵消自身排放")


def test_five_hundred_come_by_a_workbook(desk, browser):
    """The journey of an organiser through the pages, from the holding to the public shares."""
    page = browser.get(reverse("retiring")).content.decode()
    told = (desk.ticket.number, desk.office.party("farm"))
    assert reverse("open_pool", args=told) in page
    asked = {"purpose": "event", "subject": "千人徒步", "kind": "self", "key": "open"}
    address = reverse("open_pool", args=told)
    assert "E-RT-04" in browser.post(address, asked).content.decode()
    days = {"first_day": "2026-05-01", "last_day": "2026-05-01"}
    to = browser.post(address, {**asked, **days, "key": "open-2"}).headers["Location"]
    pool = RetirementPool.objects.latest("pk")
    assert to == reverse("pool", args=[pool.number])
    send = reverse("add_shares", args=[pool.number])
    wrong = [["张三", 1.5, "是", ""], ["李四", 2, "否", ""]]
    answer = browser.post(send, {"key": "wrong", "file": workbook(wrong)})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "E-SH-37" in said
    assert "E-SH-38" in said
    assert "标出问题" in said
    assert not pool.shares.exists()
    rows = [[f"参与人{at:03d}", at % 60 + 1, "是", ""] for at in range(500)]
    assert browser.post(send, {"key": "list", "file": workbook(rows)}).status_code == 302
    assert pool.shares.count() == 500
    kilograms = sum(row[1] for row in rows)
    twice = browser.post(send, {"key": "list-2", "file": workbook(rows[:1])})
    assert "E-RT-07" in twice.content.decode()
    tonnes = -(-kilograms // 1_000)
    close = reverse("close_pool", args=[pool.number])
    assert browser.post(close, {"key": "c", "again": str(tonnes - 1)}).status_code == 422
    to = browser.post(close, {"key": "c-2", "again": str(tonnes)}).headers["Location"]
    pool.refresh_from_db()
    assert pool.retirement.quantity == carbon(tonnes)
    public = Client().get(to).content.decode()
    assert "参与人" not in public, "names stay inside"
    assert public.count("参某") >= 100, "a page of them, surnames only"
    assert f"{kilograms:,}" in public
    assert "一千克不多" in public


def test_one_person_is_entered_taken_out_and_the_pool_withdrawn(desk, browser):
    pool = desk.pool()
    add = reverse("add_share", args=[pool.number])
    told = {"name": "赵六", "kg": "50", "key": "a"}
    assert browser.post(add, told).status_code == 422, "fourteen or older is to be ticked"
    assert browser.post(add, {**told, "is_fourteen": "on"}).status_code == 302
    seen = browser.get(reverse("pool", args=[pool.number]))
    assert "retirements/pool.html" in {template.name for template in seen.templates}
    page = seen.content.decode()
    assert "赵某" in page
    assert "赵六" not in page
    drop = reverse("drop_share", args=[pool.number])
    assert browser.post(drop, {"serial": "9", "key": "d"}).status_code == 404
    assert browser.post(drop, {"serial": "1", "key": "d"}).status_code == 302
    assert not pool.shares.exists()
    assert browser.post(reverse("withdraw_pool", args=[pool.number]), {"key": "w"})
    pool.refresh_from_db()
    assert pool.state == "withdrawn"


def test_a_holder_retires_for_another_body_through_the_page(desk, browser):
    address = reverse("retire", args=[desk.ticket.number, desk.office.party("farm")])
    asked = {
        "key": "r", "tonnes": "3.5", "again": "3", "purpose": "product_period", "subject": "一期茶",
        "first_day": "2025-01-01", "last_day": "2025-12-31", "kind": "self", "name": "", "code": "",
    }  # fmt: skip
    seen = browser.get(address + "?tonnes=3.5")
    assert "retirements/retire.html" in {template.name for template in seen.templates}
    assert seen.content.decode().count('value="3.5"') == 1
    assert browser.post(address, asked).status_code == 422
    to = browser.post(address, {**asked, "again": "3.5", "key": "r2"}).headers["Location"]
    done = Retirement.objects.latest("pk")
    assert to == reverse("retirement", args=[done.number])
    assert "一期茶" in Client().get(to).content.decode()
    assert Beneficiary.objects.get() == done.use.beneficiary
    strange = reverse("retire", args=[desk.ticket.number, desk.office.party("buyer")])
    assert browser.get(strange).status_code == 404


def test_the_template_is_a_list_that_is_read(browser):
    for suffix in ("xlsx", "csv"):
        answer = browser.get(reverse("participants_template", args=[suffix]))
        assert answer.status_code == 200
        assert re.search("attachment", answer.headers["Content-Disposition"])
    assert browser.get(reverse("participants_template", args=["doc"])).status_code == 404
