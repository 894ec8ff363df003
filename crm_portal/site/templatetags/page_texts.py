"""The texts of pages that staff edit: `{% page_text "about" %}` or, for a paragraph, `{% page_line "about-lead" %}`."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from crm_portal.common import page_cache
from crm_portal.common.formatted import formatted
from crm_portal.site.models import PageText

register = template.Library()


def stored() -> dict[str, PageText]:
    """All of them, by their slots."""
    return {text.slot: text for text in PageText.objects.all()}


@register.simple_tag(takes_context=True)
def page_line(context: Context, slot: str) -> str:
    """A text of one paragraph, as it is; an empty one where it is not on record."""
    texts = page_cache.known(context["request"], "page texts", stored)
    return str(texts[slot].text) if slot in texts else ""


@register.simple_tag(takes_context=True)
def page_text(context: Context, slot: str) -> SafeString:
    """A text with its structure."""
    return formatted(page_line(context, slot))
