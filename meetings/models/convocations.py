"""The convocation of a meeting, and who is invited to it: the parties that come by the rules, and those by invitation.

The invitation of a person to the portal is another thing: members.models.Invitation.
"""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, visible_to
from crm_portal.common.outbox.models import validate_one_line
from declarations.models import DocumentGrant
from meetings.matrix import CONVOCATION
from meetings.models.meetings import Meeting
from members.models import Attendance, Party
from members.roles import HATS, MEMBER_ROLES, Hat, Role

if TYPE_CHECKING:
    from members.standing import Standing

LONGEST_TEXT = 10_000
SPEAK_FOR = frozenset({*MEMBER_ROLES, *HATS[Hat.OBSERVER]})
"""The roles whose holders see what their party is invited to."""
ANSWER_FOR = frozenset({Role.FOCAL, *HATS[Hat.OBSERVER]})
"""The roles whose holders are written to, acknowledge the convocation and answer it."""


def parties_of(standing: "Standing", roles: frozenset[Role]) -> list[int]:
    """The parties for which a standing holds one of the roles."""
    return [mandate.party_id for mandate in standing.mandates if mandate.role in roles]


class ConvocationQuerySet(models.QuerySet["Convocation"]):
    def visible_to(self, user: Any) -> Self:
        """The convocations that somebody may work on; whoever is invited sees the own invitation instead."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """All for the Presidency and the Secretariat, who write them."""
        return self if standing.level(CONVOCATION) >= Level.WRITE else self.none()


class Convocation(models.Model):
    """The bilingual letter that calls to one meeting: written, approved, then sent under a number."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")
        SENT = "sent", _("sent")

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="convocation", verbose_name=_("meeting"))
    text = models.TextField(_("text"), validators=[MaxLengthValidator(LONGEST_TEXT)])
    answer_by = models.DateField(_("answer by"))
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    number = models.PositiveIntegerField(_("number"), null=True, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), null=True, editable=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("drafted by")
    )
    drafted_at = models.DateTimeField(_("drafted"), editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)

    objects = ConvocationQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number", "-drafted_at"]
        verbose_name = _("convocation")
        verbose_name_plural = _("convocations")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="convocation_number_once_a_year"),
            models.CheckConstraint(
                condition=Q(status="draft", approved_at=None, sent_at=None, number=None)
                | Q(status="approved", approved_at__isnull=False, sent_at=None, number=None)
                | Q(status="sent", approved_at__isnull=False, sent_at__isnull=False, number__isnull=False)
                & Q(year__isnull=False, approved_by__isnull=False, sent_by__isnull=False),
                name="convocation_approved_then_sent_under_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol}: {self.meeting}" if self.number else str(self.meeting)

    def get_absolute_url(self) -> str:
        return reverse("meetings:convocation", args=[self.meeting.slug])

    @property
    def symbol(self) -> str:
        """How it is cited; empty until it is sent."""
        return f"CRM/CONV/{self.year}/{self.number:02}" if self.number else ""


class MeetingInvitationQuerySet(models.QuerySet["MeetingInvitation"]):
    def visible_to(self, user: Any) -> Self:
        """The invitations that somebody may know of."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """All for those who write them; for the others what was sent to the own party and stands."""
        level = standing.level(CONVOCATION)
        if level >= Level.WRITE:
            return self.all()
        if level == Level.NONE:
            return self.none()
        return self.standing().filter(party__in=parties_of(standing, SPEAK_FOR), sent_at__isnull=False)

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def unanswered(self) -> Self:
        """Those that were sent, stand, and say neither that somebody comes nor that nobody does."""
        return self.standing().filter(sent_at__isnull=False, answer=MeetingInvitation.Answer.NOT_YET)


class MeetingInvitation(models.Model):
    """One party, or one guest from outside the Conference, invited to one meeting: written to, answered, withdrawn."""

    class Answer(models.TextChoices):
        NOT_YET = "not_yet", _("not yet")
        COMES = "comes", _("comes")
        DOES_NOT_COME = "does_not_come", _("does not come")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations", verbose_name=_("meeting"))
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country or organisation")
    )
    guest_name = models.CharField(_("name"), max_length=200, blank=True, validators=[validate_one_line])
    guest_address = models.EmailField(_("e-mail address"), blank=True, validators=[validate_one_line])
    guest_language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    category = models.CharField(_("category"), max_length=30, choices=Attendance.Participant, editable=False)
    is_express = models.BooleanField(_("by express invitation"), default=False, editable=False)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited"), editable=False)
    sent_at = models.DateTimeField(_("written to"), null=True, editable=False)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, editable=False)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    answer = models.CharField(_("answer"), max_length=15, choices=Answer, default=Answer.NOT_YET, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )
    reminded_at = models.DateTimeField(_("reminded"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawal_reason = models.CharField(_("why it is withdrawn"), max_length=250, blank=True)
    grants = models.ManyToManyField(
        DocumentGrant, editable=False, related_name="+", verbose_name=_("papers opened by it")
    )

    objects = MeetingInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "pk"]
        verbose_name = _("invitation to a meeting")
        verbose_name_plural = _("invitations to meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "party"],
                name="meeting_invites_a_party_once",
                violation_error_message=_("This party is invited already."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "guest_address"],
                condition=Q(party=None) & ~Q(guest_address=""),
                name="meeting_invites_a_guest_once",
                violation_error_message=_("Somebody with this address is invited already."),
            ),
            models.CheckConstraint(
                condition=Q(party__isnull=False, guest_name="", guest_address="", guest_language="")
                | Q(party=None, category="outside_guest")
                & ~Q(guest_language="")
                & (~Q(guest_name="") & ~Q(guest_address="") | Q(guest_name="", guest_address="")),  # or removed since
                name="meeting_invites_a_party_or_a_guest",
                violation_error_message=_("Invite either a party or a guest."),
            ),
            models.CheckConstraint(
                condition=Q(is_express=False) | ~Q(reason=""),
                name="meeting_invitation_says_why",
                violation_error_message=_("Say why it is invited."),
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False, sent_at__isnull=False),
                name="meeting_invitation_acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answer="not_yet", answered_at=None, answered_by=None)
                | ~Q(answer="not_yet")
                & Q(answered_at__isnull=False, answered_by__isnull=False, acknowledged_at__isnull=False),
                name="meeting_invitation_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal_reason=""),
                name="meeting_invitation_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.addressee}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:invitation-detail", args=[self.pk])

    @property
    def addressee(self) -> str:
        """Whom it is addressed to: the party, or the guest; a guest's name is removed some time after the meeting."""
        return self.party.name_with_acronym if self.party else self.guest_name or str(self.get_category_display())

    @property
    def is_standing(self) -> bool:
        return self.withdrawn_at is None

    @property
    def is_guest(self) -> bool:
        return self.party_id is None
