from modeltranslation.translator import TranslationOptions, translator

from crm_portal.common import audit
from crm_portal.site.models import ActivityReport, News, Notice, PageText, ReportText


class NewsTranslation(TranslationOptions):
    fields = ("title", "summary", "text")
    required_languages = {"es": ("title",)}


class NoticeTranslation(TranslationOptions):
    fields = ("text",)
    required_languages = ("es", "en")


class PageTextTranslation(TranslationOptions):
    fields = ("place", "text")
    required_languages = ("es", "en")


class ReportTextTranslation(TranslationOptions):
    fields = ("title", "text")


for model, options in (
    (News, NewsTranslation),
    (Notice, NoticeTranslation),
    (PageText, PageTextTranslation),
    (ReportText, ReportTextTranslation),
):
    translator.register(model, options)
    audit.keep_history(model)  # now that it has a field in each language

audit.keep_history(ActivityReport, exclude=["figures"])  # written once, and never changed: the row itself keeps them
