"""Digests, text forms, scenario lines and the list of codes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from qingshan.core.kernel.digest import digest_of
from qingshan.core.ledger.book import Account, Asset, Book
from qingshan.core.ledger.codes import CODES, code_label
from qingshan.core.ledger.invariants import broken
from qingshan.core.ledger.model import (
    AccountId,
    AccountKind,
    AssetKind,
    Chain,
    booking_day,
    hold,
    post,
    seal_digest,
)
from qingshan.core.ledger.scenario import read_chain, write_chain

PARTY = AccountId("T", "party:1", AccountKind.PARTY)
ESCROW = AccountId("T", "party:1", AccountKind.ESCROW)
NOON = datetime.fromisoformat("2024-05-01T12:00:00+08:00")


def test_an_account_is_read_from_its_text():
    assert PARTY.text == "T/party:1/party"
    assert AccountId.parse(PARTY.text) == PARTY


def test_the_digest_is_that_of_the_canonical_body():
    plain = Chain("键", "list", (hold("H", PARTY, ESCROW, 5, expires=NOON),))
    expires = NOON.astimezone(UTC).isoformat()
    body = ["键", "list", [["hold", PARTY.text, ESCROW.text, 5, "H", expires]], {}]
    assert plain.digest == digest_of(body)
    facts = Chain(plain.key, plain.code, plain.transfers, {"b": [1], "a": "案"})
    assert facts.digest == digest_of([*body[:3], {"a": "案", "b": [1]}])


def test_the_digest_knows_moments_not_time_zones():
    abroad = NOON.astimezone(UTC)
    here = Chain("k", "list", (hold("H", PARTY, ESCROW, 5, expires=NOON),))
    there = Chain("k", "list", (hold("H", PARTY, ESCROW, 5, expires=abroad),))
    assert here.digest == there.digest


@pytest.mark.parametrize(
    "other",
    [
        Chain("l", "transfer", (post(PARTY, ESCROW, 5),)),
        Chain("k", "trade", (post(PARTY, ESCROW, 5),)),
        Chain("k", "transfer", (post(PARTY, ESCROW, 6),)),
        Chain("k", "transfer", (post(ESCROW, PARTY, 5),)),
        Chain("k", "transfer", (post(PARTY, ESCROW, 5), post(PARTY, ESCROW, 5))),
        Chain("k", "transfer", (post(PARTY, ESCROW, 5),), {"case": 1}),
    ],
)
def test_any_difference_changes_the_digest(other):
    assert other.digest != Chain("k", "transfer", (post(PARTY, ESCROW, 5),)).digest


def test_facts_hold_no_floats():
    with pytest.raises(TypeError, match="float"):
        _ = Chain("k", "transfer", (post(PARTY, ESCROW, 5),), {"share": 0.5}).digest


def test_an_amount_is_an_integer():
    with pytest.raises(AssertionError):
        post(PARTY, ESCROW, 5.0)
    with pytest.raises(AssertionError):
        post(PARTY, ESCROW, True)


def test_a_scenario_line_is_read_and_written():
    line = "list L: hold T/party:1/party > T/party:1/escrow 5 as H until 2024-05-01T12:00:00+08:00"
    assert write_chain(read_chain(line)) == line
    with pytest.raises(ValueError, match="not a transfer"):
        read_chain("list L: give T/party:1/party 5")
    with pytest.raises(ValueError, match="not a chain"):
        read_chain("list")


def test_flags_follow_from_the_kind():
    assert [k for k in AccountKind if k.source_of_supply] == [AccountKind.SUPPLY, AccountKind.BANK]
    sinks = [AccountKind.RETIRED, AccountKind.CANCELLED, AccountKind.LAPSED]
    assert [k for k in AccountKind if k.sink] == sinks


def test_every_kind_and_code_is_named_in_both_languages():
    labels = [kind.label for kind in AccountKind] + [kind.label for kind in AssetKind]
    labels += [code.label for code in CODES.values()]
    for label in labels:
        assert label.zh
        assert label.en
    assert len({code.label for code in CODES.values()}) == len(CODES)
    assert code_label("issue").zh == "签发"
    assert code_label("gift").en == "gift"


def test_only_a_correction_returns_to_supply():
    assert [code.name for code in CODES.values() if code.returns_supply] == ["correction"]


def test_amounts_are_said_in_the_units_of_people():
    assert AssetKind.CARBON.say(62_500_001) == ("6,250.0001 吨", "6,250.0001 t")
    assert AssetKind.MONEY.say(467_500) == ("4,675.00 元", "CNY 4,675.00")
    assert AssetKind.WATER.say(1200) == ("1,200 立方米", "1,200 m³")


def test_a_booking_day_is_chinese():
    assert booking_day(datetime(2024, 4, 30, 16, 0, tzinfo=UTC)).isoformat() == "2024-05-01"
    assert booking_day(datetime(2024, 4, 30, 15, 59, tzinfo=UTC)).isoformat() == "2024-04-30"


def test_seals_are_chained():
    day = booking_day(NOON)
    first = seal_digest(day, "", ["a", "b"])
    assert first != seal_digest(day, "", ["b", "a"])
    assert first != seal_digest(day, first, ["a", "b"])
    assert first != seal_digest(day + timedelta(days=1), "", ["a", "b"])


@pytest.mark.parametrize(
    ("account", "counters", "says"),
    [
        (PARTY, Account(5, 0), "sum to 5"),
        (PARTY, Account(0, 5), "available is -5"),
        (PARTY, Account(5, 0, 0, 5), "differ from the open holds"),
        (PARTY, Account(-5, -5), "below zero"),
        (PARTY, Account(5, 0, closed=True), "not empty"),
        (PARTY._replace(kind=AccountKind.RETIRED), Account(5, 5), "gave something back"),
    ],
)
def test_the_invariants_see_a_broken_book(account, counters, says):
    book = Book(assets={"T": Asset("T", AssetKind.CARBON)}, accounts={account: counters})
    assert any(says in what for what in broken(book))
