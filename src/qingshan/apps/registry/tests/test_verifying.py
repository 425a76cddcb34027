"""Whether a number, a code or a file is genuine."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import override_settings

from qingshan.apps.base import files
from qingshan.apps.base.numbering import check_digit
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.verifying import find, verify_file, verify_number
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.core.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


@pytest.fixture(scope="module")
def retirement(office, ticket) -> Retirement:
    return retire_units(
        office.call("farm"), ticket=ticket.pk, party=office.party("farm"), quantity=50_000,
        purpose="public_good", beneficiary=named(SELF),
    )  # fmt: skip


def papers(ticket, retirement) -> list[tuple[Ticket | Retirement, bytes]]:
    return [
        (ticket, files.read(ticket.face.digest)),
        (retirement, files.read(retirement.certificate.digest)),
    ]


def test_a_number_is_found_as_people_type_it(ticket, retirement):
    assert find(ticket.number) == ticket
    assert find(f" {retirement.number.lower()} ") == retirement
    assert verify_number(ticket.number).code_checked is False


def test_the_code_of_the_paper_is_checked(ticket, retirement, refuses):
    for entry in (ticket, retirement):
        assert verify_number(entry.number, entry.check_code).code_checked
        assert (
            verify_number(entry.number, entry.check_code.lower().replace("-", " ")).entry == entry
        )
        with refuses("E-PF-10"):
            verify_number(entry.number, mistyped(entry.check_code))
    with refuses("E-PF-10"):
        verify_number(ticket.number, retirement.check_code)


def mistyped(code: str) -> str:
    """A code with another last letter."""
    return code[:-1] + ("3" if code.endswith("2") else "2")


def test_a_slip_and_a_number_nobody_bears(ticket, refuses):
    with refuses("E-MC-04"):
        find(ticket.number[:-1] + str((int(ticket.number[-1]) + 1) % 10))
    with refuses("E-RG-09"):
        find(f"GZ-2026-999999-{check_digit('2026999999')}")


def test_the_original_file_is_genuine(ticket, retirement):
    for entry, pdf in papers(ticket, retirement):
        verified = verify_file(pdf)
        assert (verified.entry, verified.is_original) == (entry, True)
        assert verified.sealed.statement["number"] == entry.number


def test_any_altered_byte_is_found(ticket, retirement):
    for _, pdf in papers(ticket, retirement):
        for place in range(40, len(pdf), len(pdf) // 37):
            wrong = bytearray(pdf)
            wrong[place] ^= 1
            with pytest.raises(Refused) as caught:
                verify_file(bytes(wrong))
            assert {refusal.code[:4] for refusal in caught.value.refusals} == {"E-PF"}, place


@pytest.mark.parametrize(
    "spoil", [lambda pdf: pdf[:-20], lambda pdf: pdf + b"x", lambda _: b"%PDF-1.7"]
)
def test_shortened_lengthened_or_foreign_files(ticket, retirement, spoil):
    for _, pdf in papers(ticket, retirement):
        with pytest.raises(Refused) as caught:
            verify_file(spoil(pdf))
        assert all(refusal.code.startswith("E-PF") for refusal in caught.value.refusals)


def test_a_paper_of_another_register_is_not_ours(ticket, retirement, tmp_path):
    pdf = papers(ticket, retirement)[0][1]
    with override_settings(DATA_FOLDER=tmp_path), pytest.raises(Refused) as caught:
        verify_file(pdf)
    assert all(refusal.code.startswith("E-PF") for refusal in caught.value.refusals)


def test_a_genuine_seal_without_an_entry_is_no_ticket(office, refuses):
    """The register signed it, yet the issue was taken back before it was entered."""
    with transaction.atomic():
        pdf = files.read(office.issued().face.digest)
        transaction.set_rollback(True)
    with refuses("E-RG-09"):
        verify_file(pdf)
