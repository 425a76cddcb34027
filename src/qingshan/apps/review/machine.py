"""The states of an expert in the pool, of a panel and of a seat on it."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

EXPERT = Machine(
    name="pool_expert",
    start="active",
    states={"active": Label("在库", "active"), "left": Label("已出库", "left")},
    moves=(Move("release_expert", "active", "left", "registrar"),),
)

PANEL = Machine(
    name="panel",
    start="drawn",
    states={
        "drawn": Label("已抽取，待声明", "drawn"),
        "reviewing": Label("评审中", "reviewing"),
        "closed": Label("已表决", "voted"),
        "void": Label("已作废", "void"),
    },
    moves=(
        Move("replace_member", "drawn", "drawn", "registrar"),
        Move("replace_member", "reviewing", "drawn", "registrar"),
        Move("convene_panel", "drawn", "reviewing", "registrar"),
        Move("close_panel", "reviewing", "closed", "registrar"),
        Move("void_panel", "drawn", "void", "registrar"),
        Move("void_panel", "reviewing", "void", "registrar"),
    ),
)

SEAT = Machine(
    name="seat",
    start="called",
    states={
        "called": Label("待声明", "called"),
        "seated": Label("已声明无利害关系", "declared independent"),
        "voted": Label("已表决", "voted"),
        "recused": Label("已回避", "recused"),
    },
    moves=(
        Move("declare_independence", "called", "seated", "expert"),
        Move("recuse_member", "called", "recused", "expert"),
        Move("recuse_member", "seated", "recused", "expert"),
        Move("cast_vote", "seated", "voted", "expert"),
    ),
)
