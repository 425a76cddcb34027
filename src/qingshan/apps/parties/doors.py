"""Who may open which page of this room, and the doors that the workspace shows."""

from __future__ import annotations

from qingshan.apps.base.call import Actor
from qingshan.core.kernel.label import Label

READERS = ("registrar", "operator", "administrator", "security_administrator", "auditor")
KEEPERS = ("administrator", "security_administrator", "registrar", "operator")
PROPOSERS = ("administrator", "registrar", "operator")
REVIEWERS = ("registrar", "operator")
SECURITY = ("security_administrator",)
AUDIT = ("audit_administrator",)

ACCOUNT = Label("我的账号", "My account")
PARTIES = Label("主体", "Parties")
PEOPLE = Label("人员与岗位", "People and roles")
SIGN_INS = Label("登录日志", "Sign-ins")
JOURNAL = Label("办理日志", "Journal")

DOORS = (
    (PARTIES, "parties", READERS),
    (PEOPLE, "people", KEEPERS),
    (SIGN_INS, "sign_ins", AUDIT),
    (JOURNAL, "journal", AUDIT),
)


def doors(actor: Actor) -> list[tuple[Label, str]]:
    """Label and address name of the pages that somebody with these roles may open."""
    found = [(label, name) for label, name, roles in DOORS if actor.may(*roles)]
    return [(ACCOUNT, "account"), *found]
