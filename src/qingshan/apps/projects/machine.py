"""The states of a monitoring period, from registration to issue, and of a nonconformity."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

MONITORING = Machine(
    name="monitoring_period",
    start="registered",
    states={
        "registered": Label("已立项", "registered"),
        "measured": Label("已计量", "measured"),
        "reported": Label("已报送", "reported"),
        "verified": Label("已核查", "verified"),
        "issued": Label("已签发", "issued"),
        "withdrawn": Label("已撤回", "withdrawn"),
    },
    moves=(
        Move("choose_method", "registered", "registered", "applicant"),
        Move("choose_method", "measured", "registered", "measurer"),
        Move("correct_project", "registered", "registered", "applicant"),
        Move("correct_project", "measured", "registered", "applicant"),
        Move("measure_period", "registered", "measured", "measurer"),
        Move("measure_period", "measured", "measured", "measurer"),
        Move("submit_report", "measured", "reported", "measurer"),
        Move("return_report", "reported", "measured", "verifier"),
        Move("return_report", "verified", "measured", "verifier"),
        Move("verify_report", "reported", "verified", "verifier"),
        Move("issue_ticket", "verified", "issued", "registrar"),
        Move("withdraw_project", "registered", "withdrawn", "applicant"),
        Move("withdraw_project", "measured", "withdrawn", "applicant"),
    ),
)

NONCONFORMITY = Machine(
    name="nonconformity",
    start="raised",
    states={
        "raised": Label("待答复", "raised"),
        "answered": Label("已答复", "answered"),
        "settled": Label("已关闭", "settled"),
    },
    moves=(
        Move("answer_nonconformity", "raised", "answered", "measurer"),
        Move("insist_on_nonconformity", "answered", "raised", "verifier"),
        Move("settle_nonconformity", "answered", "settled", "verifier"),
    ),
)
