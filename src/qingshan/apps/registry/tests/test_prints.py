"""Later prints, corrections by two people, certificates of holding, keys of offices."""

from __future__ import annotations

import io
from datetime import timedelta

import pypdf
import pytest

from qingshan.apps.base import files, keys
from qingshan.apps.base.call import Call
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.parties.verbs.appoint import appoint
from qingshan.apps.parties.verbs.open_account import open_account
from qingshan.apps.registry import printing
from qingshan.apps.registry.machine import TICKET_STATE
from qingshan.apps.registry.models import CORRECTED_ITEMS, FacePrint, OfficeKey, Ticket
from qingshan.apps.registry.prints import editions
from qingshan.apps.registry.verbs.accept_correction import accept_correction
from qingshan.apps.registry.verbs.certify_holding import certify_holding
from qingshan.apps.registry.verbs.enter_office_key import enter_office_key
from qingshan.apps.registry.verbs.propose_correction import propose_correction
from qingshan.apps.registry.verbs.reissue_face import reissue_face
from qingshan.apps.registry.verbs.reject_correction import reject_correction
from qingshan.apps.registry.verbs.replace_face import replace_face
from qingshan.apps.registry.verbs.sign_report import sign_report
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.apps.walks.cast import FOUNDER, player
from qingshan.core.kernel.units import carbon
from qingshan.core.proof.envelope import open_pdf

pytestmark = pytest.mark.django_db
PAPER = "遗失声明（2026-07-01）"
NOTE = {"reason": "录入差错", "document": "更正申请表"}


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


@pytest.fixture
def colleague(office) -> Call:
    """A second registrar."""
    when = office.now
    user = open_account(Call(FOUNDER, when, "c"), username="second", display_name="吴复")
    appoint(
        Call(FOUNDER, when, "d"), user=user.pk, party=office.party("registrar"), role="registrar"
    )
    return Call(player("second").actor, when, "decide")


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_a_face_carries_the_map_of_its_stands_and_is_the_same_whenever_made(ticket):
    kept = files.read(ticket.face.digest)
    assert "示意图，不作为权属依据" in words(kept)
    again = printing._sealed_face(printing.face_of(ticket))
    assert again.pdf == kept
    assert again.check_code == ticket.check_code


@pytest.mark.parametrize(("act", "kind"), [(replace_face, "换发"), (reissue_face, "遗失补发")])
def test_a_later_print_makes_the_one_before_void(office, ticket, refuses, act, kind):
    done = act(office.call("registrar"), ticket=ticket.pk, document=PAPER)
    newest, first = editions(ticket)
    assert (newest.serial, newest.kind.zh, first.serial) == (2, kind, 1)
    assert newest.check_code != first.check_code
    pdf = files.read(done.face.digest)
    assert "第2版，前版作废" in words(pdf)
    assert open_pdf(pdf, keys.public_keys()).statement["edition"] == 2
    assert act(office.call("registrar"), ticket=ticket.pk, document=PAPER).serial == 3
    with refuses("E-RG-11"):
        act(office.call("registrar"), ticket=ticket.pk, document=" ")
    suspend_ticket(office.call("registrar"), ticket=ticket.pk, **NOTE)
    with refuses("E-RG-13"):
        act(office.call("registrar"), ticket=ticket.pk, document=PAPER)


def test_a_lost_face_is_printed_again_by_the_registrar_alone(office, ticket, refuses):
    assert reissue_face(office.call("registrar"), ticket=ticket.pk, document=PAPER).serial == 2
    with refuses("E-AU-01"):
        reissue_face(office.call("farm"), ticket=ticket.pk, document=PAPER)


@pytest.mark.parametrize("state", ["suspended", "revoked"])
def test_a_mark_lies_across_a_face_that_is_not_valid(office, ticket, state):
    mark = TICKET_STATE.label(state)
    pdf = printing.marked_face(ticket, 1, mark, when=office.now)
    assert mark.zh in words(pdf)
    assert open_pdf(pdf, keys.public_keys()).statement["mark"] == mark.zh
    assert pdf == printing.marked_face(ticket, 1, mark, when=office.now)


def test_a_correction_is_proposed_by_one_and_accepted_by_another(
    office, ticket, colleague, refuses
):
    proposed = propose_correction(
        office.call("registrar"), ticket=ticket.pk, item="location", becomes="剑河县革东镇", **NOTE
    )
    assert (proposed.was, proposed.state) == (printing.face_of(ticket).location, "proposed")
    with refuses("E-RG-15"):
        accept_correction(office.call("registrar"), correction=proposed.pk)
    assert not FacePrint.objects.exists()
    accept_correction(colleague, correction=proposed.pk)
    newest = editions(ticket)[0]
    assert (newest.serial, newest.kind.zh) == (2, "更正换发")
    assert "剑河县革东镇" in words(files.read(newest.face.digest))
    assert "剑河县革东镇" not in words(files.read(ticket.face.digest)), "the old print stays"
    with refuses("E-MC-01"):
        reject_correction(colleague.step("again"), correction=proposed.pk)


def test_a_rejected_correction_prints_nothing(office, ticket, colleague, refuses):
    proposed = propose_correction(
        office.call("registrar"), ticket=ticket.pk, item="origin", becomes="飞播", **NOTE
    )
    with refuses("E-RG-15"):
        reject_correction(office.call("registrar"), correction=proposed.pk)
    assert reject_correction(colleague, correction=proposed.pk).state == "rejected"
    assert not FacePrint.objects.exists()


def test_what_is_corrected_is_on_the_list_and_differs(office, ticket, refuses):
    def propose(**told):
        call = office.call("registrar")
        return propose_correction(call, ticket=ticket.pk, **{"becomes": "x", **NOTE, **told})

    with refuses("E-RG-17"):
        propose(item="amount")
    with refuses("E-RG-16", "E-RG-11"):
        propose(item="species", becomes=" ", reason="")
    with refuses("E-RG-16"):
        propose(item="species", becomes=printing.face_of(ticket).species)
    assert all(hasattr(printing.face_of(ticket), item) for item in CORRECTED_ITEMS)


def test_a_certificate_of_holding_says_what_is_held_and_what_of_it_is_bound(
    office, ticket, refuses
):
    list_units(
        office.call("farm"), asset=ticket.asset, seller=office.party("farm"),
        quantity=carbon(20), price_fen=8000, expires=office.now + timedelta(days=9),
    )  # fmt: skip
    done = certify_holding(office.call("farm"), ticket=ticket.pk, party=office.party("farm"))
    assert done.number.startswith("CY-2026-000001-")
    assert (done.quantity, done.held) == (ticket.quantity, carbon(20))
    pdf = files.read(done.paper.digest)
    assert f"{ticket.quantity // 10_000:,}吨二氧化碳当量" in words(pdf)
    assert ticket.number in words(pdf)
    assert open_pdf(pdf, keys.public_keys()).statement["held"] == carbon(20)
    assert printing.holding(done).pdf == pdf
    with refuses("E-RG-19"):
        certify_holding(office.call("buyer"), ticket=ticket.pk, party=office.party("buyer"))
    with refuses("E-AU-02"):
        certify_holding(office.call("buyer"), ticket=ticket.pk, party=office.party("farm"))


def test_a_changed_key_signs_nothing_until_it_is_entered(office, refuses, settings, tmp_path):
    report, other = office.signed(), office.passed()
    settings.DATA_FOLDER, before = tmp_path, settings.DATA_FOLDER
    told = {"report": other.pk, "office": "forestry", "party": office.party("forestry")}
    with refuses("E-RG-20"):
        sign_report(office.call("forestry"), **told)
    entered = enter_office_key(Call(FOUNDER, office.now, "enter"), office="forestry")
    assert sign_report(office.call("forestry"), **told).key_id == entered.key_id
    # What the old key signed while it was in force still counts.
    settings.DATA_FOLDER = before
    assert office.issued(report).report == report


def test_a_key_outside_of_its_days_signs_nothing(office, refuses):
    report = office.passed()
    told = {"report": report.pk, "office": "ecology", "party": office.party("ecology")}
    sign_report(office.call("ecology"), **told)
    entered = OfficeKey.objects.get(office="ecology")
    assert entered.until == entered.since.replace(year=entered.since.year + 3)
    later = Call(office.cast["ecology"].actor, office.now + timedelta(days=3 * 366), "later")
    with refuses("E-RG-21"):
        sign_report(later, **told | {"report": office.passed().pk})
