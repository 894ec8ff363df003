"""The bodies of the Conference: what they do, whom they report to, who may attend."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.common.sourced import Precision, Sourced


class BodyQuerySet(models.QuerySet["Body"]):
    def presented(self) -> Self:
        """Bodies with a place in the structure as it is shown: all but those that have ended."""
        return self.exclude(status=Body.Status.ENDED)


class Body(Sourced):
    """A body of the Conference, or an office whose holders are derived (the Presidency and the Troika)."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("decision-making body")
        CHAIR = "chair", _("presidency")
        ADVISORY = "advisory", _("advisory body")
        TECHNICAL = "technical", _("technical body")
        NETWORK = "network", _("liaison network")
        SECRETARIAT = "secretariat", _("secretariat")
        PER_MEETING = "per_meeting", _("set up for each meeting")
        LINKED = "linked", _("linked body")
        AD_HOC = "ad_hoc", _("ad hoc group")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACTIVE = "active", _("active")
        ENDED = "ended", _("ended")

    slug = models.SlugField(_("short name in addresses"), unique=True)
    name = models.CharField(_("name"), max_length=250)
    acronym = models.CharField(_("acronym"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    order = models.PositiveSmallIntegerField(_("place in the structure"), default=0)
    established_on = models.DateField(_("established"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    precision = models.CharField(_("precision"), max_length=5, choices=Precision, default=Precision.DAY)
    reports_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reporting", verbose_name=_("reports to")
    )
    reports_to_basis = models.CharField(_("basis of the reporting line"), max_length=40, blank=True)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor")
    )
    role = models.TextField(_("what it does"), blank=True)
    composition = models.TextField(_("composition"), blank=True)
    frequency = models.TextField(_("how often it meets"), blank=True)
    origin = models.TextField(_("origin"), blank=True)
    meetings_stated = models.PositiveSmallIntegerField(
        _("meetings by 2016, as printed"), null=True, blank=True, help_text=_("Empty when the source gives no number.")
    )
    support = models.TextField(_("supported by"), blank=True)
    outputs = models.TextField(_("what it produces"), blank=True, help_text=_("Separated by semicolons."))
    note = models.TextField(_("note for the staff"), blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints = [
            models.CheckConstraint(
                condition=Q(reports_to=None) | ~Q(reports_to=models.F("id")),
                name="body_does_not_report_to_itself",
                violation_error_message=_("A body does not report to itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:body-detail", args=[self.slug])

    @property
    def output_list(self) -> list[str]:
        return [output.strip() for output in self.outputs.split(";") if output.strip()]


class Post(Sourced):
    """A post in a body, held by so many people."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="posts", verbose_name=_("body"))
    title = models.CharField(_("title"), max_length=100)
    headcount = models.PositiveSmallIntegerField(_("number of people"), default=1)
    order = models.PositiveSmallIntegerField(_("place in the list"))

    class Meta:
        ordering = ["body", "order"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [models.UniqueConstraint(fields=["body", "order"], name="post_order_once_per_body")]

    def __str__(self) -> str:
        return self.title


class Attendance(Sourced):
    """Whether one kind of participant may attend one part of a body's meetings, and on which condition."""

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        BY_INVITATION = "by_invitation", _("by express invitation")
        SLOT = "slot", _("in its own slot")
        RESTRICTED = "restricted", _("restricted")
        OCCASIONAL = "occasional", _("occasionally")
        SUPPORTING = "supporting", _("in support")
        OPENING = "opening", _("at the opening")
        CONVENES = "convenes", _("convenes")
        NOT_STATED = "not stated", _("not stated")

    class Part(models.TextChoices):
        PLENARY = "plenary", _("Plenary")
        CLOSED_DOOR = "closed_door", _("Closed-door meeting")
        OPENING = "opening", _("Opening")
        SESSION = "session", _("Session")
        EVENT = "event", _("Event")

    class Participant(models.TextChoices):
        MEMBER = "member", _("Member countries")
        OBSERVER_COUNTRY = "observer_country", _("Observer countries")
        OBSERVER_ORGANISATION = "observer_organisation", _("Observer organisations")
        RROCM = "rrocm", _("RNCOM")
        PPT = "ppt", _("Presidency Pro-Témpore")
        TECHNICAL_SECRETARIAT = "technical_secretariat", _("Technical Secretariat")
        TROIKA_MEMBER = "troika_member", _("Troika")
        HOST = "host_or_co_sponsor", _("Host or co-sponsor")
        OUTSIDE_GUEST = "outside_guest", _("Guests from outside the Conference")
        OTHER = "other", _("Others")

    class Basis(models.TextChoices):
        SOURCE = "source", _("said by the source")
        AMBIGUOUS = "ambiguous", _("the source can be read in two ways")
        BY_ANALOGY = "by analogy", _("by analogy with a like body")
        DESIGN_CHOICE = "design choice", _("the portal's own choice")

    body = models.ForeignKey(
        Body, models.CASCADE, null=True, blank=True, related_name="attendance", verbose_name=_("body")
    )
    setting = models.SlugField(_("kind of meeting"), help_text=_("The body's short name, or a kind such as seminars."))
    part = models.CharField(_("part"), max_length=20, choices=Part)
    participant = models.CharField(_("participant"), max_length=30, choices=Participant)
    may_attend = models.CharField(_("may attend"), max_length=20, choices=Answer)
    condition = models.CharField(_("condition"), max_length=250, blank=True)
    basis = models.CharField(_("basis"), max_length=40, choices=Basis, default=Basis.SOURCE)

    class Meta:
        ordering = ["setting", "part", "id"]
        verbose_name = _("attendance rule")
        verbose_name_plural = _("attendance rules")
        constraints = [
            models.UniqueConstraint(
                fields=["setting", "part", "participant", "may_attend"], name="attendance_said_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.setting_name}, {self.get_part_display()}: {self.get_participant_display()}"

    @property
    def setting_name(self) -> str:
        """The kind of meeting in words: the body's name, or that of a kind which belongs to no one body."""
        if self.body:
            return self.body.name
        return str(SETTINGS_WITHOUT_BODY.get(self.setting, self.setting))


SETTINGS_WITHOUT_BODY = {
    "seminars": _("Seminars and workshops"),
    "joint-networks": _("Joint meeting of the liaison networks"),
    "drafting": _("Drafting groups"),
}
