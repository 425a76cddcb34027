"""The bank's day: read, booked once, compared to the fen, differences explained or corrected."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qingshan.apps.books import audit, reads
from qingshan.apps.casework.acts import ACTS
from qingshan.apps.casework.reads import cases_waiting_for
from qingshan.apps.casework.verbs.accept_case import accept_case
from qingshan.apps.casework.verbs.close_case import close_case
from qingshan.apps.custody.cases import case_of_difference, keep_cases
from qingshan.apps.custody.jobs import keep_difference_cases
from qingshan.apps.custody.models import BankLine, BankStatement, Difference, PayIn
from qingshan.apps.custody.reconciling import days_until, standing_of
from qingshan.apps.custody.tests.conftest import NUMBER
from qingshan.apps.custody.tests.test_payments import client_of
from qingshan.apps.custody.verbs.book_difference import book_difference
from qingshan.apps.custody.verbs.book_statement import book_statement
from qingshan.apps.custody.verbs.confirm_pay_out import confirm_pay_out
from qingshan.apps.custody.verbs.discard_statement import discard_statement
from qingshan.apps.custody.verbs.explain_difference import explain_difference
from qingshan.apps.custody.verbs.read_statement import read_statement
from qingshan.apps.parties.sealing import seal
from qingshan.core.ledger.model import AccountKind
from qingshan.core.market.settlement import MONEY

pytestmark = pytest.mark.django_db


def line(day: date, reference: str, amount_fen: int, account: str = "", **more: str):
    told = {"other_name": "", "remark": ""} | more
    return {
        "place": 2,
        "reference": reference,
        "day": day.isoformat(),
        "amount_fen": amount_fen,
        "other_sealed": seal(account),
        **told,
    }


def yesterday(bank) -> date:
    return bank.office.now.date() - timedelta(days=1)


def read(bank, closing_fen: int, *lines, day: date | None = None) -> BankStatement:
    return read_statement(
        bank.call("operator"),
        day=day or yesterday(bank),
        closing_fen=closing_fen,
        file=None,
        lines=list(lines),
    )


def booked(bank, closing_fen: int, *lines, day: date | None = None) -> BankStatement:
    found = read(bank, closing_fen, *lines, day=day)
    return book_statement(bank.call("operator"), statement=found.pk)


def test_what_matches_is_booked_and_the_day_agrees(bank):
    day = yesterday(bank)
    account = bank.account()
    name = bank.office.cast["buyer"].party.name
    first = booked(bank, 1_000_00, line(day, "S-1", 1_000_00, NUMBER, other_name=name))
    assert (bank.money().posted, standing_of(first)) == (1_000_00, "balanced")
    asked = bank.asked(account, 400_00)
    bank.office.now += timedelta(days=1)
    out = line(yesterday(bank), "S-2", -400_00, remark=f"付 {asked.number}")
    second = booked(bank, 600_00, out)
    asked.refresh_from_db()
    assert (asked.state, asked.bank_reference) == ("paid", "S-2")
    assert (standing_of(second), second.ledger_fen) == ("balanced", 600_00)
    assert reads.totals(MONEY) == {AccountKind.BANK: -600_00, AccountKind.PARTY: 600_00}
    assert audit.verify() is None


def test_a_request_is_known_by_its_account_where_no_number_is_told(bank):
    account = bank.account()
    booked(bank, 500_00, line(yesterday(bank), "S-1", 500_00, NUMBER))
    asked = bank.asked(account, 100_00)
    bank.office.now += timedelta(days=1)
    booked(bank, 400_00, line(yesterday(bank), "S-2", -100_00, NUMBER))
    asked.refresh_from_db()
    assert asked.state == "paid"


def test_a_stranger_s_money_waits_and_is_booked_for_its_party(bank, refuses):
    found = booked(bank, 80_00, line(yesterday(bank), "S-1", 80_00, "6217000099990000001"))
    difference = found.differences.get()
    assert (difference.kind, difference.amount_fen) == ("unmatched", 80_00)
    assert standing_of(found) == "open"
    with refuses("E-CU-02"):
        bank.paid(80_00, reference="S-1")
    told = {"difference": difference.pk, "party": bank.office.party("buyer")}
    with refuses("E-CU-11"):
        book_difference(bank.call("operator"), explanation=" ", **told)
    call = bank.call("operator", "book")
    done = book_difference(call, explanation="由股东代付，已补证明", **told)
    assert book_difference(call, explanation="由股东代付，已补证明", **told) == done
    assert (bank.money().posted, standing_of(found)) == (80_00, "balanced")
    with refuses("E-MC-01"):
        book_difference(bank.call("operator"), explanation="再记", **told)
    bank.office.now += timedelta(days=1)
    assert standing_of(booked(bank, 80_00)) == "balanced"


def test_another_name_on_a_known_account_is_no_match(bank):
    bank.account()
    found = booked(bank, 1_00, line(yesterday(bank), "S-1", 1_00, NUMBER, other_name="他人公司"))
    assert found.differences.get().kind == "unmatched"


def test_a_payment_that_nobody_asked_for_is_explained_or_matched(bank, refuses):
    account = bank.account()
    booked(bank, 900_00, line(yesterday(bank), "S-1", 900_00, NUMBER))
    asked = [bank.asked(account, 100_00), bank.asked(account, 100_00)]
    bank.office.now += timedelta(days=1)
    found = booked(bank, 800_00, line(yesterday(bank), "S-2", -100_00, NUMBER))
    difference = found.differences.get()
    with refuses("E-CU-12"):
        book_difference(
            bank.call("operator"),
            difference=difference.pk,
            party=bank.office.party("buyer"),
            explanation="x",
        )
    with refuses("E-CU-11"):
        explain_difference(bank.call("operator"), difference=difference.pk, explanation="")
    call = bank.call("operator", "told")
    told = {"difference": difference.pk, "explanation": "银行未附编号"}
    assert explain_difference(call, **told) == explain_difference(call, **told)
    assert standing_of(found) == "explained"
    confirm_pay_out(bank.call("operator"), pay_out=asked[1].pk, bank_reference="S-2")
    difference.refresh_from_db()
    assert (difference.state, standing_of(found)) == ("corrected", "balanced")
    bank.office.now += timedelta(days=1)
    assert standing_of(booked(bank, 800_00)) == "balanced"


def test_what_was_booked_by_hand_is_found_or_missed(bank):
    bank.office.now -= timedelta(days=1)
    bank.paid(70_00, reference="H-1")
    bank.paid(30_00, reference="H-2")
    bank.office.now += timedelta(days=1)
    bank.paid(5_00, reference="H-3")
    found = booked(bank, 72_00, line(yesterday(bank), "H-1", 72_00))
    kinds = dict(found.differences.values_list("kind", "amount_fen"))
    assert kinds == {"differs": 2_00, "not_at_bank": -30_00}
    assert (found.ledger_fen, found.later_fen) == (105_00, 5_00)
    bank.office.now += timedelta(days=1)
    day = yesterday(bank)
    second = booked(bank, 107_00, line(day, "H-2", 30_00), line(day, "H-3", 5_00))
    assert Difference.objects.get(kind="not_at_bank").state == "corrected"
    assert (second.gap_fen, standing_of(second)) == (2_00, "carried"), "of the day before"


def test_a_balance_that_nothing_explains_is_a_difference(bank):
    found = booked(bank, 1_00)
    assert dict(found.differences.values_list("kind", "amount_fen")) == {"balance": 1_00}
    bank.office.now += timedelta(days=1)
    assert not booked(bank, 1_00).differences.exists()


def test_a_statement_must_add_up(bank, refuses):
    day = yesterday(bank)
    booked(bank, 0)
    with refuses("E-CU-09"):
        read(bank, 5_00)
    with refuses("E-CU-08"):
        read(bank, 0, day=bank.office.now.date())
    bank.office.now += timedelta(days=1)
    with refuses("E-CU-10"):
        read(bank, 2_00, line(yesterday(bank), "S-1", 1_00))
    with refuses("E-CU-13"):
        read(bank, 2_00)
    with refuses("E-CU-07"):
        read(bank, 1_00, line(day, "S-1", 1_00))
    booked(bank, 1_00, line(yesterday(bank), "S-1", 1_00))
    bank.office.now += timedelta(days=1)
    with refuses("E-CU-02"):
        read(bank, 2_00, line(yesterday(bank), "S-1", 1_00))


def test_read_again_it_is_the_same_and_counts_once(bank, refuses):
    day = yesterday(bank)
    found = read(bank, 1_00, line(day, "S-1", 1_00))
    assert read(bank, 1_00, line(day, "S-1", 1_00)) == found
    call = bank.call("operator", "discard")
    done = discard_statement(call, statement=found.pk)
    assert discard_statement(call, statement=found.pk) == done
    again = read(bank, 1_00, line(day, "S-1", 1_00))
    assert again != found
    with refuses("E-MC-01"):
        book_statement(bank.call("operator"), statement=found.pk)
    key = bank.call("operator", "book")
    assert book_statement(key, statement=again.pk) == book_statement(key, statement=again.pk)
    assert BankLine.objects.filter(is_booked=True).count() == 1


def test_a_day_without_a_statement_is_unknown(bank):
    assert [one.standing for one in days_until(date(2026, 3, 4))] == ["unknown"]
    booked(bank, 0, day=date(2026, 3, 2))
    told = {one.day.day: one.standing for one in days_until(date(2026, 3, 5))}
    assert told == {4: "unknown", 3: "unknown", 2: "balanced"}


def workbook(rows: list[list[object]]) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["流水号", "交易日期", "收入金额（元）", "支出金额（元）", "对方账号"])
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_an_operator_reads_books_explains_and_takes_the_csv_home(bank):
    bank.account()
    day, operator = yesterday(bank), client_of(bank, "operator")
    there = reverse("read_statement")
    told = {"key": "a", "day": day.isoformat(), "closing": "600.00"}
    wrong = workbook([["S-1", day, 5, 5, NUMBER], ["S-1", day, 1, None, ""]])
    page = operator.post(there, told | {"file": SimpleUploadedFile("b.xlsx", wrong)})
    assert page.status_code == 422
    assert {"E-SH-39", "E-SH-30"} <= {one.code for one in page.context["refused"]}
    good = workbook([["S-1", day, 500, None, NUMBER], ["S-2", day, 100, 0, ""]])
    sent = operator.post(there, told | {"key": "b", "file": SimpleUploadedFile("b.xlsx", good)})
    found = BankStatement.objects.get()
    assert sent.headers["Location"] == reverse("bank_statement", args=[found.pk])
    page = operator.get(sent.headers["Location"]).content.decode()
    assert NUMBER not in page
    assert not PayIn.objects.exists()
    operator.post(reverse("book_statement", args=[found.pk]), {"key": "c"})
    difference = Difference.objects.get()
    operator.get(reverse("explain_difference", args=[difference.pk]))
    operator.post(
        reverse("explain_difference", args=[difference.pk]), {"key": "d", "explanation": "待查"}
    )
    name = bank.office.cast["farm"].party.name
    operator.post(
        reverse("book_difference", args=[difference.pk]),
        {"key": "e", "explanation": "林场款", "party": name},
    )
    assert bank.money("farm").posted == 100_00
    page = operator.get("/en" + reverse("custody_day", args=[day])).content.decode()
    assert "agrees" in page
    answer = operator.get(reverse("custody_day_csv", args=[day])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(answer)))
    assert [row["party"] for row in rows][1] == name
    assert NUMBER not in answer
    assert operator.get(reverse("movements_template", args=["xlsx"])).status_code == 200
    assert operator.get(reverse("custody_day", args=["2020-01-02"])).status_code == 200


def test_a_difference_is_a_case_with_a_clock_until_it_is_settled(bank):
    found = booked(bank, 80_00, line(yesterday(bank), "S-1", 80_00, "6217000099990000001"))
    difference = found.differences.get()
    assert case_of_difference(difference) is None
    assert keep_cases(bank.office.now) == 1
    assert keep_cases(bank.office.now) == 0, "kept already"
    case = case_of_difference(difference)
    assert case is not None
    assert (case.state, case.kind) == ("submitted", "reconciliation")
    assert case.due is not None
    operator = bank.office.cast["operator"].actor
    assert [one.pk for one in cases_waiting_for(operator, bank.office.now.date())] == [case.pk]
    assert [task.key for task in ACTS["handle_case"].subjects(operator)] == [case.pk]
    with pytest.raises(AssertionError):
        close_case(bank.call("operator"), case=case.pk, is_settled=True)
    explain_difference(bank.call("operator"), difference=difference.pk, explanation="待查来款")
    # Late by now: the explanation is the reason, and nothing keeps the house from closing it.
    assert keep_cases(bank.office.now + timedelta(days=60)) == 1
    case.refresh_from_db()
    assert case.state == "closed"


def test_an_accepted_case_of_a_difference_is_closed_too(bank):
    found = booked(bank, 80_00, line(yesterday(bank), "S-1", 80_00, "6217000099990000001"))
    keep_difference_cases(0)
    case = case_of_difference(found.differences.get())
    assert case is not None
    accept_case(bank.call("operator"), case=case.pk)
    bank_page = client_of(bank, "operator")
    page = bank_page.get(reverse("case", args=[case.number]))
    assert "custody/parts/difference.html" in {used.name for used in page.templates}
    there = reverse("book_difference", args=[found.differences.get().pk])
    assert there in page.content.decode()
    told = {"key": "k", "explanation": "属买方", "party": bank.office.cast["buyer"].party.name}
    assert case.number in bank_page.get(there).content.decode()
    assert bank_page.post(there, told).status_code == 302
    case.refresh_from_db()
    assert case.state == "closed"


def test_a_wrong_file_is_discarded_on_its_page(bank):
    operator = client_of(bank, "operator")
    told = {"key": "a", "day": yesterday(bank).isoformat(), "closing": "0.00"}
    operator.post(reverse("read_statement"), told)
    found = BankStatement.objects.get()
    operator.post(reverse("discard_statement", args=[found.pk]), {"key": "b"})
    assert operator.get(reverse("bank_statement", args=[found.pk])).status_code == 404
