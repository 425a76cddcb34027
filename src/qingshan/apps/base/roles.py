"""The roles that an act may ask for, by name and label."""

from __future__ import annotations

from collections.abc import Iterable

from qingshan.apps.base.call import Actor
from qingshan.apps.base.refusals import ROLE_MISSING
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label, enumerated

ROLES: dict[str, Label] = {
    "applicant": Label("权利人", "right holder"),
    "county_reviewer": Label("县级林业审查员", "county forestry reviewer"),
    "natural_resources": Label("县级自然资源审核员", "county natural-resources officer"),
    "measurer": Label("计量监测机构", "measuring body"),
    "verifier": Label("核查机构", "verifying body"),
    "expert": Label("评审专家", "expert reviewer"),
    "forestry_signer": Label("省林业局会签人", "forestry bureau signatory"),
    "ecology_signer": Label("省生态环境厅会签人", "ecology department signatory"),
    "registrar": Label("登记机构", "registrar"),
    "operator": Label("交易机构", "exchange operator"),
    "trader": Label("交易参与人", "trader"),
    "bank": Label("质权银行", "pledgee bank"),
    "court": Label("法院", "court"),
    "auditor": Label("审计", "auditor"),
    "administrator": Label("系统管理员", "administrator"),
    "security_administrator": Label("安全管理员", "security administrator"),
    "audit_administrator": Label("审计管理员", "audit administrator"),
    "system": Label("系统定时任务", "system timer"),
    "visitor": Label("访客", "visitor"),
    "member": Label("注册用户", "signed-up person"),
}
"""Only these names may stand in a verb or a machine."""

HOLDING_ROLES = frozenset({"applicant", "trader"})
"""Roles of those who hold and deal in units."""

OFFICIAL_ROLES = frozenset(
    {
        *("county_reviewer", "measurer", "verifier", "expert", "forestry_signer"),
        *("ecology_signer", "registrar", "operator", "natural_resources"),
    }
)
"""Roles whose holders may not hold or deal (温室气体自愿减排交易管理办法 Art. 37)."""

ADMINISTRATORS = frozenset({"administrator", "security_administrator", "audit_administrator"})
"""Three offices that watch each other: nobody holds two, nor any other role (GB/T 22239-2019)."""

UNGIVEN = frozenset({"system", "visitor", "member"})
"""Roles that nobody is given: the timer, strangers, and everybody for their own affairs."""


def role_label(role: str) -> Label:
    """The name of a role."""
    return ROLES[role]


def role_missing(actor: Actor, act: Label, roles: Iterable[str]) -> Refused:
    """The refusal (E-AU-01) of an actor who holds none of the roles to which an act belongs."""
    named = enumerated(role_label(role) for role in roles)
    return Refused.because(ROLE_MISSING, actor.shown, act=act, roles=named)
