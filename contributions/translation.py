from modeltranslation.translator import TranslationOptions, translator

from contributions.models import Scale
from crm_portal.common import audit


class ScaleTranslation(TranslationOptions):
    fields = ("approved_by", "note")
    required_languages = {"es": ("approved_by",), "en": ("approved_by",)}


translator.register(Scale, ScaleTranslation)
audit.keep_history(Scale)  # now that it has a field in each language
