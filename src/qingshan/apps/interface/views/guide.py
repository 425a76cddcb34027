"""What programs may ask, told from the description that they read themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.gate import limit
from qingshan.apps.base.uploads import LIMITS
from qingshan.apps.interface.api import PREFIX, described
from qingshan.core.kernel.label import Label

GROUPS = {
    "check": Label("预检", "Pre-check"),
    "register": Label("登记簿", "Register"),
    "market": Label("市场", "Market"),
    "auctions": Label("单向竞价", "Auctions"),
    "own": Label("以单位名义办理", "In a party's name"),
    "inquiries": Label("询价和专区", "Inquiries and zones"),
    "rights checks": Label("权利核查", "Rights checks"),
    "webhooks": Label("事件推送", "Webhooks"),
    "office": Label("登记机构办理", "Acts of the register"),
}
ABOUT = {
    "POST check": Label(
        "识别一个文件：编码、坐标系、面积、字段，以及全部不妥之处",
        "recognise a file: encoding, coordinate system, areas, fields, everything that is wrong",
    ),
    "POST precheck": Label(
        "预检一块林地：逐条资格、冲突、核对所用图层和初步估算",
        "check a forest: eligibility rule by rule, conflicts, layers consulted, a first estimate",
    ),
    "GET tickets": Label("碳票列表", "tickets"),
    "GET tickets/{number}": Label(
        "一张碳票：现状、每次变动和票面", "a ticket: standing, movements, papers"
    ),
    "GET retirements": Label("注销列表", "retirements"),
    "GET retirements/{number}": Label("一笔注销及其证书", "a retirement and its certificate"),
    "GET listings": Label("挂牌", "offers"),
    "GET trades": Label("成交", "deals"),
    "GET bulletins": Label("有成交的日子", "days with deals"),
    "GET bulletins/{day}": Label(
        "一天的交易日报：各碳票的四价和分用途成交",
        "a bulletin: prices of each ticket, deals by use",
    ),
    "GET reports": Label("有月报和年报的月份、年份", "months and years with a report"),
    "GET reports/{period}": Label(
        "月报或年报：签发、成交、质押、注销，分用途、方式、碳票和时间",
        "a month or year: issued, dealt, pledged, retired, by use, mode, ticket and time",
    ),
    "GET series/{number}": Label(
        "一张碳票的行情：五档、涨跌幅、分用途价格、暂停",
        "a series: levels, band, prices by use, halts",
    ),
    "GET rules": Label("某日有效的交易规则及其依据", "rules of trading in force, with their basis"),
    "GET halts": Label("现在暂停的交易", "what is halted now"),
    "GET auctions": Label("单向竞价：公告、投报、开标、结果", "auctions and where they stand"),
    "GET auctions/{number}": Label("一场竞价", "one auction, with its result"),
    "GET auctions/{number}/record": Label(
        "竞价结果的完整记录，可自行复算", "the record of a result, to reckon it again"
    ),
    "GET own/holdings": Label("本单位的持有", "what one's party holds"),
    "GET own/statement": Label("本单位一个账户一个月的对账单", "a month's statement of an account"),
    "GET own/bids": Label("本单位的密封报价", "the sealed bids of one's party"),
    "POST own/auctions/{number}/bids": Label(
        "密封投报，只发送摘要", "send a sealed bid, its digest alone"
    ),
    "POST own/bids/{number}/open": Label("开标", "open a sealed bid"),
    "GET own/inquiries": Label("本单位的询价", "inquiries of one's party"),
    "GET own/inquiries/{number}": Label("一次询价及其报价", "one inquiry and its offers"),
    "POST own/inquiries": Label("询价", "ask holders for offers"),
    "POST own/inquiries/{number}/withdraw": Label("撤回询价", "end one's inquiry"),
    "POST own/inquiries/{number}/offers": Label("报价", "offer units to an inquiry"),
    "POST own/inquiries/{number}/decline": Label("答复不报价", "offer nothing"),
    "POST own/offers/{number}/accept": Label("接受报价", "accept an offer"),
    "POST own/offers/{number}/withdraw": Label("撤回报价", "take an offer back"),
    "POST own/zone-trades": Label("专区认购，交割即注销", "buy in a zone, retired when settled"),
    "GET own/listings": Label("本单位的挂牌，含待审核的", "one's own offers, also under review"),
    "POST own/listings": Label("挂牌", "offer units"),
    "POST own/listings/{number}/cancel": Label("撤牌", "take an offer back"),
    "POST own/trades": Label("摘牌", "take an offer"),
    "POST own/pick-orders": Label("合并摘牌", "take several offers: all or none"),
    "POST own/retirements": Label("注销，不可撤销", "retire units; it cannot be undone"),
    "GET own/rights-consents": Label(
        "本单位的核查申请和同意", "requests and consents of one's party"
    ),
    "POST own/rights-consents": Label("同意银行核查（持有人）", "let a bank look (holder)"),
    "POST own/rights-consents/ask": Label("申请权利核查（银行）", "ask for a check (bank)"),
    "POST own/rights-consents/{number}/decline": Label("不同意核查", "decline a request"),
    "POST own/rights-consents/{number}/withdraw": Label(
        "撤回申请或同意", "take back a request or a consent"
    ),
    "GET own/rights-checks": Label("本单位的权利核查单", "rights check sheets of one's party"),
    "POST own/rights-checks": Label("开具权利核查单（银行）", "have a sheet made (bank)"),
    "GET own/rights-checks/{number}": Label(
        "一份核查单：逐项内容、来源和时点", "a sheet, line by line with source and moment"
    ),
    "GET own/rights-checks/{number}/paper": Label(
        "核查单的 PDF，附电子签名", "the signed paper of a sheet (PDF)"
    ),
    "GET own/webhooks": Label("登记的推送网址", "addresses that are called"),
    "POST own/webhooks": Label(
        "登记推送网址，只在回应中给出密钥",
        "register an address; the answer alone tells its secret",
    ),
    "POST own/webhooks/{number}/end": Label("停用推送网址", "end an address"),
    "POST own/webhooks/{number}/secret": Label("更换签名密钥", "renew the secret"),
    "GET own/webhooks/{number}/deliveries": Label(
        "推送记录：每次推送的状态和回应", "calls of an address with every try"
    ),
    "POST own/deliveries/{number}/again": Label(
        "重新推送一次", "send again a call that was given up"
    ),
    "POST office/transfers": Label(
        "非交易过户：继承、法人合并分立、生效法律文书",
        "transfer without a trade: by inheritance, merger or judgment",
    ),
    "POST office/transfer-orders": Label(
        "按一份文件多笔过户：全部办成，或一笔不办",
        "several transfers on one paper: all of them, or none",
    ),
}
SCOPE_OF = {
    "GET own/holdings": "holdings:read",
    "GET own/listings": "holdings:read",
    "GET own/statement": "holdings:read",
    "POST own/listings": "market:write",
    "POST own/listings/{number}/cancel": "market:write",
    "POST own/trades": "market:write",
    "POST own/pick-orders": "market:write",
    "GET own/bids": "holdings:read",
    "GET own/inquiries": "holdings:read",
    "GET own/inquiries/{number}": "holdings:read",
    **dict.fromkeys(
        (
            *("POST own/auctions/{number}/bids", "POST own/bids/{number}/open"),
            *("POST own/inquiries", "POST own/inquiries/{number}/withdraw"),
            *("POST own/inquiries/{number}/offers", "POST own/inquiries/{number}/decline"),
            *("POST own/offers/{number}/accept", "POST own/offers/{number}/withdraw"),
            "POST own/zone-trades",
        ),
        "market:write",
    ),
    "POST own/retirements": "tickets:write",
    **dict.fromkeys(
        (
            *("GET own/rights-consents", "GET own/rights-checks"),
            *("GET own/rights-checks/{number}", "GET own/rights-checks/{number}/paper"),
        ),
        "rights-checks:read",
    ),
    **dict.fromkeys(
        (
            *("POST own/rights-consents", "POST own/rights-consents/ask"),
            "POST own/rights-consents/{number}/decline",
            "POST own/rights-consents/{number}/withdraw",
            "POST own/rights-checks",
        ),
        "rights-checks:write",
    ),
    **dict.fromkeys(
        (
            "GET own/webhooks",
            "POST own/webhooks",
            "POST own/webhooks/{number}/end",
            "POST own/webhooks/{number}/secret",
            "GET own/webhooks/{number}/deliveries",
            "POST own/deliveries/{number}/again",
        ),
        "webhooks:write",
    ),
    **dict.fromkeys(("POST office/transfers", "POST office/transfer-orders"), "transfers:write"),
}
FILES = Label(
    "小班文件；散开的各部分可重复给出",
    "the file of the forest; repeat it for loose parts of one layer",
)
_PERIOD = " -F first_day=2019-01-01 -F last_day=2023-12-31"
_BEARER = " -H 'Authorization: Bearer qs_…'"
_KEY = " -H 'Idempotency-Key: 20260717-0001'"


def interface(request: HttpRequest) -> HttpResponse:
    """Each operation with its parts and a line to try it with."""
    today = now().date()
    operations = list(_operations(described()))
    context = {
        "groups": [
            {"label": label, "operations": [one for one in operations if one["tag"] == tag]}
            for tag, label in GROUPS.items()
        ],
        "allowed": limit("gate", "checks_in_window", "count", today),
        "reads": limit("gate", "reads_in_window", "count", today),
        "window_min": f"{limit('gate', 'window_s', 's', today) / 60:g}",
        "limit_mb": LIMITS.file_bytes >> 20,
    }
    return render(request, "interface/guide.html", context)


def _operations(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, verbs in schema["paths"].items():
        for verb, told in verbs.items():
            name = f"{verb.upper()} {path.removeprefix(PREFIX)}"
            yield {
                "tag": told["tags"][0],
                "verb": verb.upper(),
                "steps": path.strip("/").split("/"),
                "about": ABOUT[name],
                "scope": SCOPE_OF.get(name, ""),
                "parts": list(_parts(told, schema)),
                "example": _example(name, path),
            }


def _parts(told: dict[str, Any], schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in told.get("parameters", ()):
        described_as = part.get("description") or part["schema"].get("description", part["name"])
        yield {"name": part["name"], "must": part["required"], "about": _about(described_as)}
    for content in told.get("requestBody", {}).get("content", {}).values():
        body = content["schema"]
        if "$ref" in body:
            body = schema["components"]["schemas"][body["$ref"].rpartition("/")[2]]
        needed = set(body.get("required", ()))
        for name, part in body["properties"].items():
            about = FILES if name == "file" else _about(str(part.get("description", name)))
            yield {"name": name, "must": name in needed, "about": about}


def _about(text: str) -> Label:
    """Descriptions begin with the Chinese word."""
    zh, _, en = text.partition(" ")
    return Label(zh, en or zh)


def _example(name: str, path: str) -> str:
    """A line for a shell."""
    url = f"{settings.SITE_URL}{path}"
    if name in {"POST check", "POST precheck"}:
        return f"curl -F file=@xiaoban.zip{_PERIOD if 'pre' in name else ''} {url}"
    if name not in SCOPE_OF:
        return f"curl '{url}'"
    more = "" if name.startswith("GET") else f" -X POST{_KEY}"
    return f"curl{_BEARER}{more} {url}"
