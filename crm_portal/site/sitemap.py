"""The public pages, as search engines want them listed."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from crm_portal.common import registry

Page = tuple[str, tuple[str, ...]]
OWN_PAGES: list[Page] = [("home", ()), ("accessibility", ()), ("privacy", ()), ("terms", ()), ("search", ())]


class PublicPagesSitemap(Sitemap):
    """Each page in both languages, each naming the other."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> list[Page]:
        return [*OWN_PAGES, *(page for source in registry.public_pages for page in source.pages())]

    def location(self, item: Page) -> str:
        name, arguments = item
        return reverse(name, args=arguments)
