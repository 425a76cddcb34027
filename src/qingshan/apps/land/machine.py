"""The states of a survey, of a layer of zones and of a claim to land."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

SURVEY = Machine(
    name="survey",
    start="received",
    states={"received": Label("已接收", "received"), "accepted": Label("已入库", "accepted")},
    moves=(Move("accept_survey", "received", "accepted", "applicant"),),
)

ZONE_LAYER = Machine(
    name="zone_layer",
    start="current",
    states={
        "current": Label("现行", "current"),
        "superseded": Label("已被替代", "superseded"),
        "withdrawn": Label("已撤回", "withdrawn"),
    },
    moves=(
        Move("import_layer", "current", "superseded", "administrator"),
        Move("withdraw_layer", "current", "withdrawn", "administrator"),
        Move("withdraw_layer", "superseded", "withdrawn", "administrator"),
        Move("restore_layer", "superseded", "current", "administrator"),
    ),
)

CLAIM = Machine(
    name="claim",
    start="live",
    states={
        "live": Label("申报中", "live"),
        "issued": Label("已签发", "issued"),
        "lapsed": Label("已失效", "lapsed"),
    },
    moves=(
        Move("correct_project", "live", "live", "applicant"),
        Move("issue_ticket", "live", "issued", "registrar"),
        Move("withdraw_project", "live", "lapsed", "applicant"),
    ),
)
