"""What waits in the room of parties: applications, reviews that are due, proposed roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Model
from django.urls import reverse

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.roles import role_label
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.parties.models import DueDiligence, Enrolment, RoleProposal
from qingshan.apps.parties.verbs.confirm_role import confirm_role
from qingshan.apps.parties.verbs.reject_role import reject_role
from qingshan.core.kernel.label import Label

REVIEW = Label("开户审核", "review the application")
AGAIN = Label("客户复审", "review the customer")
CONFIRM, REJECT = Label("确认岗位", "confirm"), Label("不予确认", "turn down")


def _waiting(_actor: Actor) -> Iterable[Task]:
    for one in Enrolment.objects.filter(state="submitted").order_by("pk"):
        role = role_label(one.role)
        note = Label(f"{one.name}，申请{role.zh}", f"{one.name}, as {role.en}")
        yield _task("accept_enrolment", one, REVIEW, note, one.submitted)


def _due_again(_actor: Actor) -> Iterable[Task]:
    latest = (
        DueDiligence.objects.filter(enrolment__state="open", next_review__isnull=False)
        .order_by("enrolment", "-pk")
        .distinct("enrolment")
        .select_related("enrolment")
    )
    for row in latest:
        if row.next_review and row.next_review <= now().date():
            note = Label(f"应于 {row.next_review} 复审", f"due on {row.next_review}")
            yield _task("review_enrolment", row.enrolment, AGAIN, note, row.next_review)


def _task(act: str, one: Enrolment, label: Label, note: Label, since: object) -> Task:
    return Task(act, one.pk, label, one.number, note, since, reverse("enrolment", args=[one.pk]))


def _proposals(act: str, label: Label) -> Callable[[Actor], Iterable[Task]]:
    def waiting(_actor: Actor) -> Iterable[Task]:
        found = RoleProposal.objects.filter(state="proposed").select_related("user", "party")
        for one in found.order_by("pk"):
            role = role_label(one.role)
            note = Label(f"{role.zh}：{one.reason}", f"{role.en}: {one.reason}")
            yield Task(act, one.pk, label, str(one), note, one.proposed)

    return waiting


def _confirm(call: Call, key: int) -> Model:
    return confirm_role(call, proposal=key)


def _reject(call: Call, key: int) -> Model:
    return reject_role(call, proposal=key)


ACTS: dict[str, Act] = {
    "accept_enrolment": Act(("registrar", "operator"), _waiting),
    "review_enrolment": Act(("registrar", "operator"), _due_again),
    "confirm_role": Act(("security_administrator",), _proposals("confirm_role", CONFIRM), _confirm),
    "reject_role": Act(
        ("security_administrator",), _proposals("reject_role", REJECT), _reject, is_due=False
    ),
}
