from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from declarations.views import library, machines, papers

app_name = "declarations"


class SymbolConverter:
    """A symbol, with its slashes."""

    regex = r"CRM(?:/[A-Z0-9-]+){3}/[0-9]{2,}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SymbolConverter, "symbol")

urlpatterns = [
    path(_("documents/"), library.document_list, name="document-list"),
    path(_("documents/updates.atom"), machines.document_updates, name="document-updates"),
    path(_("documents/documents.csv"), machines.document_table, name="document-table"),
    path(_("documents/<symbol:symbol>/"), library.document_detail, name="document-detail"),
    path(_("documents/<symbol:symbol>/text.pdf"), library.document_text, name="document-text"),
    path(_("documents/<symbol:symbol>/cite.bib"), library.document_cite, {"form": "bib"}, name="document-bibtex"),
    path(_("documents/<symbol:symbol>/cite.ris"), library.document_cite, {"form": "ris"}, name="document-ris"),
    path(_("declarations/"), library.declaration_list, name="declaration-list"),
    path(_("plan-of-action/"), library.plan, name="plan"),
    path(_("intranet/papers/"), papers.paper_list, name="paper-list"),
    path(_("intranet/papers/<int:pk>/"), papers.paper_detail, name="paper-detail"),
    path(_("intranet/papers/<int:pk>/preview/"), papers.document_preview, name="document-preview"),
]
