"""Who comes to a meeting: delegations, the people in them, and what is needed for their travel."""

from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, visible_to
from crm_portal.common.files.models import PrivateFile
from crm_portal.common.formatted import validate_printable
from meetings.matrix import DELEGATION, OWN_DELEGATION, PARTICIPANTS, TRAVEL
from meetings.models.meetings import Meeting
from meetings.models.sessions import ALL_SESSIONS, Session
from members.models import Party
from members.roles import PPT, SECRETARIAT, Role

if TYPE_CHECKING:
    from members.standing import Standing

REGISTRARS = frozenset(OWN_DELEGATION)
"""The roles that register the delegation of their own party; the head of delegation names who comes along."""
EVERY_DELEGATION = frozenset({PPT, *SECRETARIAT})


def registers_for(standing: "Standing") -> list[int]:
    """The parties whose delegations somebody registers; the team of the Presidency those of its own country."""
    roles = REGISTRARS | {Role.PRESIDENCY_TEAM} if standing.holds(PPT) else REGISTRARS
    return [mandate.party_id for mandate in standing.mandates if mandate.role in roles]


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, user: Any) -> Self:
        """The delegations that somebody may see with all that is in them."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """All for the Presidency and the Secretariat; the own for whoever registers it."""
        if standing.level(DELEGATION) < Level.WRITE:
            return self.none()
        if standing.holds(*EVERY_DELEGATION):
            return self.all()
        return self.filter(party__in=registers_for(standing))


class Delegation(models.Model):
    """The people whom one party sends to one meeting, and the letter that says so."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="delegations", verbose_name=_("meeting"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("country or organisation"))
    letter = models.ForeignKey(
        PrivateFile, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("credentials letter")
    )
    registered_at = models.DateTimeField(_("registered"), default=timezone.now, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("registered by")
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "pk"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [models.UniqueConstraint(fields=["meeting", "party"], name="delegation_once_a_party")]

    def __str__(self) -> str:
        return f"{self.party}: {self.meeting}"


class Tick(models.TextChoices):
    """What is known of a delegate. Each is set by itself: none follows from another."""

    CREDENTIALS = "credentials", _("credentials")
    VERIFIED = "verified", _("verified")
    ATTENDED = "attended", _("attended")


def ticked_by_somebody(tick: Tick) -> models.CheckConstraint:
    """A tick has both its moment and its author, or neither."""
    return models.CheckConstraint(
        condition=Q(**{f"{tick}_at__isnull": True, f"{tick}_by__isnull": True})
        | Q(**{f"{tick}_at__isnull": False, f"{tick}_by__isnull": False}),
        name=f"delegate_{tick}_by_somebody",
    )


# Counts under a lock on the delegation's row, which one transaction at a time has: of many that want the last seat one
# gets it. Whoever has a seat keeps it when there are fewer later.
WITHIN_THE_SEATS = """
    IF TG_OP = 'UPDATE' THEN
        IF OLD.has_seat AND NOT OLD.is_head AND OLD.delegation_id = NEW.delegation_id THEN
            RETURN NEW;
        END IF;
    END IF;
    SELECT meeting.companions INTO most
        FROM meetings_delegation delegation JOIN meetings_meeting meeting ON meeting.id = delegation.meeting_id
        WHERE delegation.id = NEW.delegation_id FOR NO KEY UPDATE OF delegation;
    SELECT count(*) INTO taken FROM meetings_delegate
        WHERE delegation_id = NEW.delegation_id AND has_seat AND NOT is_head AND id <> NEW.id;
    IF taken >= most THEN
        RAISE EXCEPTION 'All seats of the delegation behind closed doors are taken'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'delegate_within_the_seats';
    END IF;
    RETURN NEW;
"""


class DelegateQuerySet(models.QuerySet["Delegate"]):
    def visible_to(self, user: Any) -> Self:
        """The people of the delegations that somebody may see."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """Those of the delegations that a standing sees, and the own entry."""
        own = Q(person=standing.user_id, person__isnull=False)
        return self.filter(own | Q(delegation__in=Delegation.objects.all().seen_by(standing).values("pk")))


class Delegate(models.Model):
    """One person in a delegation, with or without an account here."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="delegates", verbose_name=_("delegation"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("account"),
    )
    full_name = models.CharField(_("full name"), max_length=150, validators=[validate_printable])
    position = models.CharField(_("position"), max_length=150, blank=True, validators=[validate_printable])
    institution = models.CharField(_("institution"), max_length=200, blank=True, validators=[validate_printable])
    email = models.EmailField(_("e-mail"), blank=True)
    is_head = models.BooleanField(_("head of delegation"), default=False)
    has_seat = models.BooleanField(_("seat behind closed doors"), default=False)
    credentials_at = models.DateTimeField(_("credentials received"), null=True, editable=False)
    credentials_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    verified_at = models.DateTimeField(_("verified"), null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    attended_at = models.DateTimeField(_("attended"), null=True, editable=False)
    attended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = DelegateQuerySet.as_manager()

    class Meta:
        ordering = ["delegation", "-is_head", "pk"]
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        constraints = [
            models.UniqueConstraint(
                Lower("full_name"),
                "delegation",
                name="delegate_once_a_delegation",
                violation_error_message=_("This person is in the delegation already."),
            ),
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(is_head=True),
                name="delegate_one_head",
                violation_error_message=_("A delegation has one head."),
            ),
            models.CheckConstraint(condition=~Q(full_name=""), name="delegate_has_a_name"),
            *(ticked_by_somebody(tick) for tick in Tick),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="keep_within_the_seats",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__has_seat=True, new__is_head=False),
                declare=[("most", "INTEGER"), ("taken", "INTEGER")],
                func=WITHIN_THE_SEATS,
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def has(self, tick: Tick) -> bool:
        """Whether a tick is set."""
        return getattr(self, f"{tick}_at") is not None

    def set_tick(self, tick: Tick, by: Any) -> None:
        """Put a tick in, by somebody, or take it out, by nobody."""
        setattr(self, f"{tick}_at", timezone.now() if by else None)
        setattr(self, f"{tick}_by", by)


class TravelDataQuerySet(models.QuerySet["TravelData"]):
    def visible_to(self, user: Any) -> Self:
        """The travel data that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """Of the people whom a standing sees, where it may read such data at all."""
        if standing.level(TRAVEL) < Level.READ:
            return self.none()
        return self.filter(delegate__in=Delegate.objects.all().seen_by(standing).values("pk"))


class TravelData(models.Model):
    """When and how a delegate comes and what is needed, given with that person's consent; removed after the meeting.

    No history of it is kept, and no list, log or address names it.
    """

    delegate = models.OneToOneField(
        Delegate, models.CASCADE, related_name="travel", editable=False, verbose_name=_("delegate")
    )
    consented_at = models.DateTimeField(_("consent given"), default=timezone.now, editable=False)
    arrives_on = models.DateField(_("arrives on"), null=True, blank=True)
    departs_on = models.DateField(_("leaves on"), null=True, blank=True)
    flight = models.CharField(
        _("flights"), max_length=150, blank=True, validators=[validate_printable], help_text=_("For example LR 621.")
    )
    needs_hotel = models.BooleanField(_("needs a hotel"), default=False)
    needs = models.CharField(
        _("food, access and other needs"), max_length=300, blank=True, validators=[validate_printable]
    )

    objects = TravelDataQuerySet.as_manager()

    class Meta:
        ordering = ["delegate"]
        verbose_name = _("travel data")
        verbose_name_plural = _("travel data")
        constraints = [
            models.CheckConstraint(
                condition=Q(arrives_on=None) | Q(departs_on=None) | Q(departs_on__gte=F("arrives_on")),
                name="travel_leaves_after_it_arrives",
                violation_error_message=_("The day of leaving is not before that of arriving."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)  # it names nobody


class ParticipantListQuerySet(models.QuerySet["ParticipantList"]):
    def visible_to(self, user: Any) -> Self:
        """The lists of participants that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """Of meetings that were convened: all for the members' side; for others those that their party attends."""
        if standing.level(PARTICIPANTS) < Level.READ:
            return self.none()
        held = self.exclude(convened_at=None)
        if standing.holds(*ALL_SESSIONS, Role.ST_IT):
            return held
        own = Delegation.objects.filter(party__in=standing.party_ids).values("meeting")
        open_to_it = Session.objects.all().seen_by(standing).values("meeting")
        return held.filter(Q(pk__in=own) | Q(pk__in=open_to_it))


class ParticipantList(Meeting):
    """A meeting, seen as the list of those who take part in it."""

    objects = ParticipantListQuerySet.as_manager()  # type: ignore[assignment,misc]  # its own rows, by its own rule

    class Meta:
        proxy = True
        verbose_name = _("list of participants")
        verbose_name_plural = _("lists of participants")
