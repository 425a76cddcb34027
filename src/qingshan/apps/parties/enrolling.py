"""What an application for an account (form F1) must hold, and how its review is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.parties import rules
from qingshan.apps.parties.kinds import PAPER_KINDS
from qingshan.apps.parties.models import DueDiligence, Enrolment
from qingshan.apps.parties.naming import code_faults, paper_faults
from qingshan.apps.parties.refusals import (
    AUTHORITY_MISSING,
    CHECK_MISSING,
    DETAIL_WRONG,
    FIELD_MISSING,
    LICENCE_OVER,
    OWN_CASE,
    REASON_MISSING,
    ROLE_CLOSED,
    SCREENING_OPEN,
)
from qingshan.apps.parties.screening import Screening, Subject, screened
from qingshan.apps.parties.sealing import seal, unseal_fields
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.identity import bank_card_fault, mobile_fault

DETAILS: dict[str, Label] = {
    "paper_kind": Label("证件类型", "kind of paper"),
    "number": Label("统一社会信用代码或证件号码", "credit code or number of the paper"),
    "licence_until": Label("执照或证件有效期", "licence or paper valid until"),
    "legal_representative": Label("法定代表人", "legal representative"),
    "beneficial_owner": Label("受益所有人", "beneficial owner"),
    "agent": Label("经办代理人", "agent"),
    "agent_number": Label("代理人身份证号码", "resident number of the agent"),
    "bank_name": Label("结算银行", "settlement bank"),
    "bank_account": Label("银行结算账户", "settlement account"),
    "contact": Label("联系人", "contact"),
    "mobile": Label("联系人手机号", "mobile number of the contact"),
    "phone": Label("固定电话", "telephone"),
    "email": Label("联系人电子邮箱", "e-mail of the contact"),
    "department": Label("部门", "department"),
    "address": Label("通讯地址", "address"),
    "purpose": Label("开户目的", "purpose of the account"),
}
"""The personal part of form F1, in its order."""

ALWAYS = ("number", "bank_name", "bank_account", "contact", "mobile", "address", "purpose")
OF_ORGANISATIONS = ("legal_representative", "beneficial_owner")
NUMBERS = ("number", "agent_number", "bank_account", "mobile", "phone")
"""Shown masked until somebody gives a reason."""

CHECKLIST: dict[str, Label] = {
    "identity": Label("证件与名称、号码一致", "paper, name and number agree"),
    "representative": Label("法定代表人或本人身份已核实", "representative or person verified"),
    "owner": Label("受益所有人已识别", "beneficial owner identified"),
    "authority": Label("经办人授权有效", "authority of the agent is valid"),
    "bank": Label("结算账户户名与申请人一致", "settlement account bears the same name"),
    "purpose": Label("开户目的与业务相符", "purpose fits the business"),
}


def faults(
    kind: str, role: str, details: Mapping[str, str], *, has_paper: bool, when: datetime
) -> list[Refusal]:
    """All that is wrong with an application.

    E-PA-03 credit code, E-PA-04 paper, E-PA-12 fields missing, E-PA-13 role, E-PA-14 licence over,
    E-PA-15 power of attorney, E-PA-16 a number of another shape.
    """
    day = when.date()
    wanted = ALWAYS + (() if kind == "person" else OF_ORGANISATIONS)
    found = [_missing(name) for name in wanted if not details.get(name, "").strip()]
    if role not in rules.words("enrolment", "roles", day):
        found.append(Refusal(ROLE_CLOSED, role or "—"))
    number = details.get("number", "")
    if number and kind == "person":
        found += paper_faults(details.get("paper_kind") or "resident_id", number, on=day)
    elif number:
        found += code_faults(number)
    until = details.get("licence_until", "")
    if until and date.fromisoformat(until) < day:
        found.append(Refusal(LICENCE_OVER, until))
    if details.get("agent"):
        found += [] if has_paper else [Refusal(AUTHORITY_MISSING, details["agent"])]
        found += paper_faults("resident_id", details.get("agent_number", ""), on=day)
    for name, check in (("bank_account", bank_card_fault), ("mobile", mobile_fault)):
        fault = check(details[name]) if details.get(name) else None
        if fault:
            facts = {"fault": fault, "field": DETAILS[name]}
            found.append(Refusal(DETAIL_WRONG, DETAILS[name], facts))
    return found


def _missing(name: str) -> Refusal:
    label = DETAILS[name]
    return Refusal(FIELD_MISSING, label, {"field": label})


def screening_of(enrolment: Enrolment, when: datetime) -> Screening:
    """The applicant and everybody named in the application, looked for now."""
    told = unseal_fields(enrolment.details_sealed)
    numbers = {"": told.get("number", ""), "agent": told.get("agent_number", "")}
    owners = re.split(r"[、,，;；]", told.get("beneficial_owner", ""))
    subjects = [
        Subject(enrolment.name, seal(numbers[""])),
        Subject(told.get("legal_representative", "")),
        Subject(told.get("agent", ""), seal(numbers["agent"])),
        *(Subject(name.strip()) for name in owners),
    ]
    return screened([one for one in subjects if one.name or one.number_sealed], when)


def taken_up(call: Call, enrolment: int, verb: str) -> Enrolment:
    """An enrolment under lock, moved; nobody decides about an application of their own."""
    found = locked(Enrolment, enrolment)
    not_own(call, found)
    advance(found, verb, call)
    return found


def not_own(call: Call, enrolment: Enrolment) -> None:
    """Refuse (E-PA-09) the applicant and those who act for the party."""
    is_own = call.actor.name == f"user:{enrolment.applicant_id}"
    if is_own or (enrolment.party_id and call.actor.acts_for(enrolment.party_id)):
        raise Refused.because(OWN_CASE, enrolment.number)


def review_faults(
    checked: Iterable[str], screening: Screening, screening_reason: str
) -> list[Refusal]:
    """E-PA-17 for each point not checked, E-PA-18 for a hit or a doubt that nobody decided."""
    missing = [CHECKLIST[name] for name in CHECKLIST if name not in set(checked)]
    found = [Refusal(CHECK_MISSING, one, {"point": one}) for one in missing]
    if screening.outcome != "no_hit" and not screening_reason.strip():
        found.append(Refusal(SCREENING_OPEN, str(len(screening.hits))))
    return found


def reason_faults(reason: str) -> list[Refusal]:
    """E-PA-19 when no reason is given."""
    return [] if reason.strip() else [Refusal(REASON_MISSING)]


def next_review(risk: str, day: date) -> date:
    """When a customer of this risk is looked at again."""
    return day + timedelta(days=rules.number("review", f"days_{risk}", "d", day))


def keep_review(
    call: Call, enrolment: Enrolment, decision: str, *, reason: str = "", **more: object
) -> DueDiligence:
    """One row of the review's history."""
    return DueDiligence.objects.create(
        enrolment=enrolment,
        when=call.when,
        by=call.actor.name,
        decision=decision,
        reason=reason,
        **more,
    )


def paper_kind_of(kind: str, details: Mapping[str, str]) -> str:
    """By which paper the party is known; organisations by their credit code."""
    told = details.get("paper_kind") or "resident_id"
    return told if kind == "person" and told in PAPER_KINDS else ""
