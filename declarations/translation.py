from modeltranslation.translator import TranslationOptions, translator

from crm_portal.common import audit
from declarations.models import (
    Axis,
    Consultation,
    ConsultationText,
    Document,
    Extension,
    Paragraph,
    Round,
    Subtheme,
    Theme,
)


class NameTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("es", "en")


class DocumentTranslation(TranslationOptions):
    fields = ("title", "summary", "withdrawal_reason")
    required_languages = {"es": ("title",)}


class ParagraphTranslation(TranslationOptions):
    fields = ("text",)


class ConsultationTranslation(TranslationOptions):
    fields = ("title", "skip_reason", "outcome_reason", "report")
    required_languages = {"es": ("title",)}


class RoundTranslation(TranslationOptions):
    fields = ("edited_reason",)


class ExtensionTranslation(TranslationOptions):
    fields = ("reason",)


translator.register(Extension, ExtensionTranslation)  # only added to: it is its own history
for model, options in (
    (Axis, NameTranslation),
    (Theme, NameTranslation),
    (Subtheme, NameTranslation),
    (Document, DocumentTranslation),
    (Paragraph, ParagraphTranslation),
    (Consultation, ConsultationTranslation),
    (ConsultationText, ParagraphTranslation),
    (Round, RoundTranslation),
):
    translator.register(model, options)
    audit.keep_history(model)  # now that it has a field in each language
