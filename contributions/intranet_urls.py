"""The addresses of this app in the intranet."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from contributions.views import bank, budgets, countries, invoices, projects, reminders, statements

urlpatterns = [
    path("", countries.my_contributions, name="my-contributions"),
    path(_("countries/<slug:slug>/"), countries.country, name="country"),
    path(_("countries/<slug:slug>/proof/"), countries.proof_hand_in, name="proof-hand-in"),
    path(_("countries/<slug:slug>/papers/"), countries.paper_list, name="paper-list"),
    path(_("countries/<slug:slug>/papers/ask/"), countries.paper_ask, name="paper-ask"),
    path(_("countries/<slug:slug>/all.zip"), countries.download_all, name="download-all"),
    path(_("invoices/<int:pk>/"), invoices.invoice_detail, name="invoice-detail"),
    path(_("invoices/<int:pk>/print/"), invoices.invoice_print, name="invoice-print"),
    path(_("payments/<int:pk>/"), invoices.payment_detail, name="payment-detail"),
    path(_("payments/<int:pk>/print/"), invoices.payment_print, name="payment-print"),
    path(_("reminders/"), reminders.reminders, name="reminders"),
    path(_("reminders/send/"), reminders.reminders_send, name="reminders-send"),
    path(_("status/"), statements.status, name="status"),
    path(_("status/status.csv"), statements.status_csv, name="status-csv"),
    path(_("status/print/"), statements.status_print, name="status-print"),
    path(_("countries/<slug:slug>/statement/"), statements.statement_page, name="statement"),
    path(_("countries/<slug:slug>/statement/statement.csv"), statements.statement_csv, name="statement-csv"),
    path(_("countries/<slug:slug>/statement/print/"), statements.statement_print, name="statement-print"),
    path(_("bank/"), bank.bank_statement_list, name="bank-statement-list"),
    path(_("bank/import/"), bank.bank_statement_import, name="bank-statement-import"),
    path(_("bank/<int:pk>/"), bank.bank_statement, name="bank-statement"),
    path(_("bank/<int:pk>/lines.csv"), bank.bank_statement_csv, name="bank-statement-csv"),
    path(_("bank/<int:pk>/reconciliation/"), bank.bank_reconciliation, name="bank-reconciliation"),
    path(_("bank/lines/<int:pk>/"), bank.bank_line, name="bank-line"),
    path(_("bank/lines/<int:pk>/set-aside/"), bank.bank_line_set_aside, name="bank-line-set-aside"),
    path(_("bank/lines/<int:pk>/take-up/"), bank.bank_line_take_up, name="bank-line-take-up"),
    path(_("budgets/"), budgets.budget_list, name="budget-list"),
    path(_("budgets/<int:pk>/"), budgets.budget_detail, name="budget-detail"),
    path(_("budgets/<int:pk>/execution.csv"), budgets.budget_csv, name="budget-csv"),
    path(_("budgets/<int:pk>/print/"), budgets.budget_print, name="budget-print"),
    path(_("budgets/<int:pk>/comment/"), budgets.budget_comment, name="budget-comment"),
    path(_("budgets/<int:pk>/agree/"), budgets.budget_agree, name="budget-agree"),
    path(_("budgets/<int:pk>/expenditures/"), budgets.expenditure_list, name="expenditure-list"),
    path(_("projects/"), projects.project_list, name="project-list"),
    path(_("projects/projects.csv"), projects.project_csv, name="project-csv"),
    path(_("projects/<int:pk>/"), projects.project_detail, name="project-detail"),
]
