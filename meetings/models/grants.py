"""The authorisation of an observer country to intervene on one item of an agenda."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, visible_to
from declarations.models import DocumentGrant
from meetings.matrix import ITEM_GRANT
from meetings.models.meetings import Meeting
from members.matrix import MEMBER_SIDE
from members.models import Attendance, Audience, Grant
from members.models.audiences import GrantQuerySet
from members.roles import PPT, SECRETARIAT

if TYPE_CHECKING:
    from members.standing import Standing


class ItemGrantQuerySet(GrantQuerySet["ItemGrant"]):
    def visible_to(self, user: Any) -> Any:
        """The authorisations that somebody may know of."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Any:
        """All of them for the members' side, the Presidency and the Secretariat; an observer country its own."""
        if standing.level(ITEM_GRANT) < Level.READ:
            return self.none()
        if standing.holds(PPT, *SECRETARIAT, *MEMBER_SIDE):
            return self
        return self.to(standing)

    def opening(self, standing: "Standing", day: date) -> Any:
        """Those in force to a standing, as long as their item may be opened: it may have been moved since."""
        return self.on(day).to(standing).filter(openable("item__"))


def openable(item: str = "") -> Q:
    """Items on which an observer country may be authorised; `item` is the way to them in a query.

    None behind closed doors or of the Troika, and none that the members do not read. Source, lines 444-447 and 711-714.
    """
    kept = Q(**{f"{item}session__part": Attendance.Part.CLOSED_DOOR})
    kept |= Q(**{f"{item}session__meeting__kind": Meeting.Kind.TROIKA})
    kept |= Q(**{f"{item}session__audience__in": NEVER_OPENED}) | Q(**{f"{item}audience__in": NEVER_OPENED})
    return ~kept


NEVER_OPENED = (Audience.CIRCLE, Audience.TROIKA, Audience.PRESIDENCY, Audience.SECRETARIAT)


class ItemGrant(Grant):
    """One item on which one observer country may intervene, by the Presidency, beforehand.

    Source, lines 275-280 and 436-442; no organisation is authorised so (ambiguity C1).
    """

    item = models.ForeignKey(
        "meetings.AgendaItem", models.CASCADE, related_name="grants", verbose_name=_("agenda item")
    )
    papers = models.ManyToManyField(
        DocumentGrant, editable=False, related_name="+", verbose_name=_("papers opened with it")
    )
    granted_at = models.DateTimeField(_("granted"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = ItemGrantQuerySet.as_manager()

    class Meta(Grant.Meta):
        ordering = ["item", "pk"]
        verbose_name = _("authorisation on an item")
        verbose_name_plural = _("authorisations on items")
        constraints = [
            *Grant.Meta.constraints,
            models.CheckConstraint(
                condition=Q(party__isnull=False, valid_until__isnull=False), name="itemgrant_to_a_country_for_a_time"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="itemgrant_revoked_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["item", "party"], condition=Q(revoked_at=None), name="itemgrant_once_a_country"
            ),
        ]
