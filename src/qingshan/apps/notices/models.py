"""Notices of reports, what the public says about them, and what is answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.base.models import KeptFile
from qingshan.apps.notices.machine import NOTICE
from qingshan.apps.projects.models import Report
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine

CATEGORIES: dict[str, Label] = {
    "method": Label("方法学与参数", "method and parameters"),
    "data": Label("数据与计算", "data and calculation"),
    "land": Label("林地与权属", "land and title"),
    "double": Label("重复申报", "claimed twice"),
    "benefit": Label("收益分配", "sharing of income"),
    "other": Label("其他", "other"),
}
"""What a comment is about."""

COMPLAINTS: dict[str, Label] = {
    "false_paper": Label("假碳票或假证书", "false ticket or certificate"),
    "false_data": Label("数据造假", "falsified data"),
    "double": Label("重复申报", "claimed twice"),
    "damage": Label("林地破坏", "damage to forest"),
    "conduct": Label("机构或人员违规", "misconduct of a body or person"),
    "other": Label("其他", "other"),
}
"""What a complaint is about."""

OUTCOMES: dict[str, Label] = {
    "upheld": Label("采纳，须更正报告", "upheld: the report is to be corrected"),
    "explained": Label("已作说明，不需更正", "explained: nothing to correct"),
    "declined": Label("不采纳", "declined"),
}
"""What the verifying body makes of a comment; one that is upheld keeps the report back."""


class Notice(models.Model):
    """A report laid open to the public for some working days, both ends counted."""

    machine: ClassVar[Machine] = NOTICE
    lasting: ClassVar[Lasting] = Lasting(acts=("state", "closed", "paper"))

    number = models.CharField(max_length=30, unique=True)
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="notice")
    digest = models.CharField(max_length=64)
    days = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    opened = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    paper = models.ForeignKey(KeptFile, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=NOTICE.start)

    class Meta:
        constraints = (
            known("state", NOTICE.states, "notice_state_known"),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="notice_forward"
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return self.machine.label(self.state)


class Comment(models.Model):
    """What somebody says about a report while it is open; ``sender`` tells one day's senders apart.

    Who wrote it is not asked; the telephone number is for the register alone.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="comments")
    number = models.CharField(max_length=30, unique=True)
    code = models.CharField(max_length=20)
    category = models.CharField(max_length=10)
    anchor = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    text_digest = models.CharField(max_length=64)
    attachment = models.ForeignKey(KeptFile, null=True, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=20, blank=True)
    sender = models.CharField(max_length=64, blank=True)
    received = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["notice", "text_digest"], name="comment_said_once"),
            known("category", CATEGORIES, "comment_category_known"),
        )
        indexes = (models.Index(fields=["sender", "received"], name="comment_sender"),)
        triggers = append_only("comment")

    def __str__(self) -> str:
        return self.number

    @property
    def category_label(self) -> Label:
        """What it is about, in words."""
        return CATEGORIES[self.category]


class Complaint(models.Model):
    """Something wrong that somebody reports (举报); an office handles it as a case.

    ``about`` is a ticket's, notice's or certificate's number or a place in words. Who reports it is
    not asked; the telephone number is for the office alone.
    """

    number = models.CharField(max_length=30, unique=True)
    code = models.CharField(max_length=20)
    category = models.CharField(max_length=12)
    about = models.CharField(max_length=120, blank=True)
    county_code = models.CharField(max_length=6, blank=True)
    text = models.TextField()
    text_digest = models.CharField(max_length=64)
    attachment = models.ForeignKey(KeptFile, null=True, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=20, blank=True)
    sender = models.CharField(max_length=64, blank=True)
    received = models.DateTimeField()

    class Meta:
        constraints = (known("category", COMPLAINTS, "complaint_category_known"),)
        indexes = (models.Index(fields=["sender", "received"], name="complaint_sender"),)
        triggers = append_only("complaint")

    def __str__(self) -> str:
        return self.number

    @property
    def category_label(self) -> Label:
        """What it is about, in words."""
        return COMPLAINTS[self.category]


class SenderContact(models.Model):
    """How whoever wrote a comment or a complaint wants to be told of it; only who asks is told.

    ``number`` is that of the comment or complaint. The account, the address of mail and the mobile
    number serve for this alone: no page shows them to anybody.
    """

    number = models.CharField(max_length=30, unique=True)
    user = models.ForeignKey("parties.User", null=True, on_delete=models.PROTECT, related_name="+")
    mail_sealed = models.TextField(blank=True)
    mobile_sealed = models.TextField(blank=True)

    class Meta:
        triggers = append_only("sender_contact")

    def __str__(self) -> str:
        return self.number


class OwnerAnswer(models.Model):
    """What the owner of the project answers to a comment."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="answer")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    when = models.DateTimeField()

    class Meta:
        triggers = append_only("owner_answer")

    def __str__(self) -> str:
        return f"{self.comment} · {self.party}"


class VerifierOpinion(models.Model):
    """What the verifying body makes of a comment and its answer."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="opinion")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10)
    text = models.TextField()
    when = models.DateTimeField()

    class Meta:
        constraints = (known("outcome", OUTCOMES, "opinion_outcome_known"),)
        triggers = append_only("verifier_opinion")

    def __str__(self) -> str:
        return f"{self.comment} · {self.party}"

    @property
    def outcome_label(self) -> Label:
        """What came of it, in words."""
        return OUTCOMES[self.outcome]
