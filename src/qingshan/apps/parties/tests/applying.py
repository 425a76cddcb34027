"""An application for an account, as tests of verbs and of pages hand it in."""

from __future__ import annotations

from datetime import date, timedelta

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.parties.enrolling import CHECKLIST
from qingshan.apps.parties.models import Enrolment, User
from qingshan.apps.parties.reads import member_of
from qingshan.apps.parties.sealing import seal_fields
from qingshan.apps.parties.verbs.accept_enrolment import accept_enrolment
from qingshan.apps.parties.verbs.import_screening_list import import_screening_list
from qingshan.apps.parties.verbs.submit_enrolment import submit_enrolment
from qingshan.core.sheets.identity import with_check_character

ALL = list(CHECKLIST)
CODE = with_check_character("91520000DEM900001")
RESIDENT = "52010219751111001X"
DETAILS = {
    "number": CODE,
    "legal_representative": "韦强",
    "beneficial_owner": "韦强、石磊",
    "bank_name": "示例农村商业银行",
    "bank_account": "6228480402564890018",
    "contact": "田静",
    "mobile": "13800001234",
    "address": "贵阳市云岩区",
    "purpose": "购买碳票用于抵消自身排放",
}


def own(office, user: User, key: str) -> Call:
    return Call(member_of(user), office.now, key)


def applied(office, user: User, *, key: str = "a", paper: int | None = None, **told) -> Enrolment:
    basic = {"kind": "enterprise", "name": "青溪包装有限公司", "role": "trader"}
    basic |= {name: told.pop(name) for name in list(told) if name in basic}
    details = seal_fields(DETAILS | told)
    return submit_enrolment(
        own(office, user, key),
        user=user.pk,
        name_en="Qingxi Packaging",
        county_code="520103",
        details_sealed=details,
        policy="2026-11",
        power_of_attorney=paper,
        **basic,
    )


def listed(office, *rows: str, name: str = "涉恐名单", day: date = date(2026, 7, 1), ago: int = 0):
    text = "name,number\n" + "\n".join(rows) + "\n"
    kept = files.keep(text.encode(), name="list.csv", media_type="text/csv")
    call = office.call("registrar")
    call = Call(call.actor, office.now - timedelta(days=ago), call.key)
    return import_screening_list(call, file=kept.pk, name=name, issuer="示例机关", published=day)


def opened(office, user: User, **told) -> Enrolment:
    listed(office, "无名氏,")
    enrolment = applied(office, user, **told)
    return accept_enrolment(
        office.call("registrar"), enrolment=enrolment.pk, checked=ALL, risk="low"
    )
