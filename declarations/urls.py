from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from declarations.views import answering, conducting, consultations, library, machines, papers

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
    path(_("intranet/consultations/"), consultations.consultation_list, name="consultation-list"),
    path(_("intranet/consultations/new/<slug:kind>/"), conducting.consultation_begin, name="consultation-begin"),
    path(_("intranet/consultations/<int:pk>/"), consultations.consultation_detail, name="consultation-detail"),
    path(_("intranet/consultations/<int:pk>/text/"), conducting.consultation_write, name="consultation-write"),
    path(_("intranet/consultations/<int:pk>/send/"), conducting.consultation_send, name="consultation-send"),
    path(_("intranet/consultations/<int:pk>/do/<slug:verb>/"), conducting.consultation_do, name="consultation-do"),
    path(_("intranet/consultations/<int:pk>/skip/"), conducting.consultation_skip, name="consultation-skip"),
    path(_("intranet/consultations/<int:pk>/outcome/"), conducting.consultation_declare, name="consultation-declare"),
    path(_("intranet/consultations/<int:pk>/report/"), conducting.consultation_report, name="consultation-report"),
    path(_("intranet/consultations/<int:pk>/time/"), conducting.consultation_extend, name="consultation-extend"),
    path(_("intranet/consultations/rounds/<int:pk>/"), consultations.round_board, name="round-board"),
    path(_("intranet/consultations/answers/<int:pk>/"), answering.position_answer, name="position-answer"),
    path(_("intranet/consultations/answers/<int:pk>/who/"), answering.respondent_name, name="respondent-name"),
    path(_("intranet/consultations/answers/<int:pk>/mail/"), answering.position_record, name="position-record"),
    path(_("intranet/papers/"), papers.paper_list, name="paper-list"),
    path(_("intranet/papers/<int:pk>/"), papers.paper_detail, name="paper-detail"),
    path(_("intranet/papers/<int:pk>/preview/"), papers.document_preview, name="document-preview"),
]
