"""Households: damaged ids are named by row, areas and shares use up the whole, no more."""

from __future__ import annotations

from fractions import Fraction

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingshan.apps.applications.lists import rows_of
from qingshan.apps.applications.models import Application, Household
from qingshan.apps.applications.shares import Share, divided, shares_of
from tests import applying
from tests.zoo.sheets import CUT, HEADER, bank_card, resident_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def landed(office, sign_in):
    """A village's draft with its forest, and the client that fills it in."""
    client = sign_in("village")
    draft = applying.started(client)
    assert applying.post_land(client, draft, [office.file()]).status_code == 302
    return client, draft


def sent(client, draft, rows, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEADER, *rows):
        sheet.append(row)
    path = tmp_path / "户表.xlsx"
    book.save(path)
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return applying.post_step(client, draft, "households", file=file)


def rows_for(draft, shares, *, short: float = 0.0):
    """One household for each share; together the area of the draft, less what is short."""
    whole = float(draft.attachments.get(kind="land").facts["area_mu"]) - short
    areas = [round(whole * share / 100, 2) for share in shares]
    areas[-1] = round(whole - sum(areas[:-1]), 2)
    return [
        [f"杨{'一二三四'[at]}", resident_id(101 + at), area, share, bank_card(at + 7), "", ""]
        for at, (area, share) in enumerate(zip(areas, shares, strict=True))
    ]


def test_a_good_list_is_kept_and_shown_masked(landed, tmp_path) -> None:
    client, draft = landed
    rows = rows_for(draft, (50, 30, 20))
    assert sent(client, draft, rows, tmp_path).status_code == 302
    assert [row["resident_id"] for row in rows_of(draft)] == [row[1] for row in rows]
    page = client.get(reverse("apply_step", kwargs={"draft": draft.pk, "step": "households"}))
    text = page.content.decode()
    assert "杨某" in text
    for row in rows:
        assert row[1] not in text
        assert row[4] not in text


def test_an_id_cut_by_a_spreadsheet_is_named_by_its_row(landed, tmp_path) -> None:
    client, draft = landed
    rows = rows_for(draft, (50, 30, 20))
    rows[1][1] = CUT
    answer = sent(client, draft, rows, tmp_path)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "E-SH-21" in text
    assert "第 3 行" in text
    assert rows_of(draft) == []


@pytest.mark.parametrize(
    ("shares", "short", "code"),
    [((50, 30, 20), 6.5, "E-SH-32"), ((50, 30, 19), 0.0, "E-SH-33")],
)
def test_areas_and_shares_make_the_whole(landed, tmp_path, shares, short, code) -> None:
    client, draft = landed
    answer = sent(client, draft, rows_for(draft, shares, short=short), tmp_path)
    assert code in answer.content.decode()


def test_one_plot_is_not_shared_out_beyond_the_whole(landed, tmp_path) -> None:
    client, draft = landed
    number = next(iter(draft.attachments.get(kind="land").facts["plots_mu"]))
    rows = rows_for(draft, (60, 60))
    for row in rows:
        row[6] = number
    assert "E-SH-34" in sent(client, draft, rows, tmp_path).content.decode()


def test_typed_households_are_checked_taken_out_and_limited(landed) -> None:
    client, draft = landed
    address = reverse("apply_household", kwargs={"draft": draft.pk})
    told = {"head_name": "杨某", "area_mu": "1.00", "share": "100", "bank_card": bank_card(1)}
    wrong = client.post(address, {**told, "resident_id": "520103199001011230"})
    assert wrong.status_code == 422
    assert "校验码不符" in wrong.content.decode()
    assert "收益要分到户" in wrong.content.decode(), "a mistake does not make the list optional"
    assert client.post(address, {**told, "resident_id": resident_id(1)}).status_code == 302
    page = client.get(reverse("apply_step", kwargs={"draft": draft.pk, "step": "households"}))
    assert "E-SH-32" in page.content.decode(), "one mu is not the whole forest"
    taken = reverse("apply_household_remove", kwargs={"draft": draft.pk, "number": 1})
    assert client.post(taken).status_code == 302
    assert rows_of(draft) == []


def test_what_was_typed_and_not_added_goes_along_with_the_step(landed) -> None:
    client, draft = landed
    address = reverse("apply_step", kwargs={"draft": draft.pk, "step": "households"})
    draft.refresh_from_db()
    told = {"head_name": "杨某", "area_mu": "1.00", "share": "100", "bank_card": bank_card(1)}
    told |= {"version": draft.version, "press": "next"}
    wrong = client.post(address, {**told, "resident_id": "520103199001011230"})
    assert wrong.status_code == 422
    assert "校验码不符" in wrong.content.decode()
    assert rows_of(draft) == []
    assert client.post(address, {**told, "resident_id": resident_id(1)}).status_code == 302
    (row,) = rows_of(draft)
    assert row["head_name"] == "杨某"


def test_shares_of_a_project_are_exact_and_sum_to_one(office, sign_in) -> None:
    client = sign_in("village")
    draft = applying.filled(client, [office.file()])
    assert applying.hand_in(client, draft).status_code == 302
    project = Application.objects.get().monitoring.project
    shares = shares_of(project)
    assert [share.part for share in shares] == [Fraction(1, 2)] * 2
    assert [share.household for share in shares] == list(Household.objects.order_by("row"))
    assert divided(3, shares) == [2, 1]


def test_without_a_list_the_party_has_the_whole(office) -> None:
    (share,) = shares_of(office.claimed().project)
    assert (share.household, share.part) == (None, 1)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine
@given(
    st.lists(st.integers(1, 10_000), min_size=1, max_size=12),
    st.integers(0, 10**12),
)
def test_money_is_divided_to_the_last_unit(parts, amount) -> None:
    shares = [Share(None, Fraction(part, sum(parts))) for part in parts]
    got = divided(amount, shares)
    assert sum(got) == amount
    assert all(abs(one - amount * share.part) < 1 for one, share in zip(got, shares, strict=True))
