"""The states of a case, from submission to its close, and the steps between them."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

REVIEWER, RECEIVER = "county_reviewer", "forestry_signer"

CASE = Machine(
    name="case",
    start="submitted",
    states={
        "submitted": Label("待受理", "submitted"),
        "correction_asked": Label("待补正", "correction asked"),
        "accepted": Label("已受理", "accepted"),
        "reviewed": Label("初审通过", "passed the first review"),
        "forwarded": Label("已上报", "forwarded"),
        "closed": Label("已办结", "closed"),
        "refused": Label("已决定不予办理", "refused"),
        "withdrawn": Label("已撤回", "withdrawn"),
        "lapsed": Label("逾期未补正", "lapsed"),
    },
    moves=(
        Move("accept_case", "submitted", "accepted", REVIEWER),
        Move("ask_correction", "submitted", "correction_asked", REVIEWER),
        Move("ask_correction", "accepted", "correction_asked", REVIEWER),
        Move("answer_correction", "correction_asked", "submitted", "applicant"),
        Move("lapse_case", "correction_asked", "lapsed", "system"),
        Move("pass_review", "accepted", "reviewed", REVIEWER),
        Move("forward_case", "reviewed", "forwarded", REVIEWER),
        Move("close_case", "submitted", "closed", REVIEWER),
        Move("close_case", "accepted", "closed", REVIEWER),
        Move("close_case", "reviewed", "closed", REVIEWER),
        Move("close_case", "forwarded", "closed", RECEIVER),
        Move("refuse_case", "submitted", "refused", REVIEWER),
        Move("refuse_case", "accepted", "refused", REVIEWER),
        Move("refuse_case", "reviewed", "refused", REVIEWER),
        Move("refuse_case", "forwarded", "refused", RECEIVER),
        Move("withdraw_case", "submitted", "withdrawn", "applicant"),
        Move("withdraw_case", "correction_asked", "withdrawn", "applicant"),
        Move("withdraw_case", "accepted", "withdrawn", "applicant"),
        Move("withdraw_case", "reviewed", "withdrawn", "applicant"),
    ),
)

FINISHED = tuple(sorted(CASE.final_states()))
OPEN = tuple(state for state in CASE.states if state not in FINISHED)
STANDING = ("accepted", "reviewed", "forwarded", "closed")
"""States of a case that an office has taken on and has not turned down."""

STEPS = {
    "submitted": Label("形式审查", "formal check"),
    "correction_asked": Label("补正", "correction"),
    "accepted": Label("初审", "first review"),
    "reviewed": Label("上报", "forwarding"),
    "forwarded": Label("上级办理", "handling above"),
}
"""What is done while a case is in a state."""

OFFICIALS = ("county_reviewer", "forestry_signer", "registrar", "operator")
"""Posts that handle cases; the table of kinds says which of them handles what."""
