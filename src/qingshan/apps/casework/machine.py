"""The states of a case, from submission to its close."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

REVIEWER = "county_reviewer"

CASE = Machine(
    name="case",
    start="submitted",
    states={
        "submitted": Label("待受理", "submitted"),
        "accepted": Label("已受理", "accepted"),
        "closed": Label("已办结", "closed"),
        "withdrawn": Label("已撤回", "withdrawn"),
    },
    moves=(
        Move("accept_case", "submitted", "accepted", REVIEWER),
        Move("close_case", "accepted", "closed", REVIEWER),
        Move("withdraw_case", "submitted", "withdrawn", "applicant"),
        Move("withdraw_case", "accepted", "withdrawn", "applicant"),
    ),
)

FINISHED = tuple(sorted(CASE.final_states()))
OPEN = tuple(state for state in CASE.states if state not in FINISHED)
STANDING = ("accepted", "reviewed", "forwarded", "closed")
"""States of a case that an office has taken on and has not turned down."""
