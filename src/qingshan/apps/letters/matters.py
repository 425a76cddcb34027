"""What an event is about: its number and title, who has a part in it, and the page to open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from qingshan.apps.base.journal import model_of
from qingshan.apps.base.models import Event
from qingshan.apps.casework.kinds import kind_label, kind_of
from qingshan.apps.casework.models import Case
from qingshan.apps.letters.court_matters import COURT_TELLERS
from qingshan.apps.letters.market_matters import MARKET_TELLERS, holders_of
from qingshan.apps.letters.matter import Facts, Matter, Sender
from qingshan.apps.letters.money_matters import MONEY_TELLERS
from qingshan.apps.notices.models import Comment, Complaint
from qingshan.apps.notices.panes import SUBJECT as COMPLAINT
from qingshan.apps.projects.models import MonitoringPeriod, Report
from qingshan.apps.registry.models import Ticket
from qingshan.core.kernel.units import tonnes_text


def matter_of(event: Event) -> Matter | None:
    """What an event is about, or nothing where nobody is told of such things."""
    model = model_of(event)
    teller = _TELLERS.get(model._meta.label)
    if teller is None:
        return None
    return teller(model._default_manager.get(pk=event.subject_id), event.facts)


def _case(case: Case, facts: Facts) -> Matter:
    kind = kind_of(case.kind, as_of=case.opened_on)
    people = [case.assignee_id] if case.assignee_id else []
    return Matter(
        number=case.number,
        ref=case.number,
        title=case.title,
        parties={"owner": [case.party_id] if case.party_id else []},
        people=people,
        handlers=kind.posts(case.state),
        county=case.county_code,
        page=("case", {"number": case.number}),
        facts={
            "matter": list(kind_label(case.kind, as_of=case.opened_on)),
            "due": case.due.isoformat() if case.due else "",
            "opened": case.opened_on.isoformat(),
            "reason": str(facts.get("reason", "")),
        },
        sender=_sender_of_case(case),
    )


def _sender_of_case(case: Case) -> Sender | None:
    """Who filed the complaint that a case is about."""
    if case.subject_kind != COMPLAINT:
        return None
    return _sender(Complaint.objects.get(number=case.subject_key), "complaint_progress")


def _sender(found: Comment | Complaint, page: str) -> Sender:
    """The sender's page opens by number and code, as on the receipt."""
    return Sender(found.number, (page, {"?number": found.number, "?code": found.code}))


def _of_case(found: Any, facts: Facts) -> Matter:
    return _case(found.case, facts)


def _claim(claim: MonitoringPeriod, page: tuple[str, dict[str, str]], **more: Any) -> Matter:
    project = claim.project
    bodies = {row.part: row.body_id for row in claim.assignments.order_by("pk")}
    return Matter(
        number=project.name,
        ref=str(more.get("notice") or more.get("panel") or ""),
        title=str(claim),
        parties={
            "owner": [project.party_id],
            "measurer": [bodies["measuring"]] if "measuring" in bodies else [],
            "verifier": [bodies["verifying"]] if "verifying" in bodies else [],
            **more.pop("parties", {}),
        },
        county=project.county_code,
        page=page,
        facts={"period": f"{claim.start} 至 {claim.period.last}", **more},
    )


def _measuring(claim: MonitoringPeriod) -> tuple[str, dict[str, str]]:
    return "measuring", {"claim": str(claim.pk)}


def _report(report: Report, facts: Facts) -> Matter:
    claim = report.run.monitoring
    quantity = tonnes_text(report.run.removal)
    return _claim(claim, _measuring(claim), quantity=quantity, finding=facts.get("finding", ""))


def _of_report(found: Any, facts: Facts) -> Matter:
    return _report(found.report, facts)


def _assignment(found: Any, _: Facts) -> Matter:
    parties = {"body": [found.body_id]}
    return _claim(found.monitoring, _measuring(found.monitoring), parties=parties)


def _notice(notice: Any, facts: Facts) -> Matter:
    claim = notice.report.run.monitoring
    page = ("notice", {"number": notice.number})
    told = {
        "notice": notice.number,
        "first_day": notice.first_day.isoformat(),
        "last_day": notice.last_day.isoformat(),
        "days": notice.days,
        "quantity": tonnes_text(notice.report.run.removal),
        "digest": notice.digest,
        "place": claim.project.place,
        "comments": facts.get("comments", 0),
    }
    return _claim(claim, page, **told)


def _comment(comment: Any, facts: Facts) -> Matter:
    return replace(_notice(comment.notice, facts), sender=_sender(comment, "receipts"))


def _of_comment(found: Any, facts: Facts) -> Matter:
    return _comment(found.comment, facts)


def _complaint(complaint: Any, _: Facts) -> Matter:
    return Matter(complaint.number, sender=_sender(complaint, "complaint_progress"))


def _panel(panel: Any, _: Facts) -> Matter:
    claim = panel.report.run.monitoring
    seats = panel.seats.exclude(state="recused").select_related("expert")
    told = {
        "panel": panel.number,
        "result": panel.result,
        "quantity": tonnes_text(panel.report.run.removal),
    }
    return _claim(
        claim,
        ("panel", {"number": panel.number}),
        parties={"experts": [seat.expert.party_id for seat in seats]},
        **told,
    )


def _of_seat(found: Any, facts: Facts) -> Matter:
    return _panel(found.seat.panel, facts)


def _ticket(ticket: Ticket, facts: Facts) -> Matter:
    return Matter(
        number=ticket.number,
        ref=ticket.number,
        title=ticket.monitoring.project.name,
        parties={"owner": [ticket.party_id]},
        county=ticket.monitoring.project.county_code,
        page=("ticket", {"number": ticket.number}),
        facts={
            "quantity": tonnes_text(ticket.quantity),
            "buffer": tonnes_text(ticket.buffer),
            "project": ticket.monitoring.project.name,
            "period": f"{ticket.monitoring.start} 至 {ticket.monitoring.period.last}",
            "check_code": ticket.check_code,
            "document": str(facts.get("document", "")),
        },
    )


def _of_ticket(found: Any, facts: Facts) -> Matter:
    """States, corrections, retirements and transfers of a ticket, with what they add."""
    matter = _ticket(found.ticket, facts)
    more: dict[str, Any] = {
        name: str(getattr(found, name))
        for name in ("reason", "document", "was", "becomes")
        if hasattr(found, name)
    }
    if hasattr(found, "item_label"):
        more["item"] = list(found.item_label)
    if hasattr(found, "quantity"):
        more["moved"] = tonnes_text(found.quantity)
        matter = replace(matter, amounts={"quantity": found.quantity}, several_page=("letters", {}))
    parties = {
        **matter.parties,
        **{
            word: [getattr(found, f"{name}_id")]
            for word, name in (("holder", "party"), ("from", "source"), ("to", "target"))
            if hasattr(found, f"{name}_id")
        },
    }
    if {"from", "to"} <= set(parties):
        more["source"], more["target"] = list(found.source.label), list(found.target.label)
        more["ground"] = list(found.ground_label)
    for name in ("withdrawn", "owed"):
        if name in facts:
            more[name] = tonnes_text(int(facts[name]))
    if found._meta.label == "registry.TicketState":
        parties["holders"] = holders_of(found.ticket.asset)
    told = {**matter.facts, **more, "entry": str(found)}
    return replace(matter, parties=parties, facts=told)


def _pledge(pledge: Any, _: Facts) -> Matter:
    return Matter(
        number=pledge.number,
        ref=pledge.number,
        title=pledge.asset.removeprefix("ticket:"),
        parties={"pledgor": [pledge.pledgor_id], "pledgee": [pledge.pledgee_id]},
        page=("pledge", {"number": pledge.number}),
        facts={
            "ticket": pledge.asset.removeprefix("ticket:"),
            "reason": pledge.reason,
            "document": pledge.document,
            "quantity": tonnes_text(pledge.quantity),
            "until": pledge.until.isoformat(),
            "filing": pledge.filing_number,
            "cause": list(pledge.ground_label) if pledge.ground else "",
            "pledgor": list(pledge.pledgor.label),
            "pledgee": list(pledge.pledgee.label),
        },
    )


def _pledge_release(release: Any, facts: Facts) -> Matter:
    matter = _pledge(release.pledge, facts)
    more = {"proposer": [release.proposer_id], "counterparty": [release.counterparty_id]}
    told = {"who": list(release.proposer.label), "reason": release.reason}
    return replace(matter, parties={**matter.parties, **more}, facts={**matter.facts, **told})


def _rights(found: Any, _: Facts) -> Matter:
    """A consent to a rights check, or the sheet that was made on it."""
    page: tuple[str, dict[str, str]] = ("rights_checks", {})
    if found._meta.label == "diligence.RightsCheck":
        page = ("rights_check", {"number": found.number})
    until = getattr(found, "until", None)
    return Matter(
        number=found.number,
        ref=found.number,
        title=found.ticket.number,
        parties={"holder": [found.holder_id], "pledgee": [found.bank_id]},
        page=page,
        facts={
            "ticket": found.ticket.number,
            "holder": list(found.holder.label),
            "bank": list(found.bank.label),
            "until": until.isoformat() if until else "",
            "reason": getattr(found, "reason", ""),
        },
    )


def _enrolment(enrolment: Any, _: Facts) -> Matter:
    return Matter(
        number=enrolment.number,
        ref=enrolment.number,
        title=enrolment.name,
        parties={"owner": [enrolment.party_id] if enrolment.party_id else []},
        people=[enrolment.applicant_id],
        page=("account", {}),
    )


def _proposal(proposal: Any, _: Facts) -> Matter:
    return Matter(str(proposal.party), people=[proposal.user_id], page=("account", {}))


def _user(user: Any, _: Facts) -> Matter:
    return Matter(user.username, people=[user.pk], page=("account", {}))


_TELLERS: dict[str, Callable[[Any, Facts], Matter]] = {
    "casework.Case": _case,
    "casework.CorrectionNotice": _of_case,
    "casework.OwnershipOpinion": _of_case,
    "projects.Report": _report,
    "projects.Verification": _of_report,
    "projects.Nonconformity": _of_report,
    "projects.Assignment": _assignment,
    "registry.Signature": _of_report,
    "notices.Notice": _notice,
    "notices.Comment": _comment,
    "notices.Complaint": _complaint,
    "notices.OwnerAnswer": _of_comment,
    "notices.VerifierOpinion": _of_comment,
    "review.Panel": _panel,
    "review.PanelQuestion": _of_seat,
    "registry.Ticket": _ticket,
    "registry.TicketState": _of_ticket,
    "registry.Correction": _of_ticket,
    "registry.Retirement": _of_ticket,
    "registry.HoldingTransfer": _of_ticket,
    **MARKET_TELLERS,
    **MONEY_TELLERS,
    **COURT_TELLERS,
    "pledges.Pledge": _pledge,
    "pledges.PledgeRelease": _pledge_release,
    "diligence.RightsConsent": _rights,
    "diligence.RightsCheck": _rights,
    "parties.Enrolment": _enrolment,
    "parties.RoleProposal": _proposal,
    "parties.User": _user,
}
"""By the model of the event's subject."""
