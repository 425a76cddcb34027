"""The acts on a case, each with its form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from qingshan.apps.base.attachments import keep_attachment
from qingshan.apps.base.call import Call
from qingshan.apps.base.uploads import refuse_stopped
from qingshan.apps.base.verb import verb_label
from qingshan.apps.casework import forms
from qingshan.apps.casework.checks import asked_before, problems
from qingshan.apps.casework.clocks import is_late
from qingshan.apps.casework.handling import (
    Handling,
    handling,
    offices_with,
    other_offices,
    people_of,
    title_handling,
    user_key,
)
from qingshan.apps.casework.kinds import Kind, attachment_bytes, kind_of
from qingshan.apps.casework.machine import CASE, OPEN
from qingshan.apps.casework.models import Case, FieldCheck, OwnershipOpinion
from qingshan.apps.casework.refusals import AREA_FOREIGN
from qingshan.apps.casework.verbs.accept_case import accept_case
from qingshan.apps.casework.verbs.ask_correction import ask_correction
from qingshan.apps.casework.verbs.ask_opinion import ask_opinion
from qingshan.apps.casework.verbs.assign_case import assign_case
from qingshan.apps.casework.verbs.close_case import close_case
from qingshan.apps.casework.verbs.forward_case import forward_case
from qingshan.apps.casework.verbs.give_opinion import give_opinion
from qingshan.apps.casework.verbs.hand_over_case import hand_over_case
from qingshan.apps.casework.verbs.pass_review import pass_review
from qingshan.apps.casework.verbs.record_field_check import record_field_check
from qingshan.apps.casework.verbs.recuse import recuse
from qingshan.apps.casework.verbs.refuse_case import refuse_case
from qingshan.apps.casework.verbs.send_to_field import send_to_field
from qingshan.apps.casework.verbs.withdraw_case import withdraw_case
from qingshan.apps.casework.views.finding import found_case, is_own, looking, path_to
from qingshan.apps.parties.acting import answer_form, form_page
from qingshan.apps.parties.models import Party
from qingshan.core.kernel.label import Label

Form = Any


@dataclass
class Seat:
    """Somebody before a case: what each form and each offer asks about the two."""

    case: Case
    call: Call

    @cached_property
    def desk(self) -> Handling:
        """Whether the actor may handle the case."""
        return handling(self.call, self.case)

    @cached_property
    def wide_desk(self) -> Handling:
        """The same whoever has the case now: colleagues assign it and keep out of it."""
        return handling(self.call, self.case, even_if_assigned=True)

    @cached_property
    def kind(self) -> Kind:
        """The kind of the case."""
        return kind_of(self.case.kind, as_of=self.case.opened_on)

    @cached_property
    def check(self) -> FieldCheck | None:
        """The field check that is out."""
        return self.case.field_checks.filter(recorded=None).first()

    @cached_property
    def opinion(self) -> OwnershipOpinion | None:
        """The opinion that is asked."""
        return self.case.opinions.filter(given=None).first()

    @cached_property
    def others(self) -> list[Party]:
        """To whom the case may be handed over."""
        return other_offices(self.case, self.desk.office)

    @property
    def is_late(self) -> bool:
        """Whether the present step is past its term."""
        return is_late(self.case, self.call.when.date())

    def moves(self, verb: str) -> bool:
        """Whether the machine has the move, nobody is out on the land, nothing personal hinders."""
        has_move = CASE.move(verb, self.case.state) is not None
        return has_move and self.check is None and self.desk.may


@dataclass(frozen=True)
class Offer:
    """An act that is offered on a case: when, its form, and what it does."""

    is_open: Callable[[Seat], bool]
    form: Callable[[Seat], Callable[..., Form]]
    do: Callable[[Call, Case, Form], Model]


def offers(case: Case, call: Call) -> list[tuple[str, Label]]:
    """The acts that the actor may do on the case now, the usual one first."""
    seat = Seat(case, call)
    return [(name, verb_label(name)) for name, offer in OFFERS.items() if offer.is_open(seat)]


@login_required
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """The form of an act; after it back to the case."""
    refuse_stopped(request)
    case, offer = found_case(request, number), OFFERS.get(act)
    if offer is None:
        raise Http404(act)
    label = verb_label(act)
    page = form_page(label, label)
    page |= {
        "crumbs": path_to(case, label),
        "about": Label(f"{case.number} {case.title}", f"{case.number} {case.title}"),
        "after": lambda _: reverse("case", args=[case.number]),
        "template": "casework/act.html",
        "items": problems(case) if act == "ask_correction" else [],
        "earlier": set(asked_before(case)),
    }
    form = offer.form(Seat(case, looking(request)))
    return answer_form(request, form, lambda call, told: offer.do(call, case, told), page)


def _plain(form: type[forms.CaseForm]) -> Callable[[Seat], Callable[..., Form]]:
    return lambda seat: partial(form, is_late=seat.is_late)


def _people(form: type[forms.PersonForm]) -> Callable[[Seat], Callable[..., Form]]:
    def make(seat: Seat) -> Callable[..., Form]:
        office = seat.case.office or seat.wide_desk.office
        people = [] if office is None else people_of(seat.case, office)
        return partial(form, people=[(str(one.pk), str(one)) for one in people])

    return make


def _choices(offices: Iterable[Party]) -> list[tuple[str, str]]:
    return [(str(one.pk), str(one)) for one in offices]


def _forward_form(seat: Seat) -> Callable[..., Form]:
    found = offices_with(seat.kind.receivers, seat.case.county_code)
    offices = _choices(one for one in found if one.pk != seat.case.office_id)
    return partial(forms.OfficeForm, offices=offices, is_late=seat.is_late)


def _hand_over_form(seat: Seat) -> Callable[..., Form]:
    return partial(forms.HandOverForm, offices=_choices(seat.others))


def _correction_form(seat: Seat) -> Callable[..., Form]:
    is_second = seat.case.notices.exists()
    return partial(forms.NewFactsForm, is_second=is_second, is_late=seat.is_late)


def _opinion_form(seat: Seat) -> Callable[..., Form]:
    due = seat.opinion and seat.opinion.due
    return partial(forms.OpinionForm, is_late=bool(due and seat.call.when.date() > due))


def _may_ask(seat: Seat) -> bool:
    is_due = seat.kind.needs_opinion and seat.case.state == "accepted"
    return is_due and not seat.case.opinions.exclude(holds=False).exists() and seat.desk.may


def _forward(call: Call, case: Case, form: Form) -> Model:
    office = int(form.cleaned_data["office"])
    return forward_case(call, case=case.pk, office=office, late_reason=form.late_reason)


def _close(call: Call, case: Case, form: Form) -> Model:
    outcome = form.cleaned_data["outcome"]
    return close_case(call, case=case.pk, outcome=outcome, late_reason=form.late_reason)


def _record(call: Call, case: Case, form: Form) -> Model:
    told, check = form.cleaned_data, Seat(case, call).check
    most = attachment_bytes(call.when.date())
    photos = [keep_attachment(one, limit_bytes=most) for one in told["photos"]]
    return record_field_check(
        call,
        check=check.pk if check else 0,
        holds=told["holds"] == "yes",
        finding=told["finding"],
        photos=photos,
    )


def _tell(call: Call, case: Case, form: Form) -> Model:
    told, asked = form.cleaned_data, Seat(case, call).opinion
    return give_opinion(
        call,
        opinion=asked.pk if asked else 0,
        holds=told["holds"] == "yes",
        text=told["text"],
        late_reason=form.late_reason,
    )


def _correct(call: Call, case: Case, form: Form) -> Model:
    facts = form.cleaned_data.get("new_facts", "")
    return ask_correction(call, case=case.pk, new_facts=facts, late_reason=form.late_reason)


def _send(call: Call, case: Case, form: Form) -> Model:
    told = form.cleaned_data
    return send_to_field(call, case=case.pk, checker=int(told["person"]), task=told["task"])


def _refuse(call: Call, case: Case, form: Form) -> Model:
    reason = form.cleaned_data["reason"]
    return refuse_case(call, case=case.pk, reason=reason, late_reason=form.late_reason)


def _assign(call: Call, case: Case, form: Form) -> Model:
    return assign_case(call, case=case.pk, person=int(form.cleaned_data["person"]))


def _hand_over(call: Call, case: Case, form: Form) -> Model:
    told = form.cleaned_data
    return hand_over_case(call, case=case.pk, office=int(told["office"]), reason=told["reason"])


OFFERS: dict[str, Offer] = {
    "record_field_check": Offer(
        lambda seat: bool(seat.check and seat.check.checker_id == user_key(seat.call.actor)),
        _plain(forms.FieldResultForm),
        _record,
    ),
    "give_opinion": Offer(
        lambda seat: seat.opinion is not None and title_handling(seat.call, seat.case).may,
        _opinion_form,
        _tell,
    ),
    "accept_case": Offer(
        lambda seat: seat.moves("accept_case"),
        _plain(forms.CaseForm),
        lambda call, case, form: accept_case(call, case=case.pk, late_reason=form.late_reason),
    ),
    "pass_review": Offer(
        lambda seat: "reviewed" in seat.kind.steps and seat.moves("pass_review"),
        _plain(forms.CaseForm),
        lambda call, case, form: pass_review(call, case=case.pk, late_reason=form.late_reason),
    ),
    "forward_case": Offer(
        lambda seat: "forwarded" in seat.kind.steps and seat.moves("forward_case"),
        _forward_form,
        _forward,
    ),
    "close_case": Offer(
        lambda seat: seat.case.state == seat.kind.steps[-1] and seat.moves("close_case"),
        _plain(forms.OutcomeForm),
        _close,
    ),
    "ask_correction": Offer(lambda seat: seat.moves("ask_correction"), _correction_form, _correct),
    "ask_opinion": Offer(
        _may_ask,
        lambda _: forms.CaseForm,
        lambda call, case, form: ask_opinion(call, case=case.pk),
    ),
    "send_to_field": Offer(
        lambda seat: seat.case.state == "accepted" and not seat.check and seat.desk.may,
        _people(forms.FieldTaskForm),
        _send,
    ),
    "refuse_case": Offer(lambda seat: seat.moves("refuse_case"), _plain(forms.ReasonForm), _refuse),
    "assign_case": Offer(
        lambda seat: seat.case.state in OPEN and seat.wide_desk.may,
        _people(forms.PersonForm),
        _assign,
    ),
    "hand_over_case": Offer(
        lambda seat: (
            seat.case.state in OPEN
            and seat.check is None
            and seat.desk.without(AREA_FOREIGN).may
            and bool(seat.others)
        ),
        _hand_over_form,
        _hand_over,
    ),
    "recuse": Offer(
        lambda seat: seat.case.state in OPEN and seat.wide_desk.may,
        lambda _: forms.ReasonForm,
        lambda call, case, form: recuse(call, case=case.pk, reason=form.cleaned_data["reason"]),
    ),
    "withdraw_case": Offer(
        lambda seat: (
            bool(CASE.move("withdraw_case", seat.case.state)) and is_own(seat.call.actor, seat.case)
        ),
        lambda _: forms.ReasonForm,
        lambda call, case, form: withdraw_case(
            call, case=case.pk, reason=form.cleaned_data["reason"]
        ),
    ),
}
