"""The states of a pledge, and of the proposal to release it that both sides have to want."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

PLEDGE = Machine(
    name="pledge",
    start="registered",
    states={
        "registered": Label("质押中", "registered"),
        "defaulted": Label("违约待处置", "in default"),
        "released": Label("已解除", "released"),
        "foreclosed": Label("已处置", "foreclosed"),
        "cancelled": Label("已凭文书注销", "cancelled on a paper"),
    },
    moves=(
        Move("release_pledge", "registered", "released", "bank"),
        Move("note_default", "registered", "defaulted", "bank"),
        Move("release_pledge", "defaulted", "released", "bank"),
        Move("foreclose_pledge", "defaulted", "foreclosed", "registrar"),
        Move("cancel_pledge", "registered", "cancelled", "registrar"),
        Move("cancel_pledge", "defaulted", "cancelled", "registrar"),
    ),
)

PLEDGE_RELEASE = Machine(
    name="pledge_release",
    start="proposed",
    states={
        "proposed": Label("待对方确认", "proposed"),
        "confirmed": Label("双方已确认", "confirmed by both"),
        "declined": Label("对方不同意", "declined"),
        "withdrawn": Label("已撤回", "withdrawn"),
        "lapsed": Label("质押已另行终止", "pledge ended otherwise"),
    },
    moves=(
        Move("release_pledge", "proposed", "confirmed", "bank"),
        Move("decline_release", "proposed", "declined", "bank"),
        Move("withdraw_release", "proposed", "withdrawn", "applicant"),
        Move("foreclose_pledge", "proposed", "lapsed", "registrar"),
        Move("cancel_pledge", "proposed", "lapsed", "registrar"),
    ),
)

STANDING = ("registered", "defaulted")
"""States in which the units are held for the bank."""
