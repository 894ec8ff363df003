from modeltranslation.translator import TranslationOptions, translator

from contributions.models import Budget, Project, Scale
from crm_portal.common import audit


class ScaleTranslation(TranslationOptions):
    fields = ("approved_by", "justification", "note")  # an approval asks for the first in both languages: scales.py


class BudgetTranslation(TranslationOptions):
    fields = ("title", "decision_words")
    required_languages = {"es": ("title",), "en": ("title",)}


class ProjectTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ("es", "en")


for model, options in ((Scale, ScaleTranslation), (Budget, BudgetTranslation), (Project, ProjectTranslation)):
    translator.register(model, options)
    audit.keep_history(model)  # now that it has a field in each language
