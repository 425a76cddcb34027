"""Two departments, two people, two keys under one digest."""

from __future__ import annotations

import pgtrigger
import pytest

from qingshan.apps.base.keys import signer
from qingshan.apps.parties.verbs.appoint import appoint
from qingshan.apps.projects.models import Report
from qingshan.apps.registry.models import Signature, Ticket
from qingshan.apps.registry.office_keys import key_in_force
from qingshan.apps.registry.verbs.sign_report import sign_report
from qingshan.apps.walks.cast import player
from qingshan.core.kernel.digest import sha256
from qingshan.core.proof.signer import PublicKey

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def verified(office) -> Report:
    return office.passed()


def sign(office, report: Report, part: str, as_office: str, party: str = "") -> Signature:
    return sign_report(
        office.call(part), report=report.pk, office=as_office, party=office.party(party or part)
    )


def test_a_signature_is_the_offices_key_under_the_reports_digest(office, verified):
    signature = sign(office, verified, "forestry", "forestry")
    key = signer("forestry")
    assert (signature.digest, signature.key_id) == (verified.digest, key.key_id)
    public = PublicKey(key.algorithm, key.public_key)
    assert public.verify(bytes(signature.signature), bytes.fromhex(verified.digest))
    assert signer("ecology").key_id != key.key_id


@pytest.mark.parametrize("alone", ["forestry", "ecology"])
def test_one_key_alone_does_not_issue(office, verified, refuses, alone):
    office.signed(verified, alone)
    with refuses("E-RG-01"):
        office.issued(verified)
    assert not Ticket.objects.filter(report=verified).exists()


def test_no_key_at_all_names_both(office, verified, refuses):
    with refuses("E-RG-01"):
        office.issued(verified)


@pytest.mark.parametrize("order", [("forestry", "ecology"), ("ecology", "forestry")])
def test_either_order_works(office, verified, order):
    office.signed(verified, *order)
    assert office.issued(verified).report == verified


def test_one_person_never_signs_for_both(office, verified, refuses):
    user = int(office.cast["forestry"].actor.name.removeprefix("user:"))
    party = office.party("ecology")
    appoint(office.founding(), user=user, party=party, role="ecology_signer")
    office.cast = {**office.cast, "forestry": player("forestry")}
    sign(office, verified, "forestry", "forestry")
    with refuses("E-RG-02"):
        sign(office, verified, "forestry", "ecology", "ecology")
    with refuses("E-RG-01"):
        office.issued(verified)


def test_an_office_signs_once(office, verified, refuses):
    sign(office, verified, "ecology", "ecology")
    with refuses("E-RG-10"):
        sign(office, verified, "ecology", "ecology")


def test_nobody_signs_for_the_other_office(office, verified, refuses):
    with refuses("E-AU-01"):
        sign(office, verified, "ecology", "forestry")
    with refuses("E-AU-01"):
        sign(office, verified, "registrar", "forestry")
    with refuses("E-AU-02"):
        sign(office, verified, "ecology", "ecology", "forestry")


def test_only_a_verified_report_is_signed(office, refuses):
    with refuses("E-MC-01"):
        sign(office, office.reported(), "forestry", "forestry")


def enter(report: Report, office, digest: str, data: bytes) -> None:
    """A signature as a program that goes around the verb could leave it."""
    key_in_force("ecology", office.now.date())
    Signature.objects.create(
        report=report,
        office="ecology",
        party_id=office.party("ecology"),
        actor="user:0",
        digest=digest,
        key_id=signer("ecology").key_id,
        signature=data,
        when=office.now,
    )


def test_a_signature_under_another_content_does_not_issue(office, verified, refuses):
    office.signed(verified, "forestry")
    other = sha256(b"another report")
    enter(verified, office, other, signer("ecology").sign(bytes.fromhex(other)))
    with refuses("E-RG-03"):
        office.issued(verified)


def test_a_signature_by_another_key_does_not_issue(office, verified, refuses):
    office.signed(verified, "forestry")
    enter(
        verified, office, verified.digest, signer("forestry").sign(bytes.fromhex(verified.digest))
    )
    with refuses("E-RG-03"):
        office.issued(verified)


def test_a_report_changed_after_signing_does_not_issue(office, verified, refuses):
    """Only someone who switches the table's guard off can change it at all."""
    office.signed(verified)
    with pgtrigger.ignore("projects.Report:report_append_only"):
        Report.objects.filter(pk=verified.pk).update(digest=sha256(b"changed"))
    with refuses("E-RG-03"):
        office.issued(Report.objects.get(pk=verified.pk))
