"""The page of the public log and its files: what strangers are given, and what they are told."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.test import Client

from qingshan.apps.books import store
from qingshan.apps.log import reads
from qingshan.apps.log.keeping import sign_log
from qingshan.core.ledger.model import AssetKind
from qingshan.core.ledger.scenario import read_chain
from qingshan.core.proof.log import check_consistency, check_proof

NOON = datetime.fromisoformat("2026-04-16T12:00:00+08:00")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stranger(settings) -> Client:
    store.open_asset("T", AssetKind.CARBON)
    for name in "ab":
        line = f"issue {name}: post T/registry/supply > T/party:1/party 100"
        store.post_one(read_chain(line), when=NOON)
        sign_log(NOON)
    return Client()


def test_the_page_shows_heads_and_entries_and_offers_the_proof(stranger):
    page = stranger.get("/log/", {"entry": "0"}).content.decode()
    assert "下载证明" in page
    assert reads.latest_head().sha256[:32] in page
    assert stranger.get("/en/log/").status_code == 200


def test_an_entry_that_is_not_there_is_said(stranger):
    assert "日志中没有这一条" in stranger.get("/log/", {"entry": "99"}).content.decode()
    assert "E-LO-06" in stranger.get("/log/", {"entry": "一"}).content.decode()


def test_what_is_downloaded_is_checked_with_the_key_alone(stranger):
    answer = stranger.get("/log/proof.json", {"entry": "0"})
    assert "attachment" in answer["Content-Disposition"]
    assert check_proof(answer.content, reads.log_keys()).entry.name == "issue"
    told = json.loads(stranger.get("/log/heads.json").content)
    second, first = (head["size"] for head in told["heads"])
    grown = stranger.get("/log/growth.json", {"first": first, "second": second}).content
    assert check_consistency(grown, reads.log_keys())[1].size == second
    lines = stranger.get("/log/entries.txt").content.decode().splitlines()
    assert len(lines) == reads.size()
    assert (
        stranger.get("/log/entries.txt", {"first": "1"}).content.decode().splitlines() == lines[1:]
    )


@pytest.mark.parametrize(
    ("path", "code"),
    [("proof.json?entry=99", "E-LO-01"), ("growth.json?first=1&second=7", "E-LO-02"),
     ("proof.json?entry=x", "E-LO-06"), ("entries.txt?first=-1", "E-LO-06")],
)  # fmt: skip
def test_what_cannot_be_had_is_a_problem_with_its_reason(stranger, path, code):
    answer = stranger.get(f"/log/{path}")
    assert answer.status_code == 422
    assert [reason["code"] for reason in json.loads(answer.content)["refusals"]] == [code]


def test_no_person_is_named(stranger):
    for path in ("/log/", "/log/entries.txt", "/log/heads.json"):
        assert "party:1" not in stranger.get(path).content.decode()
