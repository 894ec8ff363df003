"""Web pages. What is kept is a page written anew from what it says: no script, no style, no picture from elsewhere."""

import html
import re

import nh3

from crm_portal.common.files.inspection import text
from crm_portal.common.files.kinds import HTML

TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "div", "span", "blockquote", "pre", "code", "cite", "q"),
    *("a", "b", "strong", "i", "em", "u", "s", "sub", "sup", "small", "abbr", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "section", "article", "header", "footer"),
}
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "*": {"lang", "dir"},
}
SCHEMES = {"http", "https", "mailto"}
TITLE = re.compile(r"<title\b[^>]*>([^<]*)</title", re.IGNORECASE)
LANGUAGE = re.compile(r"<html\b[^>]*?\blang\s*=\s*[\"']?([a-z]{2}(?:-[a-z0-9]{2,8})?)\b", re.IGNORECASE)


def redrawn(data: bytes) -> bytes:
    """The same words, headings, lists, tables and links in a plain page. Raises RefusedError unless it is UTF-8."""
    text.inspect(data, HTML)
    page = data.decode("utf-8-sig")
    body = nh3.clean(page, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, strip_comments=True)
    title, language = TITLE.search(page), LANGUAGE.search(page)
    words = html.escape(html.unescape(title[1]).strip()) if title else ""
    marked = f' lang="{language[1].lower()}"' if language else ""
    head = f'<!DOCTYPE html>\n<html{marked}><head><meta charset="utf-8"><title>{words}</title></head>'
    return f"{head}<body>\n{body.strip()}\n</body></html>\n".encode()
