"""Fields with a Spanish and an English version."""

from modeltranslation.translator import TranslationOptions, translator

from crm_portal.common import audit
from members.models import (
    AnnouncedHoliday,
    Attendance,
    Body,
    Circular,
    Institution,
    Partnership,
    Party,
    PartyStatus,
    Post,
    PresidencyTerm,
    Provision,
)

BOTH = ("es", "en")


class NamedTranslation(TranslationOptions):
    fields: tuple[str, ...] = ("name", "acronym")
    required_languages = {"es": ("name",), "en": ("name",)}


class PartyTranslation(NamedTranslation):
    fields = ("name", "acronym", "description", "note")


class BodyTranslation(NamedTranslation):
    fields = ("name", "acronym", "role", "composition", "frequency", "origin", "support", "outputs", "note")


class PartnershipTranslation(TranslationOptions):
    fields = ("name", "note")
    required_languages = {"es": ("name",), "en": ("name",)}


class PartyStatusTranslation(TranslationOptions):
    fields = ("decided_by", "note")


class PresidencyTermTranslation(TranslationOptions):
    fields = ("theme", "note")
    # A theme may be chosen after the term has begun, so neither language is required.


class ProvisionTranslation(TranslationOptions):
    fields = ("label", "text")
    required_languages = {"es": ("label",), "en": ("label",)}


class PostTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = BOTH


class AnnouncedHolidayTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = BOTH


class AttendanceTranslation(TranslationOptions):
    fields = ("condition",)


class CircularTranslation(TranslationOptions):
    fields = ("subject", "text")
    required_languages = BOTH


translator.register(Circular, CircularTranslation)
translator.register(Party, PartyTranslation)
translator.register(PartyStatus, PartyStatusTranslation)
translator.register(Partnership, PartnershipTranslation)
translator.register(Institution, NamedTranslation)
translator.register(Body, BodyTranslation)
translator.register(Post, PostTranslation)
translator.register(Attendance, AttendanceTranslation)
translator.register(PresidencyTerm, PresidencyTermTranslation)
translator.register(Provision, ProvisionTranslation)
translator.register(AnnouncedHoliday, AnnouncedHolidayTranslation)

# Here and not beside the models: only now do they have a field in each language for the history to keep.
for model in (
    Party,
    PartyStatus,
    Partnership,
    Institution,
    Body,
    Post,
    Attendance,
    PresidencyTerm,
    Provision,
    Circular,
    AnnouncedHoliday,
):
    audit.keep_history(model)
