from modeltranslation.translator import TranslationOptions, translator

from crm_portal.common import audit
from reserve_fund.models import Rule, Vulnerability


class RuleTranslation(TranslationOptions):
    fields = ("text", "value")
    required_languages = {"es": ("text",), "en": ("text",)}


class VulnerabilityTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("es", "en")


translator.register(Rule, RuleTranslation)
translator.register(Vulnerability, VulnerabilityTranslation)
for model in (Rule, Vulnerability):  # now that they have a field in each language
    audit.keep_history(model)
