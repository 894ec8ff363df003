"""What is sealed: the person of a case, and the key that opens it."""

import uuid
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from reserve_fund.models.cases import Case
from reserve_fund.sealed.fields import SealedField


class CaseKey(models.Model):
    """The key of a case, sealed with a master key of the environment. Without it nothing of the case opens."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="key", verbose_name=_("case"))
    master_key = models.CharField(_("master key"), max_length=40)
    sealed = models.BinaryField()
    sealed_at = models.DateTimeField(_("sealed"), auto_now=True)

    class Meta:
        verbose_name = _("key of a case")
        verbose_name_plural = _("keys of cases")
        indexes = [models.Index(fields=["master_key"], name="case_key_by_master")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.master_key}"


class Beneficiary(models.Model):
    """The person whom a case assists. Every column of theirs is sealed; the look-up value finds a number without it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, models.CASCADE, related_name="beneficiary", verbose_name=_("case"))
    full_name = SealedField(_("full name"))
    document_number = SealedField(_("number of the identity document"))
    document_look_up = models.BinaryField(null=True, editable=False)
    born_on = SealedField(_("date of birth"), of=date)
    nationality = SealedField(_("nationality"))
    contact = SealedField(_("how to reach the person"))
    situation = SealedField(_("situation of vulnerability"))
    evidence_reference = SealedField(_("what shows it"))
    guardian = SealedField(_("guardian or representative"))
    best_interests = SealedField(_("reference of the best-interests determination"))
    age_override = SealedField(_("why the age of seventy is accepted"))
    protection_concern = SealedField(_("protection concern on return"))
    subsidiarity = SealedField(_("why national programmes do not suffice"))
    family = SealedField(_("members of the family"))
    voluntary_on = SealedField(_("day of the statement of voluntariness"), of=date)
    voluntary_language = SealedField(_("language of the statement"))
    explained_by = SealedField(_("who explained it"))
    consent_on = SealedField(_("day of consent to the use of the data"), of=date)
    consent_scope = SealedField(_("what the consent covers"))
    referring_officer = SealedField(_("officer of the referring authority"))
    officer_contact = SealedField(_("how to reach the officer"))

    class Meta:
        verbose_name = _("person assisted")
        verbose_name_plural = _("people assisted")
        indexes = [models.Index(fields=["document_look_up"], name="beneficiary_look_up")]

    def __str__(self) -> str:
        return str(self.pk)
