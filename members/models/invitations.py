"""How a person comes to an account: proposed by a focal point or the Secretariat, approved, mailed, accepted."""

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, visible_to
from members.matrix import INVITATION
from members.models.bodies import Body
from members.models.mandates import Mandate
from members.models.parties import Institution, Party
from members.models.people import User
from members.roles import Role

if TYPE_CHECKING:
    from members.standing import Standing

VALID_FOR = timedelta(days=14)
"""How long an invited person has to accept. It crosses a holiday; whoever lets it pass is invited again."""


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> Self:
        """The invitations that somebody may see."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """The Secretariat sees all, a focal point those of the own country."""
        if standing.level(INVITATION) == Level.NONE:
            return self.none()
        if standing.is_staff:
            return self.all()
        return self.filter(party__in=standing.own_countries)


class Invitation(models.Model):
    """One person asked to act for a party in a role; becomes an account and a mandate when accepted."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("awaiting approval")
        SENT = "sent", _("sent")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    email = models.EmailField(_("e-mail address"))
    full_name = models.CharField(_("full name"), max_length=150)
    language = models.CharField(_("language"), max_length=2, choices=User.Language, default=User.Language.SPANISH)
    party = models.ForeignKey(Party, models.PROTECT, related_name="invitations", verbose_name=_("party"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("institution")
    )
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("network"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    position = models.CharField(_("position"), max_length=150, blank=True)
    valid_until = models.DateField(
        _("mandate ends on"), null=True, blank=True, help_text=_("The first day it no longer holds.")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROPOSED, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"), editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    expires_at = models.DateTimeField(_("open until"), null=True, editable=False)
    token_digest = models.CharField(max_length=64, blank=True, editable=False)
    mandate = models.OneToOneField(
        Mandate, models.PROTECT, null=True, editable=False, related_name="invitation", verbose_name=_("mandate")
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_is_lower_case"),
            models.UniqueConstraint(
                fields=["email", "party", "role"],
                condition=Q(status__in=["proposed", "sent"]),
                name="invitation_open_once",
                violation_error_message=_("This person is invited to that role already."),
            ),
            models.CheckConstraint(
                condition=~Q(status="sent") | ~Q(token_digest=""), name="invitation_sent_has_a_token"
            ),
            models.CheckConstraint(
                condition=Q(status="accepted", mandate__isnull=False) | (~Q(status="accepted") & Q(mandate=None)),
                name="invitation_accepted_has_a_mandate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}: {self.get_role_display()}, {self.party}"

    def get_absolute_url(self) -> str:
        return reverse("members:people")

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be accepted."""
        return self.status == self.Status.SENT and self.expires_at is not None and now < self.expires_at


def digest(token: str) -> str:
    """What is kept of a one-time link."""
    return hashlib.sha256(token.encode()).hexdigest()
