"""The states of an opened account and of a role that somebody asked for."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

ENROLMENT = Machine(
    name="enrolment",
    start="submitted",
    states={
        "submitted": Label("待审核", "submitted"),
        "returned": Label("退回补正", "returned"),
        "refused": Label("不予开户", "refused"),
        "open": Label("正常", "open"),
        "suspended": Label("已暂停", "suspended"),
        "closed": Label("已销户", "closed"),
    },
    moves=(
        Move("accept_enrolment", "submitted", "open", "registrar"),
        Move("return_enrolment", "submitted", "returned", "registrar"),
        Move("refuse_enrolment", "submitted", "refused", "registrar"),
        Move("amend_enrolment", "returned", "submitted", "member"),
        Move("suspend_enrolment", "open", "suspended", "registrar"),
        Move("resume_enrolment", "suspended", "open", "registrar"),
        Move("close_enrolment", "open", "closed", "registrar"),
        Move("close_enrolment", "suspended", "closed", "registrar"),
    ),
)

ROLE_PROPOSAL = Machine(
    name="role_proposal",
    start="proposed",
    states={
        "proposed": Label("待确认", "proposed"),
        "confirmed": Label("已确认", "confirmed"),
        "rejected": Label("未通过", "rejected"),
    },
    moves=(
        Move("confirm_role", "proposed", "confirmed", "security_administrator"),
        Move("reject_role", "proposed", "rejected", "security_administrator"),
    ),
)
