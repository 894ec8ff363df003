"""What a session deals with, the papers pinned to each item, and the documents that came out of a meeting."""

from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import visible_to
from declarations.models import Axis, Consultation, Document, DocumentVersion
from meetings.models.grants import ItemGrant, openable
from meetings.models.meetings import Meeting
from meetings.models.sessions import Session
from members.audience import admits, is_wider
from members.models import Attendance, Audience
from members.models.audiences import WithAudience

if TYPE_CHECKING:
    from members.standing import Standing


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: Any) -> Self:
        """The items that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """Those whose audience admits the standing, or that are opened to it, of the meetings that it may know of."""
        known = Meeting.objects.seen_by(standing).values("pk")
        admitted = admits(standing)
        if standing.party_ids:
            authorised = ItemGrant.objects.opening(standing, timezone.localdate())
            admitted |= Q(pk__in=authorised.values("item"))
        return self.filter(admitted, session__meeting__in=known)

    def may_be_opened(self) -> Self:
        """The items on which an observer country may be authorised to intervene."""
        return self.filter(openable())

    def undecided(self) -> Self:
        """Standing items of which nobody has said whether they are done or carried over."""
        return self.filter(is_standing=True, result="")


class AgendaItem(WithAudience):
    """One item of a session's agenda. Its audience is the session's, unless it is for fewer, or for more on record."""

    class Minimum(models.TextChoices):
        PPT_REPORT = "ppt_report", _("Report of the Presidency Pro-Témpore")
        OPENING_STATEMENTS = "opening_statements", _("Opening statements by member delegations")
        RROCM_DIALOGUE = "rrocm_dialogue", _("Dialogue with civil society (RNCOM)")

    class Matter(models.TextChoices):
        POLITICAL = "political", _("Sensitive political decisions")
        SECRETARIAT = "secretariat", _("Administrative and financial matters of the Secretariat")
        FUTURE = "future", _("Future actions and activities of the Conference")
        MEMBERSHIP = "membership", _("Conditions for new memberships")
        OBSERVERS = "observers", _("Criteria for the participation of observers")

    class Result(models.TextChoices):
        DONE = "done", _("done")
        CARRIED_OVER = "carried_over", _("carried over")

    session = models.ForeignKey(Session, models.CASCADE, related_name="items", verbose_name=_("session"))
    order = models.PositiveSmallIntegerField(_("place on the agenda"), default=1)
    title = models.CharField(_("title"), max_length=250)
    axis = models.ForeignKey(
        Axis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("axis of the Plan of Action")
    )
    consultation = models.ForeignKey(
        Consultation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("consultation"),
        help_text=_("One that was carried to a meeting, and is taken up here."),
    )
    presenter = models.CharField(_("presented by"), max_length=150, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    minimum = models.CharField(
        _("part of the minimum agenda"),
        max_length=20,
        choices=Minimum,
        blank=True,
        help_text=_("Every plenary has the Presidency's report, opening statements and the dialogue with the RNCOM."),
    )
    matter = models.CharField(
        _("kind of matter"),
        max_length=20,
        choices=Matter,
        blank=True,
        help_text=_("Of an item behind closed doors."),
    )
    is_standing = models.BooleanField(
        _("standing item"), default=False, help_text=_("It comes back at the next meeting of this kind.")
    )
    result = models.CharField(_("result"), max_length=20, choices=Result, blank=True, editable=False)
    taken_up_at = models.DateTimeField(_("taken up"), null=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)
    widening_reason = models.CharField(
        _("why it is for more than the session"), max_length=250, blank=True, help_text=_("Kept on record.")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["session", "order", "pk"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("taken_up_at"), taken_up_at__isnull=False),
                name="item_is_taken_up_before_it_is_finished",
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(taken_up_at__isnull=False, finished_at=None),
                name="one_item_at_a_time",
                violation_error_message=_("Another item of this session is being discussed."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_under_discussion(self) -> bool:
        return self.taken_up_at is not None and self.finished_at is None

    def clean(self) -> None:
        super().clean()
        if not self.session_id:
            return
        if self.session.meeting.is_over:
            raise ValidationError(MEETING_IS_OVER)
        behind_closed_doors = self.session.part == Attendance.Part.CLOSED_DOOR
        if behind_closed_doors != bool(self.matter):
            raise ValidationError({"matter": CLOSED_NAMES_ITS_MATTER if behind_closed_doors else OPEN_HAS_NO_MATTER})
        if behind_closed_doors and self.audience != Audience.CIRCLE:
            raise ValidationError({"audience": _("What is behind closed doors is for the people admitted alone.")})
        if is_wider(self.audience, self.session.audience, self.session.body) and not self.widening_reason:
            said = gettext("The session is for: %(audience)s. Say why the item is for more.")
            raise ValidationError({"widening_reason": said % {"audience": Audience(self.session.audience).label}})


MEETING_IS_OVER = _("The meeting is over: what was on its agenda is on record, and is not edited any more.")
CLOSED_NAMES_ITS_MATTER = _("Say which kind of matter it is: behind closed doors there are these alone.")
"""Source, lines 666-679."""
OPEN_HAS_NO_MATTER = _("Only items behind closed doors have a kind of matter.")


class ItemDocumentQuerySet(models.QuerySet["ItemDocument"]):
    def visible_to(self, user: Any) -> Self:
        """The papers of items that somebody may read, as far as the papers themselves may be read."""
        return self.filter(
            item__in=AgendaItem.objects.visible_to(user).values("pk"),
            version__in=DocumentVersion.objects.visible_to(user).values("pk"),
        )


class ItemDocument(models.Model):
    """A paper under an item: this version of it and no other, whatever versions come later."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="papers", verbose_name=_("agenda item"))
    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="+", verbose_name=_("version"))
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = ItemDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["item", "pk"]
        verbose_name = _("paper of an item")
        verbose_name_plural = _("papers of items")
        constraints = [models.UniqueConstraint(fields=["item", "version"], name="paper_once_an_item")]

    def __str__(self) -> str:
        return f"{self.item}: {self.version}"

    def is_late(self, meeting: Meeting) -> bool:
        """Whether it was added after the day by which the papers of its meeting were due, where that is held."""
        if meeting.papers_by is None:
            return False
        return self.added_at.astimezone(ZoneInfo(meeting.time_zone)).date() > meeting.papers_by


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def visible_to(self, user: Any) -> Self:
        """The outcomes of meetings that somebody may know of, as far as the documents may be read."""
        return self.filter(
            meeting__in=Meeting.objects.visible_to(user).values("pk"),
            document__in=Document.objects.visible_to(user).values("pk"),
        )


class Outcome(models.Model):
    """A document that a meeting adopted or produced: its declaration, its conclusions, its report."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="outcomes", verbose_name=_("meeting"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("document"))

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "pk"]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [models.UniqueConstraint(fields=["meeting", "document"], name="outcome_once_a_meeting")]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.document}"
