"""The states of a survey."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

SURVEY = Machine(
    name="survey",
    start="received",
    states={
        "received": Label("已接收", "received"),
        "accepted": Label("已入库", "accepted"),
    },
    moves=(Move("accept_survey", "received", "accepted", "applicant"),),
)
