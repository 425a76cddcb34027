"""The players of the demonstration: made-up parties and people, one account for each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.parties.models import Party, User
from qingshan.apps.parties.passwords import choose_password, has_password
from qingshan.apps.parties.reads import actor_of
from qingshan.apps.parties.verbs.appoint import appoint
from qingshan.apps.parties.verbs.open_account import open_account
from qingshan.apps.parties.verbs.register_party import register_party

FOUNDER = Actor("founder", frozenset({"administrator", "registrar", "system"}))


@dataclass(frozen=True)
class Part:
    """One part of the cast: an account, its roles and the party it acts for."""

    username: str
    person: str
    roles: tuple[str, ...]
    kind: str
    name: str
    name_en: str
    credit_code: str = ""
    area: str = ""


PARTS = (
    Part(
        "farm",
        "吴青松",
        ("applicant",),
        "farm",
        "示例国有林场",
        "Sample State Forest Farm",
        "12520000DEM0000018",
    ),
    Part(
        "village",
        "杨秀兰",
        ("applicant",),
        "collective",
        "示例村股份经济合作社",
        "Sample Village Cooperative",
        "N2520000DEM000002M",
    ),
    Part(
        "county",
        "罗明",
        ("county_reviewer",),
        "office",
        "示例县林业局",
        "Sample County Forestry Bureau",
        area="52",
    ),
    Part(
        "land",
        "石权",
        ("natural_resources",),
        "office",
        "示例县自然资源局",
        "Sample County Natural Resources Bureau",
        area="52",
    ),
    Part(
        "measurer",
        "陈测",
        ("measurer",),
        "body",
        "黔测林业碳汇计量有限公司",
        "Qiance Carbon Measuring Co.",
        "91520000DEM0000039",
    ),
    Part(
        "verifier",
        "赵核",
        ("verifier",),
        "body",
        "南明核证服务有限公司",
        "Nanming Verification Co.",
        "91520000DEM000004C",
    ),
    Part("expert", "周审", ("expert",), "person", "周审", "Zhou Shen"),
    Part(
        "forestry", "林会", ("forestry_signer",), "office", "省林业局", "Provincial Forestry Bureau"
    ),
    Part(
        "ecology",
        "江签",
        ("ecology_signer",),
        "office",
        "省生态环境厅",
        "Provincial Ecology Department",
    ),
    Part(
        "registrar",
        "龙登",
        ("registrar",),
        "office",
        "生态产品登记中心",
        "Ecological Product Register",
    ),
    Part(
        "operator",
        "石交",
        ("operator",),
        "exchange",
        "生态产品交易中心",
        "Ecological Product Exchange",
    ),
    Part(
        "buyer",
        "田买",
        ("trader",),
        "enterprise",
        "云岭新材料有限公司",
        "Yunling New Materials Co.",
        "91520000DEM000005F",
    ),
    Part(
        "bank",
        "钱押",
        ("bank",),
        "bank",
        "示例农村商业银行",
        "Sample Rural Commercial Bank",
        "91520000DEM000006J",
    ),
    Part("court", "何法", ("court",), "court", "示例人民法院", "Sample People's Court"),
    Part("auditor", "宋查", ("auditor",), "office", "示例审计局", "Sample Audit Office"),
    *(
        Part(username, person, (role,), "office", "省大数据中心", "Provincial Data Centre")
        for username, person, role in (
            ("admin", "管系", "administrator"),
            ("security", "安全", "security_administrator"),
            ("audit", "严审", "audit_administrator"),
        )
    ),
)

EXPERTS = tuple(
    Part(f"expert{number}", name, ("expert",), "person", name, name_en)
    for number, name, name_en in (
        (2, "谢林评", "Xie Linping"),
        (3, "冯测算", "Feng Cesuan"),
        (4, "韦样地", "Wei Yangdi"),
        (5, "蒙生态", "Meng Shengtai"),
        (6, "陆方案", "Lu Fang'an"),
    )
)
"""With the expert of the cast they are the pool of the demonstration."""

SECOND_REGISTRAR = Part(
    "registrar2",
    "白复",
    ("registrar",),
    "office",
    "生态产品登记中心",
    "Ecological Product Register",
)
"""Decides what a colleague proposes: nobody corrects a ticket alone."""


@dataclass(frozen=True)
class Player:
    """A part on stage."""

    actor: Actor
    party: Party


def stage(when: datetime, *, signs_in: bool = True) -> dict[str, Player]:
    """Enter the whole cast through the verbs; entering it again changes nothing."""
    return {part.username: enter(part, when, signs_in=signs_in) for part in PARTS}


def enter(
    part: Part, when: datetime, *, signs_in: bool = True, party: Party | None = None
) -> Player:
    """Enter one part: party, account, appointment and, unless nobody signs in, its password.

    ``party`` is given for one who joins a party that is there.
    """

    def call(step: str) -> Call:
        return Call(FOUNDER, when, f"cast/{part.username}/{step}")

    party = party or register_party(
        call("party"),
        kind=part.kind,
        name=part.name,
        name_en=part.name_en,
        credit_code=part.credit_code,
    )
    user = open_account(call("user"), username=part.username, display_name=part.person)
    for role in part.roles:
        appoint(call(role), user=user.pk, party=party.pk, role=role, area=part.area)
    if signs_in and not has_password(user):
        choose_password(user, settings.DEMO_PASSWORD)
    return Player(actor_of(user), party)


def player(username: str) -> Player:
    """A part that has been entered."""
    user = User.objects.get(username=username)
    membership = user.memberships.standing().select_related("party").order_by("pk")[0]
    return Player(actor_of(user), membership.party)
