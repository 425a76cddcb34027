"""The words of notifications about freezes by courts."""

from __future__ import annotations

from qingshan.apps.letters.words import Words, worded

COURT_TEXTS: dict[str, Words] = {
    "hold_entered": worded(
        "司法冻结 {ref} 已登记", "Freeze {ref} was entered",
        "{court}凭{ruling}冻结{debtor}持有的碳票 {ticket}：已冻结 {frozen} 吨，轮候 {waiting} 吨，"
        "期限至 {until}。",
        "{court} had ticket {ticket} of {debtor} frozen by {ruling}: {frozen} t frozen, {waiting} t"
        " waiting, until {until}.",
    ),
    "hold_rejected": worded(
        "司法冻结 {ref} 被退回", "Freeze {ref} was sent back",
        "对碳票 {ticket} 的冻结申请 {number} 被登记机构退回。理由：{later}",
        "The registrar sent the freeze {number} of ticket {ticket} back: {later}",
    ),
    "hold_promoted": worded(
        "轮候冻结 {ref} 生效", "Freeze {ref} took effect",
        "{court}对{debtor}持有的碳票 {ticket} 的轮候冻结生效：现已冻结 {frozen} 吨，轮候"
        " {waiting} 吨，期限至 {until}。",
        "A freeze by {court} of ticket {ticket} of {debtor} took effect: {frozen} t frozen,"
        " {waiting} t waiting, until {until}.",
    ),
    "hold_extended": worded(
        "司法冻结 {ref} 已续行", "Freeze {ref} was extended",
        "{court}对{debtor}持有的碳票 {ticket} 的冻结已续行至 {until}。依据：{later}",
        "The freeze by {court} of ticket {ticket} of {debtor} goes on until {until}: {later}",
    ),
    "hold_released": worded(
        "司法冻结 {ref} 已解除", "Freeze {ref} was lifted",
        "{court}对{debtor}持有的碳票 {ticket} 的冻结已解除，解除 {freed} 吨；另有轮候冻结的，"
        "由其承接。依据：{later}",
        "The freeze by {court} of ticket {ticket} of {debtor} was lifted: {freed} t, which go to"
        " freezes that wait. Ground: {later}",
    ),
    "hold_lapsed": worded(
        "司法冻结 {ref} 期满失效", "Freeze {ref} has lapsed",
        "{court}对{debtor}持有的碳票 {ticket} 的冻结于 {until} 届满，没有续行，{freed} 吨自行解除；"
        "另有轮候冻结的，由其承接。",
        "The freeze by {court} of ticket {ticket} of {debtor} ended on {until} and was not"
        " extended: {freed} t are free, or go to freezes that wait.",
    ),
    "hold_executed": worded(
        "司法划转 {ref} 办结", "Forced transfer {ref} is done",
        "{court}对{debtor}持有的碳票 {ticket} 的 {moved} 吨已划转给{receiver}，本次冻结终止。"
        "依据：{later}",
        "{moved} t of ticket {ticket} of {debtor} went to {receiver} by {court}, and the freeze is"
        " over. Ground: {later}",
    ),
}  # fmt: skip
