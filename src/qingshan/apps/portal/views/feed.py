"""News of the register as a feed (Atom, RFC 4287) in pages that stay (RFC 5005)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import HOUSE, language, say
from qingshan.apps.base.listing import Filter, asked
from qingshan.apps.portal.news import news
from qingshan.core.kernel.label import Label

TITLE = Label("登记簿动态", "News of the register")
ABOUT = Label(
    "立项、公示、签发、暂停、撤销、更正、质押和注销，按登记先后排列。",
    "Projects, notices, issues, suspensions, revocations, corrections, pledges and retirements.",
)
BEFORE = Filter("before", Label("此前", "Before"), is_number=True)
FRESH_S = 60


class _Paged(Atom1Feed):
    """Atom with links to the first page and to the one behind."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for rel in ("first", "next"):
            if href := self.feed.get(rel):
                handler.addQuickElement("link", "", {"rel": rel, "href": href})


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """A page of events; the newest without a parameter."""
    wanted = asked(request, [BEFORE], paged=False)
    before = int(wanted["before"]) if wanted["before"] else None
    found, onward = news(before)
    here, home = _absolute(reverse("feed")), _absolute(reverse("register"))
    made = _Paged(
        title=say(Label(f"{HOUSE.zh}：{TITLE.zh}", f"{HOUSE.en}: {TITLE.en}")),
        link=home,
        description=None,
        subtitle=say(ABOUT),
        language="zh-Hans" if language() == "zh" else "en",
        author_name=say(HOUSE),
        feed_url=here if before is None else f"{here}?before={before}",
        feed_guid=here,
        first=here,
        next=f"{here}?before={onward}" if onward else "",
    )
    for each in found:
        made.add_item(
            title=f"{say(each.what)} {each.about}",
            link=_absolute(each.href),
            description=say(each.what),
            unique_id=each.id,
            pubdate=each.when,
            updateddate=each.when,
            categories=(each.name,),
        )
    if not found:
        made.feed["updated_at"] = now()
    response = HttpResponse(made.writeString("utf-8"), content_type=made.content_type)
    response["Cache-Control"] = f"public, max-age={FRESH_S}"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _absolute(path: str) -> str:
    return f"{str(settings.SITE_URL).rstrip('/')}{path}"
