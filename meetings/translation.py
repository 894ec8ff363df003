from modeltranslation.translator import TranslationOptions, translator

from crm_portal.common import audit
from meetings.models import (
    ActivityCount,
    AgendaItem,
    Convocation,
    Delegate,
    Delegation,
    ItemComment,
    ItemDocument,
    ItemGrant,
    ItemProposal,
    LogisticsPaper,
    LogisticsTask,
    Meeting,
    MeetingInvitation,
    Outcome,
    PartyPresence,
    Session,
    SpeakingSlot,
    VersionItem,
)

BOTH = ("es", "en")


class MeetingTranslation(TranslationOptions):
    fields = ("title", "theme", "place", "cancellation_reason", "certainty")
    required_languages = {"es": ("title",)}


class SessionTranslation(TranslationOptions):
    fields = ("title",)


class AgendaItemTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = {"es": ("title",)}


class VersionItemTranslation(TranslationOptions):
    fields = ("title", "session_title")


class LogisticsTaskTranslation(TranslationOptions):
    fields = ("note",)


class ConvocationTranslation(TranslationOptions):
    fields = ("text",)
    required_languages = BOTH


class ActivityCountTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = BOTH


for model, options, counted in (
    (Meeting, MeetingTranslation, ["changed_at", "sequence"]),
    (Session, SessionTranslation, ["changed_at", "sequence"]),
    (AgendaItem, AgendaItemTranslation, ["changed_at"]),
    (LogisticsTask, LogisticsTaskTranslation, []),
    (Convocation, ConvocationTranslation, []),
    (ActivityCount, ActivityCountTranslation, []),
):
    translator.register(model, options)
    audit.keep_history(model, exclude=counted)  # now that it has a field in each language
translator.register(VersionItem, VersionItemTranslation)
# Versions of agendas and their items are only added to: the rows are their own record.
for untranslated in (
    *(Delegation, ItemComment, ItemDocument, ItemGrant, ItemProposal, LogisticsPaper),
    *(Outcome, PartyPresence, SpeakingSlot),
):
    audit.keep_history(untranslated)
audit.keep_history(MeetingInvitation, exclude=["guest_name", "guest_address"])  # these are removed after a time
audit.keep_history(Delegate, exclude=["email"])  # which is taken out again
