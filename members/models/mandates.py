"""Who acts for whom, in which role, from when until when."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, visible_to
from crm_portal.common.periods import DateRange, one_at_a_time, refuse_reversed
from members.matrix import DIRECTORY_OWN
from members.models.bodies import Body
from members.models.parties import Institution, Party, PartyStatus
from members.models.presidency import PresidencyTerm
from members.roles import HATS, LISTED, MEMBER_ROLES, READ_ALL_ENTRIES, READ_CONTACTS, STAFF, Role

if TYPE_CHECKING:
    from members.models.people import User
    from members.standing import Standing

SEATS: dict[PartyStatus.Status, tuple[Role, ...]] = {
    PartyStatus.Status.MEMBER: MEMBER_ROLES,
    PartyStatus.Status.OBSERVER: (Role.OBS_COUNTRY, Role.OBS_ORG),
    PartyStatus.Status.CIVIL_SOCIETY: (Role.RROCM,),
}
"""The seat that a role needs; a role not named here needs none."""


def hat_of_role() -> Case:
    """The hat of a row's role, for the database."""
    return Case(
        *(When(role__in=[role.value for role in roles], then=Value(hat.value)) for hat, roles in HATS.items()),
        output_field=models.CharField(),
    )


def in_force(day: date) -> Q:
    """The condition on mandates in force on a day."""
    return (
        (Q(valid_until=None) | Q(valid_until__gt=day))
        & Q(valid_from__lte=day, approved_at__isnull=False)
        & Q(user__is_active=True)
    )


def is_contact(day: date) -> Q:
    """The condition on the mandates of those to whom everybody may turn."""
    presiding = PresidencyTerm.objects.on(day).values("party")
    return in_force(day) & (Q(role__in=STAFF) | Q(role=Role.PRESIDENCY_TEAM, party__in=presiding))


class MandateQuerySet(models.QuerySet["Mandate"]):
    def on(self, day: date) -> Self:
        """Mandates in force on a day: approved, begun, not ended, of a person who may sign in."""
        return self.filter(in_force(day))

    def people(self) -> "models.QuerySet[User]":
        """Those who hold these mandates, each once."""
        # A subquery and no join with DISTINCT: that one is planned badly while the tables are new to the database.
        people: models.QuerySet[User] = get_user_model().objects.filter(pk__in=self.order_by().values("user"))
        return people

    def in_directory(self) -> Self:
        """Entries for today's directory: in force, in a role that stands in it."""
        return self.on(timezone.localdate()).filter(role__in=LISTED)

    def contacts(self, day: date) -> Self:
        """Whom everybody may turn to: the Secretariat and the team of the Presidency of that day."""
        return self.filter(is_contact(day))

    def visible_to(self, user: "User") -> Self:
        """The entries of the directory that somebody may read, and the mandates that the staff keep."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """What a standing admits to. Source, lines 737-740, 912-915 and 1043-1048.

        The Secretariat all; people of the members all official ones, liaison officers those of the own network;
        observers the contacts. Everybody who has an entry sees it, and a focal point all of the own country.
        """
        day = timezone.localdate()
        if standing.is_staff:
            return self.all()
        if standing.level(DIRECTORY_OWN) == Level.NONE:
            return self.none()
        seen = Q(user=standing.user_id)
        if standing.holds(*READ_ALL_ENTRIES):
            seen |= in_force(day) & Q(role__in=LISTED)
        if standing.holds(*READ_CONTACTS):
            seen |= is_contact(day)
        if standing.body_ids:
            seen |= in_force(day) & Q(body__in=standing.body_ids)
        return self.filter(seen | Q(party__in=standing.own_countries))


class Mandate(models.Model):
    """A person acts for a party in a role over a time. Rights come from here and from nowhere else."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates", verbose_name=_("person")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="mandates", verbose_name=_("party"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="mandates", verbose_name=_("institution")
    )
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
        verbose_name=_("network"),
        help_text=_("For liaison officers: the network."),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    position = models.CharField(_("position"), max_length=150, blank=True)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day it no longer holds."))
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    confirmed_on = models.DateField(_("last confirmed as right"), null=True, blank=True, editable=False)

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["party", "user"]
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            *one_at_a_time(
                "mandate",
                "valid_from",
                "valid_until",
                alike=("user", "party", "role", Coalesce("body", Value(0))),  # two nulls would not be alike
                refusal=_("This person already holds that mandate in that time."),
            ),
            ExclusionConstraint(
                name="mandate_one_party_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("party", RangeOperators.NOT_EQUAL),
                    (DateRange("valid_from", "valid_until", Value("[)")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("A person represents one party at a time."),
            ),
            ExclusionConstraint(
                name="mandate_one_hat_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (hat_of_role(), RangeOperators.NOT_EQUAL),
                    (DateRange("valid_from", "valid_until", Value("[)")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "A member, an observer, the Secretariat, the Fund and the auditors are never the same person."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.LIAISON) | Q(body__isnull=False),
                name="mandate_liaison_officer_has_a_network",
                violation_error_message=_("A liaison officer belongs to a network."),
            ),
            models.CheckConstraint(
                condition=Q(role=Role.LIAISON) | Q(body__isnull=True),
                name="mandate_only_liaison_officers_have_a_network",
                violation_error_message=_("Only a liaison officer belongs to a network."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.party}"

    def clean(self) -> None:
        super().clean()
        refuse_reversed(self, "valid_from", "valid_until")
        if self.party_id and self.role and self.valid_from:
            self.refuse_without_seat()
        if self.institution and self.party_id and self.institution.party_id != self.party_id:
            raise ValidationError({"institution": _("This institution belongs to another party.")})
        if self.body and self.body.kind != Body.Kind.NETWORK:
            raise ValidationError({"body": _("Choose a liaison network.")})

    def refuse_without_seat(self) -> None:
        """Raises ValidationError when the party does not hold the seat that the role speaks for."""
        needed = [status for status, roles in SEATS.items() if self.role in roles]
        held = PartyStatus.objects.on(self.valid_from).filter(party=self.party_id, status__in=needed)
        if needed and not held.exists():
            raise ValidationError({"party": _("This party does not hold the seat that the role speaks for.")})

    def is_in_force(self, day: date) -> bool:
        """Whether it holds on a day; `Mandate.objects.on` asks the same, and whether the person may sign in."""
        return bool(
            self.approved_at and self.valid_from <= day and (self.valid_until is None or day < self.valid_until)
        )

    def save(self, *args: Any, **options: Any) -> None:
        super().save(*args, **options)
        self.user.forget_standing()


class SubstitutionQuerySet(models.QuerySet["Substitution"]):
    def on(self, day: date) -> Self:
        """Substitutions in force on a day: accepted, begun, not ended."""
        return self.filter(valid_from__lte=day, valid_until__gt=day, accepted_at__isnull=False)

    def involving(self, user: "User") -> Self:
        """Those in which somebody is the one away, or the deputy."""
        return self.filter(Q(mandate__user=user.pk) | Q(deputy=user.pk))

    def visible_to(self, user: "User") -> Self:
        """The substitutions that somebody may see."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """The Secretariat sees all, everybody else the own."""
        if standing.is_staff:
            return self.all()
        return self.filter(Q(mandate__user=standing.user_id) | Q(deputy=standing.user_id))


class Substitution(models.Model):
    """Somebody named to act under another person's mandate while that person is away; in force once accepted."""

    mandate = models.ForeignKey(
        Mandate, models.CASCADE, related_name="substitutions", verbose_name=_("mandate of the person away")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="substitutions", verbose_name=_("deputy")
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), help_text=_("The first day it no longer holds."))
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("named by")
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True, editable=False)

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        constraints = one_at_a_time(
            "substitution",
            "valid_from",
            "valid_until",
            alike=("mandate",),
            refusal=_("Another deputy is named for part of that time."),
        )

    def __str__(self) -> str:
        return f"{self.deputy} → {self.mandate}"

    @property
    def is_over(self) -> bool:
        return self.valid_until <= timezone.localdate()
