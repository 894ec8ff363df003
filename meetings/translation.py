from modeltranslation.translator import TranslationOptions, translator

from crm_portal.common import audit
from meetings.models import ActivityCount, AgendaItem, ItemDocument, Meeting, Outcome, Session

BOTH = ("es", "en")


class MeetingTranslation(TranslationOptions):
    fields = ("title", "theme", "place", "cancellation_reason", "certainty")
    required_languages = {"es": ("title",)}


class SessionTranslation(TranslationOptions):
    fields = ("title",)


class AgendaItemTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = {"es": ("title",)}


class ActivityCountTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = BOTH


for model, options, counted in (
    (Meeting, MeetingTranslation, ["changed_at", "sequence"]),
    (Session, SessionTranslation, ["changed_at", "sequence"]),
    (AgendaItem, AgendaItemTranslation, []),
    (ActivityCount, ActivityCountTranslation, []),
):
    translator.register(model, options)
    audit.keep_history(model, exclude=counted)  # now that it has a field in each language
for untranslated in (ItemDocument, Outcome):
    audit.keep_history(untranslated)
