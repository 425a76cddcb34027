"""Panels: the list, one panel, the public draw, the pack and the minutes."""

from __future__ import annotations

import secrets

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base import files
from qingshan.apps.base.archive import ZIP
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.parties.acting import DESK, actor_in
from qingshan.apps.projects.anchors import Pointer
from qingshan.apps.projects.refusals import BODY_CONFLICT, TIE_STANDS
from qingshan.apps.review.access import ORGANISERS, Part, part_in
from qingshan.apps.review.drawing import is_replayed
from qingshan.apps.review.models import Panel
from qingshan.apps.review.pack import material_pack
from qingshan.apps.review.reads import (
    members_of,
    panels,
    panels_of,
    pool,
    questions_of,
    reports_without_panel,
    seats_of,
    votes_shown,
)
from qingshan.apps.review.refusals import SAME_UNIT
from qingshan.apps.review.rules import checklist
from qingshan.apps.review.seating import empty_places
from qingshan.core.kernel.label import Label

REVIEWS = Label("专家评审", "Expert review")
REASONS = {
    BODY_CONFLICT: Label("本人为当事方", "is a party to it"),
    TIE_STANDS: Label("有利害关系", "has a tie"),
    SAME_UNIT: Label("与当事方同一单位", "works for a party"),
}
"""Why an expert was not drawn; with whom is not told in public."""

LISTED = 100


@login_required
def reviews(request: HttpRequest) -> HttpResponse:
    """An expert's panels; for who organises them also the reports that wait, and the pool."""
    actor = actor_in(request)
    is_organiser = actor.may(*ORGANISERS)
    context = {
        "mine": panels_of(actor.parties)[:LISTED],
        "is_organiser": is_organiser,
        "may_release": actor.may("registrar"),
        "all_panels": panels()[:LISTED] if is_organiser else (),
        "waiting": reports_without_panel()[:LISTED] if is_organiser else (),
        "experts": pool() if is_organiser else (),
        "key": secrets.token_urlsafe(12),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(REVIEWS)],
        "today": now().date(),
    }
    return render(request, "review/reviews.html", context)


@login_required
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """One panel, as far as the visitor's part in it goes."""
    found, part = found_panel(request, number)
    actor = actor_in(request)
    pointer = Pointer(found.report)
    votes = list(votes_shown(found, actor))
    items = checklist(found.drawn.date())
    context = {
        "panel": found,
        "claim": found.report.run.monitoring,
        "part": part,
        "seats": seats_of(found),
        "voted": members_of(found).filter(state="voted").count(),
        "questions": [
            {"question": one, "anchor": pointer.label(one.anchor)} for one in questions_of(found)
        ],
        "votes": votes,
        "scores": [(item, [vote.scores[item.key] for vote in votes]) for item in items],
        "acts": _acts(found, part),
        "key": secrets.token_urlsafe(12),
        "crumbs": [*crumbs(), Crumb(found.number)],
    }
    return render(request, "review/panel.html", context)


def draw(request: HttpRequest, number: str) -> HttpResponse:
    """The public record of a draw, with all that is needed to repeat it; persons are masked."""
    found = panels().filter(number=number).first()
    if found is None:
        raise Http404(number)
    names = {seat.expert.number: seat.expert.party.public_name for seat in seats_of(found)}
    rounds = [
        {
            "draw": one,
            "is_replayed": is_replayed(one),
            "chosen": [(expert, names[expert]) for expert in one.chosen],
            "excluded": [
                (expert, [REASONS[code] for code in codes])
                for expert, codes in sorted(one.excluded.items())
            ],
        }
        for one in found.draws.order_by("round")
    ]
    context = {
        "panel": found,
        "claim": found.report.run.monitoring,
        "rounds": rounds,
        "replayed": Label("重放一致", "comes out again"),
        "not_replayed": Label("重放不一致", "does not come out again"),
    }
    return render(request, "review/draw.html", context)


@login_required
def pack(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that a member reads, as one download."""
    found, _ = found_panel(request, number)
    answer = HttpResponse(material_pack(found), content_type=ZIP)
    answer["Content-Disposition"] = f'attachment; filename="{found.number}-pack.zip"'
    return answer


@login_required
def minutes(request: HttpRequest, number: str) -> HttpResponse:
    """The minutes as they were kept."""
    found, _ = found_panel(request, number)
    if found.minutes is None:
        raise Http404(number)
    answer = HttpResponse(files.read(found.minutes.digest), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.number}-minutes.pdf"'
    return answer


def found_panel(request: HttpRequest, number: str) -> tuple[Panel, Part]:
    """A panel in which the visitor has a part; anything else is not there."""
    found = panels().filter(number=number).first()
    if found is None:
        raise Http404(number)
    part = part_in(actor_in(request), found)
    if not part.may_look:
        raise Http404(number)
    return found, part


def crumbs() -> list[Crumb]:
    """The path to the list of reviews."""
    return [Crumb(DESK, address("desk")), Crumb(REVIEWS, address("reviews"))]


def _acts(found: Panel, part: Part) -> list[tuple[str, Label]]:
    """Buttons that need nothing but a press, for this visitor now."""
    offered = []
    if part.is_organiser and found.state in ("drawn", "reviewing") and empty_places(found):
        offered.append(("replace_member", Label("补抽专家", "Draw a replacement")))
    declared = found.seats.filter(state="seated").count()
    if part.is_organiser and found.state == "drawn" and declared == found.size:
        offered.append(("convene_panel", Label("开始评审", "Begin the review")))
    voted = found.seats.filter(state="voted").count()
    if part.is_organiser and found.state == "reviewing" and voted == found.size:
        offered.append(("close_panel", Label("结束表决", "Close the vote")))
    is_unsigned = part.seat is not None and not hasattr(part.seat, "signature")
    if found.state == "closed" and is_unsigned:
        offered.append(("sign_minutes", Label("签署会议纪要", "Sign the minutes")))
    return offered
