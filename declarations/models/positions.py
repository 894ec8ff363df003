"""What the countries answered in a round. Silence is no answer: where there is no row, nothing was said."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.common.access import Level, visible_to
from crm_portal.common.files.models import PrivateFile
from declarations.matrix import CONSULT_MEMBERS
from declarations.models.consultations import CONDUCT, Round
from members.models import Party
from members.models.parties import validate_time_zone
from members.roles import TROIKA, Role
from members.standing import Standing

SEES_ALL_COUNTRIES = frozenset({Role.FOCAL, Role.HOD, TROIKA})
"""Who sees the whole board of a members' round; an RCGM delegate sees the own country's cell."""


class AddresseeQuerySet(models.QuerySet["Addressee"]):
    def visible_to(self, user: Any) -> Self:
        """The cells of the boards that somebody may see."""
        return visible_to(self, user)

    def seen_by(self, standing: Standing) -> Self:
        """Every cell of the rounds seen; to whoever has the own country's view alone, the own country's."""
        seen = self.filter(round__in=Round.objects.seen_by(standing))
        if standing.holds(*CONDUCT, *SEES_ALL_COUNTRIES):
            return seen
        return seen.filter(party__in=standing.party_ids)

    def missing(self) -> Self:
        """Those that have not answered."""
        return self.filter(positions=None)

    def with_choice(self) -> Any:  # the type checker cannot know what is added here
        """Each with `choice`: what its last position says; None where there is no reply."""
        last = Position.objects.filter(addressee=OuterRef("pk")).order_by("-number")
        return self.annotate(choice=Subquery(last.values("choice")[:1]))


class Addressee(models.Model):
    """One country asked in one round: by when, counted on which days, and who answers for it.

    `last_on` is the day by which its own calendar has it answer; the round takes its answer until it ends for all.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="addressees", verbose_name=_("round"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("country"))
    time_zone = models.CharField(_("time zone"), max_length=50, validators=[validate_time_zone])
    counted = models.JSONField(_("working days counted"), default=list, editable=False)
    skipped = models.JSONField(_("days passed over"), default=list, editable=False)
    computed_on = models.DateField(_("last day as computed"), null=True, editable=False)
    sent_last_on = models.DateField(_("last day as sent"), null=True, editable=False)
    last_on = models.DateField(_("last day"), null=True)
    due_at = models.DateTimeField(_("due"), null=True, editable=False)
    respondent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("respondent"),
    )
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=pgettext_lazy("respondent", "named by"),
    )
    named_at = models.DateTimeField(_("named"), null=True, editable=False)

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        ordering = ["round", "party"]
        verbose_name = _("country asked")
        verbose_name_plural = _("countries asked")
        constraints = [
            models.UniqueConstraint(fields=["round", "party"], name="addressee_once_a_round"),
            models.CheckConstraint(
                condition=Q(last_on=None, due_at=None) | Q(last_on__isnull=False, due_at__isnull=False),
                name="addressee_due_on_its_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.party}"

    def get_absolute_url(self) -> str:
        return reverse("declarations:position-answer", args=[self.pk])


class PositionQuerySet(models.QuerySet["Position"]):
    def visible_to(self, user: Any) -> Self:
        """The positions that somebody may read now."""
        return visible_to(self, user)

    def seen_by(self, standing: Standing) -> Self:
        """Each as it comes for whoever conducts the round, and in the Troika phase for the Troika.

        Of the members' rounds a country reads its own, and those of the others once the round is over or the Presidency
        has opened them.
        """
        if standing.holds(*CONDUCT):
            return self.all()
        rounds = Round.objects.seen_by(standing)
        of_troika = rounds.filter(stage=Round.Stage.TROIKA)
        seen = Q(addressee__round__in=of_troika.values("pk"))
        if standing.level(CONSULT_MEMBERS) >= Level.READ:
            own = rounds.exclude(stage=Round.Stage.TROIKA)
            seen |= Q(addressee__round__in=own.values("pk"), addressee__party__in=standing.party_ids)
        if standing.holds(*SEES_ALL_COUNTRIES):
            seen |= Q(addressee__round__in=rounds.shown_to_members(timezone.now()).values("pk"))
        return self.filter(seen)

    def with_files_for(self, standing: Standing) -> Self:
        """Those whose file a standing may read; `Position.file_is_for` asks a row the same.

        The mail in which a country answered is between the country and whoever conducts the round.
        """
        seen = self.seen_by(standing).filter(file__isnull=False)
        if standing.holds(*CONDUCT):
            return seen
        return seen.filter(Q(on_behalf=False) | Q(addressee__party__in=standing.party_ids))


class Position(models.Model):
    """What a country said once in a round. Another row takes its place and it stays: the table is only added to."""

    class Choice(models.TextChoices):
        AGREE = "agree", _("agrees")
        AGREE_WITH_COMMENTS = "agree_comments", _("agrees, with comments")
        PROPOSE_CHANGE = "propose_change", _("proposes a change")
        OBJECT = "object", _("objects")
        NO_COMMENT = "no_comment", _("has no comment")

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="positions", verbose_name=_("country asked"))
    number = models.PositiveSmallIntegerField(_("number"))
    choice = models.CharField(pgettext_lazy("consultation", "position"), max_length=14, choices=Choice)
    text = models.TextField(_("comments, change or reason"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    file = models.ForeignKey(
        PrivateFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    on_behalf = models.BooleanField(_("recorded on behalf of the country, from its mail"), default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    answered_at = models.DateTimeField(_("when"), default=timezone.now)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["addressee", "number"]
        verbose_name = pgettext_lazy("consultation", "position")
        verbose_name_plural = _("positions")
        constraints = [
            models.UniqueConstraint(fields=["addressee", "number"], name="position_number_once"),
            models.CheckConstraint(
                condition=Q(choice__in=["agree", "no_comment"], text="")
                | Q(choice__in=["agree_comments", "propose_change", "object"]) & ~Q(text=""),
                name="position_text_where_one_is_due",
                violation_error_message=_("Say what the comment, the change or the reason is."),
            ),
            models.CheckConstraint(
                condition=Q(on_behalf=False) | Q(file__isnull=False),
                name="position_on_behalf_has_its_mail",
                violation_error_message=_("Attach the mail in which the country answered."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressee_id}: {self.get_choice_display()}"

    def file_is_for(self, standing: Standing) -> bool:
        """Whether a standing that reads the position may read its file; `with_files_for` asks the database the same."""
        is_own = self.addressee.party_id in standing.party_ids
        return self.file_id is not None and (not self.on_behalf or is_own or standing.holds(*CONDUCT))


AGAINST = (Position.Choice.PROPOSE_CHANGE, Position.Choice.OBJECT)


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def due(self, now: datetime) -> Self:
        """Those whose moment has come and that nobody has settled."""
        return self.filter(due_at__lte=now, state=Reminder.State.WAITING)

    def settle_needless(self, now: datetime) -> None:
        """Let those that wait go unsent."""
        self.filter(state=Reminder.State.WAITING).update(state=Reminder.State.NEEDLESS, settled_at=now)


class Reminder(models.Model):
    """That a country is, or was, reminded of a round at a moment, should it not have answered by then. Settled once."""

    class Kind(models.TextChoices):
        HALF_TIME = "half_time", _("at half time")
        DAY_BEFORE = "day_before", _("one day before")
        BY_HAND = "by_hand", _("sent by hand")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        NEEDLESS = "needless", _("needless: answered, overtaken or ended")

    addressee = models.ForeignKey(Addressee, models.CASCADE, related_name="reminders", verbose_name=_("country asked"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING, editable=False)
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("reminder of a round")
        verbose_name_plural = _("reminders of rounds")
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="reminder_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["addressee", "kind", "due_at"], name="reminder_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None) | ~Q(state="waiting") & Q(settled_at__isnull=False),
                name="reminder_settled_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressee_id}: {self.get_kind_display()}"
