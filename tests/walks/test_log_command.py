"""``qingshan log`` and ``qingshan ledger``: proofs for strangers, a witness over real HTTP."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from qingshan.apps.books import store
from qingshan.apps.log.keeping import sign_log
from qingshan.core.ledger.model import AccountKind, AssetKind
from qingshan.core.ledger.scenario import read_chain

NOON = datetime.fromisoformat("2026-04-16T12:00:00+08:00")

pytestmark = pytest.mark.django_db(transaction=True)


def book(line: str) -> None:
    store.open_asset("T", AssetKind.CARBON)
    store.post_one(read_chain(line), when=NOON)


def rewrite(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(sql)
        assert cursor.rowcount >= 1


@pytest.fixture
def signed(db: Any) -> None:
    book("issue a: post T/registry/supply > T/party:1/party 100")
    book("list l: hold T/party:1/party > T/party:1/escrow 60 as H")
    sign_log(NOON)


@pytest.fixture
def key(client: Any, tmp_path: Path, signed: None) -> Path:
    path = tmp_path / "public-key.json"
    path.write_bytes(client.get("/log/public-key.json").content)
    return path


def test_the_ledger_is_verified_and_a_changed_row_is_named(run, db, capsys):
    store.open_asset("CNY", AssetKind.MONEY)
    for key in ("a", "b"):
        line = f"pay_in {key}: post CNY/exchange/bank > CNY/party:1/party 100"
        store.post_one(read_chain(line), when=NOON)
    sign_log(NOON)
    assert run("ledger", "verify") == 0
    assert "2 条" in capsys.readouterr().out
    rewrite("update books_chain set code = 'pay_out' where key = 'a'")
    assert run("ledger", "verify", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["sound"] is False
    assert any("the row was changed" in finding["en"] for finding in told["findings"])
    assert run("ledger", "verify") == 1
    assert "记录已被改动" in capsys.readouterr().err


def test_what_register_and_ledger_tell_differently_is_named(run, signed, capsys):
    assert run("ledger", "verify") == 1, "units of a series that no ticket stands for"
    assert "T：签发数量：登记为 0 t，账本为 0.0100 t" in capsys.readouterr().err


def test_the_ledger_is_replayed_to_a_day(run, signed, capsys):
    assert run("ledger", "replay", "--to", "2026-04-16", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["assets"]["T"] == {
        "held": 60, AccountKind.SUPPLY.value: -100, AccountKind.PARTY.value: 100,
        AccountKind.ESCROW.value: 0,
    }  # fmt: skip
    assert run("ledger", "replay", "--to", "2026-04-15", "--json") == 0
    assert json.loads(capsys.readouterr().out)["assets"] == {}
    assert run("ledger", "replay") == 0
    assert "0.0100 吨" in capsys.readouterr().out
    rewrite("update books_transfer set amount = 10 where act = 'post'")
    assert run("ledger", "replay") == 1


def test_balances_by_owner_asset_and_account(run, signed, capsys):
    for of in ("party:1", "T", "T/party:1/party"):
        assert run("ledger", "balance", of, "--json") == 0
        found = json.loads(capsys.readouterr().out)["T/party:1/party"]
        assert found == {"posted": 100, "held": 60, "available": 40}
    assert run("ledger", "balance", "party:1") == 0
    assert "0.0040 吨" in capsys.readouterr().out
    assert run("ledger", "balance", "party:99") == 2


def test_a_proof_is_written_and_checked_offline(run, key, tmp_path, capsys):
    proof = tmp_path / "proof.json"
    assert run("log", "prove", "0", "--out", proof) == 0
    assert run("log", "check", proof, "--key", key) == 0
    assert "证明成立" in capsys.readouterr().out
    assert run("log", "check", proof, "--key", key, "--json") == 0
    assert json.loads(capsys.readouterr().out)["size"] == 2
    told = json.loads(proof.read_text())
    proof.write_text(json.dumps({**told, "index": 1}))
    assert run("log", "check", proof, "--key", key) == 1
    assert "E-PF-15" in capsys.readouterr().err
    assert run("log", "prove", "7") == 1
    assert run("log", "check", proof, "--key", proof) == 2


def test_signing_again_without_news_changes_nothing(run, signed, capsys):
    assert run("log", "sign") == 0
    assert "已签名" in capsys.readouterr().out
    book("issue b: post T/registry/supply > T/party:2/party 5")
    assert run("log", "sign") == 0
    assert run("log", "prove", "2") == 0


def test_a_witness_follows_a_log_that_grows(run, key, live_server, tmp_path, capsys):
    state = tmp_path / "head.json"
    told = ("log", "witness", live_server.url, "--key", key, "--state", state)
    assert run(*told) == 0
    assert "首次见证" in capsys.readouterr().out
    book("issue b: post T/registry/supply > T/party:2/party 5")
    sign_log(NOON)
    assert run(*told) == 0
    assert "此前历史未变" in capsys.readouterr().out
    assert run(*told) == 0
    assert run("log", "witness", "ftp://x", "--key", key, "--state", state) == 2
    assert run("log", "witness", f"{live_server.url}/none", "--key", key, "--state", state) == 3


def test_a_witness_finds_a_past_that_was_rewritten(run, key, live_server, tmp_path, capsys):
    """Even who holds all rights and the signing key cannot take back a head once seen."""
    state = tmp_path / "head.json"
    told = ("log", "witness", live_server.url, "--key", key, "--state", state)
    assert run(*told) == 0
    seen = state.read_text()
    for table in ("log_treehead", "log_logentry"):
        rewrite(f"delete from {table}")
    rewrite("update books_chain set code = 'retire' where key = 'a'")
    book("issue b: post T/registry/supply > T/party:2/party 5")
    sign_log(NOON)
    assert run(*told) == 1
    assert "E-PF-18" in capsys.readouterr().err
    assert state.read_text() == seen
