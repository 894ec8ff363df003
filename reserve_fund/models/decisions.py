"""What was decided on a case, by whom, for which reason: a row each, that nobody changes."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reserve_fund.models.cases import Case
from reserve_fund.sealed.fields import SealedField


class Determination(models.Model):
    """One decision of one person on a case. The reason is sealed, since it may tell of the person."""

    class Verdict(models.TextChoices):
        SEND_BACK = "send_back", _("sent back for completion")
        APPROVE = "approve", _("approved")
        REJECT = "reject", _("rejected")
        WITHDRAW = "withdraw", _("withdrawn")
        CANCEL = "cancel", _("cancelled")
        TAKE_OVER = "take_over", _("taken over by another officer")
        OPEN_UNASSIGNED = "open_unassigned", _("opened by an officer not in charge")

    class Institution(models.TextChoices):
        IOM = "iom", _("IOM")
        SECRETARIAT = "secretariat", _("Technical Secretariat")
        REFERRER = "referrer", _("referring authority")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="determinations", verbose_name=_("case"))
    round = models.PositiveSmallIntegerField(_("round"))
    verdict = models.CharField(_("decision"), max_length=16, choices=Verdict)
    institution = models.CharField(_("for"), max_length=12, choices=Institution)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    reason = SealedField(_("reason"))

    class Meta:
        ordering = ["at"]
        verbose_name = _("decision on a case")
        verbose_name_plural = _("decisions on cases")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "institution"],
                condition=models.Q(verdict="approve"),
                name="determination_one_approval_of_each",
            ),
            models.UniqueConstraint(
                fields=["case", "round", "by"],
                condition=models.Q(verdict="approve"),
                name="determination_nobody_approves_twice",
                violation_error_message=_("You have approved this case already: another person decides with you."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}, {self.get_institution_display()}"
