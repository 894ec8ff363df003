"""The agenda as it went out: preliminary for comment, and adopted. What is kept of a version never changes."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, visible_to
from declarations.models import Axis
from meetings.matrix import ITEM_PROPOSAL
from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting
from members.audience import admits
from members.models import Attendance, Party
from members.models.audiences import WithAudience
from members.roles import MEMBER_ROLES, PPT, SECRETARIAT, TROIKA, Role

if TYPE_CHECKING:
    from members.standing import Standing

READS_ALL_COMMENTS = frozenset({PPT, TROIKA, *SECRETARIAT, *MEMBER_ROLES} - {Role.PRESIDENCY_TEAM})
"""The members read one another's comments; an observer organisation reads its own."""


class AgendaVersionQuerySet(models.QuerySet["AgendaVersion"]):
    def visible_to(self, user: Any) -> Self:
        """The versions of which somebody may read an item at least."""
        return self.filter(pk__in=VersionItem.objects.visible_to(user).values("version"))


class AgendaVersion(models.Model):
    """The agenda of a meeting as it went out at a moment. Source, lines 682-692."""

    class Stage(models.TextChoices):
        PRELIMINARY = "preliminary", _("preliminary")
        ADOPTED = "adopted", _("adopted")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda_versions", verbose_name=_("meeting"))
    number = models.PositiveSmallIntegerField(_("number"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    comments_until = models.DateTimeField(_("comments until"), null=True, blank=True)
    made_at = models.DateTimeField(_("sent out"), default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    objects = AgendaVersionQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "-number"]
        verbose_name = _("version of an agenda")
        verbose_name_plural = _("versions of agendas")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="agenda_version_number_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(stage="adopted"), name="agenda_is_adopted_once_a_meeting"
            ),
            models.CheckConstraint(
                condition=Q(stage="preliminary", comments_until__isnull=False)
                | Q(stage="adopted", comments_until__isnull=True),
                name="preliminary_agenda_takes_comments",
            ),
        ]

    def __str__(self) -> str:
        return str(_("v%(number)d (%(stage)s)") % {"number": self.number, "stage": self.get_stage_display()})

    def get_absolute_url(self) -> str:
        return reverse("meetings:agenda-version", args=[self.meeting.slug, self.number])

    @property
    def takes_comments(self) -> bool:
        """Whether its deadline is still ahead."""
        return self.comments_until is not None and timezone.now() <= self.comments_until


class VersionItemQuerySet(models.QuerySet["VersionItem"]):
    def visible_to(self, user: Any) -> Self:
        """The items of versions that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """Those whose audience admits the standing, of the meetings that it may know of, or is asked about."""
        known = Meeting.objects.seen_by(standing).values("pk")
        asked = Q(audience="agenda_consultation")
        return self.filter(admits(standing)).filter(asked | Q(version__meeting__in=known))


class VersionItem(WithAudience):
    """An item as it stood in one version, under the words and the hour of its session then."""

    version = models.ForeignKey(AgendaVersion, models.PROTECT, related_name="items", verbose_name=_("version"))
    item = models.PositiveBigIntegerField(_("number of the item"))
    """The item's own, by which two versions are compared; the item may be gone."""

    session = models.PositiveBigIntegerField(_("number of the session"))
    session_title = models.CharField(_("session"), max_length=200)
    part = models.CharField(_("part"), max_length=20, choices=Attendance.Part)
    starts_at = models.DateTimeField(_("begins"))
    order = models.PositiveSmallIntegerField(_("place on the agenda"))
    title = models.CharField(_("title"), max_length=250)
    axis = models.ForeignKey(Axis, models.PROTECT, null=True, related_name="+", verbose_name=_("axis"))
    presenter = models.CharField(_("presented by"), max_length=150, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True)
    matter = models.CharField(_("kind of matter"), max_length=20, choices=AgendaItem.Matter, blank=True)

    objects = VersionItemQuerySet.as_manager()

    class Meta:
        ordering = ["version", "starts_at", "session", "order", "pk"]
        verbose_name = _("item of a version")
        verbose_name_plural = _("items of versions")
        constraints = [models.UniqueConstraint(fields=["version", "item"], name="item_once_a_version")]

    def __str__(self) -> str:
        return self.title


class ItemCommentQuerySet(models.QuerySet["ItemComment"]):
    def visible_to(self, user: Any) -> Self:
        """The comments that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """On items that the standing reads: the members read all, an observer organisation its own."""
        found = self.filter(item__in=VersionItem.objects.seen_by(standing).values("pk"))
        return found if standing.holds(*READS_ALL_COMMENTS) else found.filter(party__in=standing.party_ids)


class ItemComment(models.Model):
    """What one delegation says of one item of a preliminary agenda; the last word until the deadline counts."""

    item = models.ForeignKey(VersionItem, models.PROTECT, related_name="comments", verbose_name=_("item"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("delegation"))
    text = models.TextField(_("comment"), max_length=4000)
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    objects = ItemCommentQuerySet.as_manager()

    class Meta:
        ordering = ["item", "party__name", "pk"]
        verbose_name = _("comment on an item")
        verbose_name_plural = _("comments on items")
        constraints = [models.UniqueConstraint(fields=["item", "party"], name="comment_once_a_delegation")]

    def __str__(self) -> str:
        return f"{self.party}: {self.item}"


class ItemProposalQuerySet(models.QuerySet["ItemProposal"]):
    def visible_to(self, user: Any) -> Self:
        """The proposals that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """All for the Presidency and the Secretariat; a member country its own."""
        if standing.level(ITEM_PROPOSAL) == Level.NONE:
            return self.none()
        known = self.filter(meeting__in=Meeting.objects.seen_by(standing).values("pk"))
        return known if standing.holds(PPT, *SECRETARIAT) else known.filter(party__in=standing.own_countries)


class ItemProposal(models.Model):
    """An item that a member country puts forward for a meeting, and what became of it. Source, lines 682-685."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="proposals", verbose_name=_("meeting"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("country"))
    title = models.CharField(_("title"), max_length=250)
    grounds = models.TextField(_("why it should be discussed"), max_length=4000)
    axis = models.ForeignKey(
        Axis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("axis of the Plan of Action")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.PROPOSED, editable=False)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("proposed by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("agenda item")
    )

    objects = ItemProposalQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "proposed_at", "pk"]
        verbose_name = _("proposal of an item")
        verbose_name_plural = _("proposals of items")
        constraints = [
            models.CheckConstraint(condition=~Q(status="refused") | ~Q(reason=""), name="refused_proposal_says_why"),
        ]

    def __str__(self) -> str:
        return self.title
