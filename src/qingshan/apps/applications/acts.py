"""What waits for an applicant: drafts that are not handed in yet; casework tells corrections."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from qingshan.apps.applications.reads import days_left, open_drafts
from qingshan.apps.applications.steps import STEPS, gaps
from qingshan.apps.base.call import Actor
from qingshan.apps.base.clock import now
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.parties.models import User
from qingshan.core.kernel.label import Label

CONTINUE = "continue_application"


def _drafts(actor: Actor) -> Iterable[Task]:
    as_of = now().date()
    user = User.objects.get(pk=int(actor.name.removeprefix("user:")))
    for draft in open_drafts(user).filter(notice=None):
        missing, left = len(gaps(draft, as_of)), days_left(draft, as_of)
        yield Task(
            CONTINUE,
            draft.pk,
            Label("继续填写申请", "go on with the application"),
            str(draft),
            Label(
                f"还差 {missing} 项，{left} 天后到期", f"{missing} to go, expires in {left} days"
            ),
            draft.touched,
            reverse("apply_step", kwargs={"draft": draft.pk, "step": STEPS[0].name}),
        )


ACTS = {CONTINUE: Act(("applicant",), _drafts)}
