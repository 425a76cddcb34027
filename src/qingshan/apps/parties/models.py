"""Organisations and people, who may act for whom in which role, and how they sign in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.base.roles import ADMINISTRATORS, ROLES
from qingshan.apps.parties.kinds import (
    FACTOR_KINDS,
    PAPER_KINDS,
    PARTY_KINDS,
    RISKS,
    SCREENINGS,
    SIGN_IN_OUTCOMES,
    WAYS,
)
from qingshan.apps.parties.machine import ENROLMENT, ROLE_PROPOSAL
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine

PROVINCIAL = frozenset(
    {"forestry_signer", "ecology_signer", "registrar", "operator", "expert", "auditor"}
    | ADMINISTRATORS
)
"""Roles that serve the whole province unless an area is named."""


class User(AbstractUser):
    """A person who can sign in; the mobile number is sealed.

    ``email_confirmed`` is when the present address was confirmed by its link; until then nothing
    is sent there but that link.
    """

    display_name = models.CharField(max_length=60, blank=True)
    mobile_sealed = models.CharField(max_length=200, blank=True)
    email_confirmed = models.DateTimeField(null=True, blank=True)
    email_asked = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def mail_address(self) -> str:
        """Where mail may go: the confirmed address, or nothing."""
        return self.email if self.email_confirmed else ""


def surname_only(name: str) -> str:
    """A person’s name as strangers see it: 田某某."""
    return name[:1] + "某" * max(len(name) - 1, 1)


class Party(models.Model):
    """An organisation or a person that holds units or money, or does an office.

    The number of a person's paper is sealed (``parties.sealing``); a credit code is public.
    """

    lasting: ClassVar[Lasting] = Lasting()

    kind = models.CharField(max_length=20, choices=[(k, v.zh) for k, v in PARTY_KINDS.items()])
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    paper_kind = models.CharField(max_length=20, blank=True)
    paper_sealed = models.CharField(max_length=200, blank=True)
    county_code = models.CharField(max_length=6, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["credit_code"], name="credit_code_once", condition=~models.Q(credit_code="")
            ),
            models.UniqueConstraint(
                fields=["paper_kind", "paper_sealed"],
                name="paper_once",
                condition=~models.Q(paper_sealed=""),
            ),
            known("kind", PARTY_KINDS, "party_kind_known"),
            known("paper_kind", ["", *PAPER_KINDS], "paper_kind_known"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        """The name under which the ledger keeps the party's accounts."""
        return owner_of(self.pk)

    @property
    def label(self) -> Label:
        """Both names; the Chinese one stands in where no English name was entered."""
        return Label(self.name, self.name_en or self.name)

    @property
    def public_name(self) -> str:
        """The name as strangers see it: a person keeps the surname only."""
        if self.kind != "person":
            return self.name
        return surname_only(self.name)

    @property
    def public_label(self) -> Label:
        """Both names as strangers see them."""
        shown = self.public_name
        return Label(shown, shown) if self.kind == "person" else self.label


def owner_of(party: int) -> str:
    """The name under which the ledger keeps a party's accounts."""
    return f"party:{party}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships of all times."""

    def standing(self) -> MembershipQuerySet:
        """Those not ended, for parties whose account is neither suspended nor closed."""
        barred = models.Q(party__enrolment__state__in=["suspended", "closed"])
        return self.filter(until=None).exclude(barred)


class Membership(models.Model):
    """A person acts for a party in a role, from a day on until somebody ends it.

    ``area`` is the code of a county, a prefecture or the province, or empty for the party's own.
    """

    lasting: ClassVar[Lasting] = Lasting(acts=("until", "ended_by"))

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30)
    area = models.CharField(max_length=6, blank=True)
    since = models.DateTimeField(null=True)
    granted_by = models.CharField(max_length=60, blank=True)
    until = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "party", "role", "area"],
                name="membership_once",
                condition=models.Q(until=None),
            ),
            known("role", ROLES, "role_known"),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.party} · {self.role}"

    @property
    def role_label(self) -> Label:
        """The role in words."""
        return ROLES[self.role]

    @property
    def reach(self) -> str:
        """The area in which it holds, or nothing where none is known.

        Offices that are there once reach the whole province.
        """
        return (
            self.area
            or self.party.county_code
            or (settings.PROVINCE if self.role in PROVINCIAL else "")
        )


class RoleProposal(models.Model):
    """A role that one asked for somebody; another one confirms it or does not."""

    machine: ClassVar[Machine] = ROLE_PROPOSAL

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    area = models.CharField(max_length=6, blank=True)
    reason = models.CharField(max_length=200)
    proposed = models.DateTimeField()
    proposed_by = models.CharField(max_length=60)
    state = models.CharField(max_length=20, default=ROLE_PROPOSAL.start)
    decided = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (known("state", ROLE_PROPOSAL.states, "role_proposal_state_known"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.party}"


class Enrolment(models.Model):
    """An application for an account (form F1), and afterwards the account's standing.

    Everything personal of the form is sealed as one text.
    """

    machine: ClassVar[Machine] = ENROLMENT

    number = models.CharField(max_length=30, unique=True)
    applicant = models.ForeignKey(User, on_delete=models.PROTECT, related_name="enrolments")
    party = models.OneToOneField(
        Party, on_delete=models.PROTECT, null=True, related_name="enrolment"
    )
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    county_code = models.CharField(max_length=6, blank=True)
    role = models.CharField(max_length=30)
    details_sealed = models.TextField()
    power_of_attorney = models.ForeignKey(
        "base.KeptFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted = models.DateTimeField()
    state = models.CharField(max_length=20, default=ENROLMENT.start)

    class Meta:
        constraints = (
            known("state", ENROLMENT.states, "enrolment_state_known"),
            known("kind", PARTY_KINDS, "enrolment_kind_known"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return ENROLMENT.label(self.state)


class DueDiligence(models.Model):
    """One look at a customer: what was checked, found and decided, and when to look again."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="reviews")
    when = models.DateTimeField()
    by = models.CharField(max_length=60)
    decision = models.CharField(max_length=30)
    checked: models.JSONField[Any, Any] = models.JSONField(default=list)
    risk = models.CharField(max_length=10, blank=True)
    next_review = models.DateField(null=True)
    screening = models.CharField(max_length=10, blank=True)
    hits: models.JSONField[Any, Any] = models.JSONField(default=list)
    lists: models.JSONField[Any, Any] = models.JSONField(default=list)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            known("risk", ["", *RISKS], "due_diligence_risk_known"),
            known("screening", ["", *SCREENINGS], "due_diligence_screening_known"),
        )
        triggers = append_only("due_diligence")


class ScreeningList(models.Model):
    """A list of persons with whom no business may be done, as it was published."""

    name = models.CharField(max_length=120)
    issuer = models.CharField(max_length=120)
    published = models.DateField()
    imported = models.DateTimeField()
    file = models.ForeignKey("base.KeptFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["name", "published"], name="screening_list_once"),
        )
        triggers = append_only("screening_list")

    def __str__(self) -> str:
        return self.name


class ScreeningEntry(models.Model):
    """One listed name; ``plain`` is the name as it is compared, the number is sealed."""

    list = models.ForeignKey(ScreeningList, on_delete=models.PROTECT, related_name="entries")
    name = models.CharField(max_length=200)
    plain = models.CharField(max_length=200)
    number_sealed = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=["plain"]), models.Index(fields=["number_sealed"]))
        triggers = append_only("screening_entry")


class SignIn(models.Model):
    """One trial to sign in, or a session's end; ``user`` is empty where the name is unknown."""

    when = models.DateTimeField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="sign_ins")
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=120, blank=True)
    way = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)

    class Meta:
        indexes = (
            models.Index(fields=["user", "when"]),
            models.Index(fields=["address", "when"]),
        )
        constraints = (known("outcome", SIGN_IN_OUTCOMES, "sign_in_outcome_known"),)
        triggers = append_only("sign_in")

    @property
    def outcome_label(self) -> Label:
        """The outcome in words."""
        return SIGN_IN_OUTCOMES[self.outcome]

    @property
    def way_label(self) -> Label:
        """Both factors in words, joined by a plus."""
        ways = [WAYS[part] for part in self.way.split("+")]
        return Label("＋".join(one.zh for one in ways), " + ".join(one.en for one in ways))


class UserSession(models.Model):
    """A session that is open somewhere; ``token`` names it to its browser alone."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sessions")
    token = models.CharField(max_length=64, unique=True)
    began = models.DateTimeField()
    seen = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=120, blank=True)
    ended = models.DateTimeField(null=True)


class SecondFactor(models.Model):
    """Something that a person has: an authenticator's sealed secret, or a key's public part.

    ``used`` is the last time step or the key's counter, so that nothing is accepted twice.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="factors")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    secret = models.TextField()
    since = models.DateTimeField()
    used = models.BigIntegerField(default=0)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (known("kind", FACTOR_KINDS, "factor_kind_known"),)

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code that stands in once for a lost second factor; only its keyed digest is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    made = models.DateTimeField()
    used = models.DateTimeField(null=True)


class ExternalIdentity(models.Model):
    """The same person at a provider of identities (OpenID Connect)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    since = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["issuer", "subject"], name="external_identity_once"),
        )


class Consent(models.Model):
    """A person agreed to one version of a text; taking it back is a row as well."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=30)
    version = models.CharField(max_length=20)
    when = models.DateTimeField()
    given = models.BooleanField()

    class Meta:
        triggers = append_only("consent")
