from modeltranslation.translator import TranslationOptions, translator

from crm_portal.common import audit
from crm_portal.site.models import News, Notice, PageText


class NewsTranslation(TranslationOptions):
    fields = ("title", "summary", "text")
    required_languages = {"es": ("title",)}


class NoticeTranslation(TranslationOptions):
    fields = ("text",)
    required_languages = ("es", "en")


class PageTextTranslation(TranslationOptions):
    fields = ("place", "text")
    required_languages = ("es", "en")


for model, options in ((News, NewsTranslation), (Notice, NoticeTranslation), (PageText, PageTextTranslation)):
    translator.register(model, options)
    audit.keep_history(model)  # now that it has a field in each language
