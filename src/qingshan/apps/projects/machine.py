"""The states of a monitoring period, from registration to issue."""

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
        Move("measure_period", "registered", "measured", "measurer"),
        Move("measure_period", "measured", "measured", "measurer"),
        Move("submit_report", "measured", "reported", "measurer"),
        Move("return_report", "reported", "measured", "verifier"),
        Move("verify_report", "reported", "verified", "verifier"),
        Move("issue_ticket", "verified", "issued", "registrar"),
        Move("withdraw_project", "registered", "withdrawn", "applicant"),
        Move("withdraw_project", "measured", "withdrawn", "applicant"),
    ),
)
