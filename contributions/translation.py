from modeltranslation.translator import TranslationOptions, translator

from contributions.models import Scale


class ScaleTranslation(TranslationOptions):
    fields = ("approved_by", "note")
    required_languages = {"es": ("approved_by",), "en": ("approved_by",)}


translator.register(Scale, ScaleTranslation)
