"""The bundle of a ticket: made by the register, checked with the log's public key alone."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from qingshan.apps.base import files
from qingshan.apps.base.keys import LOG, REGISTER, signer
from qingshan.apps.log.keeping import sign_log
from qingshan.apps.log.reads import log_keys
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.proving import ticket_proof
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.config.cli import main
from qingshan.core.kernel.units import carbon
from qingshan.core.proof.bundle import check_bundle

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = {"reason": "抽查", "document": "登记通知"}


@pytest.fixture
def ticket(open_office) -> Ticket:
    return open_office.issued()


def retire(office, ticket: Ticket, tonnes: str):
    return retire_units(
        office.call("farm"), ticket=ticket.pk, party=office.party("farm"), purpose="public_good",
        quantity=carbon(tonnes), beneficiary=named(SELF),
    )  # fmt: skip


def test_a_bundle_adds_up_what_was_issued_and_what_is_gone(open_office, ticket, refuses):
    with refuses("E-PF-20"):
        check_bundle(ticket_proof(ticket), log_keys(), ticket.number)
    retire(open_office, ticket, "7")
    suspend_ticket(open_office.call("registrar"), ticket=ticket.pk, **NOTE)
    sign_log(open_office.now)
    data = ticket_proof(ticket)
    found = check_bundle(data, log_keys(), ticket.number)
    assert (found.issue.amount, found.left) == (ticket.quantity, ticket.quantity - carbon(7))
    assert [shown.code for shown in found.gone] == ["retire"]
    assert [name for name, _ in found.states] == ["ticket.suspended"]
    assert found.waiting == ()
    assert found.head.when == open_office.now
    assert data == ticket_proof(ticket)
    with refuses("E-PF-19"):
        check_bundle(data, log_keys(), "GZ-2026-000009-1")


def test_what_no_head_covers_yet_is_named(open_office, ticket):
    sign_log(open_office.now)
    done = retire(open_office, ticket, "1")
    found = check_bundle(ticket_proof(ticket), log_keys(), ticket.number)
    assert found.waiting == (f"retire:{done.number}",)
    assert found.left == ticket.quantity


def test_a_bundle_that_was_touched_is_refused(open_office, ticket, refuses):
    retire(open_office, ticket, "7")
    sign_log(open_office.now)
    told = json.loads(ticket_proof(ticket))

    def check(code: str, **changes) -> None:
        with refuses(code):
            check_bundle(json.dumps(told | changes).encode(), log_keys(), ticket.number)

    issue, gone = told["chains"]
    smaller = [[*gone["moves"][0][:3], 1, *gone["moves"][0][4:]]]
    check("E-PF-14", chains=[issue, {**gone, "moves": smaller}])
    check("E-PF-14", chains=[issue, gone, gone])
    check("E-PF-19", chains=[gone, issue])
    check("E-PF-14", chains=[{"proof": 1}])
    check("E-PF-14", format="other")
    check("E-PF-20", chains=[])
    with refuses("E-PF-14"):
        check_bundle(b"[", log_keys(), ticket.number)


@pytest.fixture
def asked(open_office, ticket, tmp_path: Path, capsys):
    """The command on files in a folder of a stranger: paper, keys, bundle."""
    done = retire(open_office, ticket, "7")
    sign_log(open_office.now + timedelta(hours=1))
    for name in (REGISTER, LOG):
        key = signer(name)
        told = {"algorithm": key.algorithm, "public_key": key.public_key.hex()}
        (tmp_path / f"{name}.json").write_text(json.dumps(told))
    (tmp_path / "ticket.pdf").write_bytes(files.read(ticket.face.digest))
    (tmp_path / "retirement.pdf").write_bytes(files.read(done.certificate.digest))
    (tmp_path / "proof.json").write_bytes(ticket_proof(ticket))

    def ask(paper: str, *options: str) -> tuple[int, str]:
        keys = ["--public-key", str(tmp_path / "register.json")]
        keys += ["--log-key", str(tmp_path / "log.json")]
        with pytest.raises(SystemExit) as left:
            main(["verify", str(tmp_path / paper), *keys, *options])
        return int(left.value.code or 0), capsys.readouterr().out

    return ask


def test_the_command_says_up_to_when_the_state_is_known(open_office, ticket, asked, tmp_path):
    bundle = ("--proof", str(tmp_path / "proof.json"))
    code, said = asked("ticket.pdf", *bundle)
    assert code == 0
    assert "状态截至" in said
    code, said = asked("ticket.pdf", *bundle, "--json")
    life = json.loads(said)["life"]
    assert (code, life["waiting"]) == (0, [])
    until = open_office.now + timedelta(hours=1)
    assert life["known_until"] == until.isoformat()
    assert life["gone"][0]["amount_t"] == "7"
    code, said = asked("retirement.pdf", *bundle, "--json")
    assert (code, json.loads(said)["statement"]["kind"]) == (0, "retirement")
    code, said = asked("ticket.pdf")
    assert (code, "以登记系统为准" in said) == (0, True)


def test_the_command_leaves_with_one_or_two_when_something_is_wrong(ticket, asked, tmp_path):
    wrong = tmp_path / "other.json"
    told = json.loads((tmp_path / "proof.json").read_text())
    wrong.write_text(json.dumps(told | {"number": "GZ-2026-000009-1"}))
    code, said = asked("ticket.pdf", "--proof", str(wrong), "--json")
    assert (code, json.loads(said)["refusals"][0]["code"]) == (1, "E-PF-19")
    data = bytearray((tmp_path / "ticket.pdf").read_bytes())
    data[500] ^= 1
    (tmp_path / "touched.pdf").write_bytes(data)
    assert asked("touched.pdf")[0] == 1
    assert asked("absent.pdf")[0] == 2
    assert asked("ticket.pdf", "--proof", str(tmp_path / "absent.json"))[0] == 2
