from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from crm_portal.common import audit, registry
from crm_portal.common.access import Level
from crm_portal.common.files.doors import Door, doors
from crm_portal.common.ledger import ledgers
from crm_portal.common.outbox import kinds
from crm_portal.common.pdf import kinds as pdf_kinds

HISTORIES = (
    "Account",
    "Allocation",
    "Assessment",
    "BankAccount",
    "BankLine",
    "BankStatement",
    "BudgetAgreement",
    "BudgetComment",
    "BudgetLine",
    "BudgetTransfer",
    "ContributionPeriod",
    "CreditNote",
    "Expenditure",
    "InKindContribution",
    "Invoice",
    "PaperRequest",
    "Payment",
    "ProjectExpenditure",
    "ProjectReceipt",
    "ProjectReport",
    "ProofOfPayment",
    "Refund",
    "Share",
)
"""The models whose rows keep every state they had; those with texts in both languages are in translation.py."""


CONTRIBUTIONS = "contributions:my-contributions"


class ContributionsConfig(AppConfig):
    name = "contributions"
    verbose_name = _("Contributions")

    def ready(self) -> None:
        from contributions import (
            at_handover,
            bank_statements,
            booking,
            budget_execution,
            budget_worklist,
            country_tasks,
            demo,
            demo_receivables,
            history_loader,
            letters,
            papers_to_sign,
            printouts,
            projects,
            proofs,
            reminders,
            reported,
            scale_files,
            worklist,
        )  # models, so not before the apps are ready
        from contributions.deeds import DEEDS
        from contributions.matrix import BUDGET, PROJECT, SCALE_DRAFT, VOUCHER
        from contributions.models import Entry, Scale, Share

        for name in HISTORIES:
            audit.keep_history(self.get_model(name))
        ledgers.register(Entry)
        registry.deed_labels.update(DEEDS)
        registry.intranet_pages.add(
            registry.IntranetEntry(
                24,
                _("Contributions"),
                CONTRIBUTIONS,
                lambda user: user.has_perm("contributions.read_contributions"),
            ),
            registry.IntranetEntry(
                52,
                _("Budget"),
                "contributions:budget-list",
                lambda user: user.standing.level(BUDGET) >= Level.READ,
                under=CONTRIBUTIONS,
            ),
            registry.IntranetEntry(
                53,
                _("Bank statements"),
                "contributions:bank-statement-list",
                lambda user: user.standing.level(VOUCHER) >= Level.READ,
                under=CONTRIBUTIONS,
            ),
            registry.IntranetEntry(
                54,
                _("Projects"),
                "contributions:project-list",
                lambda user: user.standing.level(PROJECT) >= Level.READ,
                under=CONTRIBUTIONS,
            ),
            registry.IntranetEntry(
                56,
                _("Scale of contributions"),
                "contributions:scale-drafts",
                lambda user: user.standing.level(SCALE_DRAFT) >= Level.READ,
                under=CONTRIBUTIONS,
            ),
        )
        registry.worklists.add(
            registry.Worklist(24, country_tasks.tasks),
            registry.Worklist(50, worklist.tasks),
            registry.Worklist(52, budget_worklist.tasks),
        )
        registry.calendars.add(
            registry.Calendar(24, country_tasks.due_dates), registry.Calendar(52, projects.deadlines)
        )
        doors.add(Door(booking.DOOR, readable=booking.readable_vouchers))
        doors.add(Door(bank_statements.DOOR, readable=bank_statements.readable_files))
        doors.add(Door(proofs.DOOR, readable=proofs.readable_files))
        doors.add(Door(papers_to_sign.DOOR, readable=papers_to_sign.readable_files))
        registry.handover_sections.add(registry.HandoverSection(50, _("Unpaid contributions"), at_handover.tasks))
        doors.add(Door(projects.DOOR, readable=projects.readable_files))
        pdf_kinds.register(*budget_execution.kinds())
        pdf_kinds.register(*printouts.KINDS, *scale_files.KINDS)
        kinds.register(*letters.KINDS, *reminders.KINDS)
        registry.demo_loaders.add(registry.DemoLoader(40, demo.load), registry.DemoLoader(41, demo_receivables.load))
        registry.report_sections.add(reported.SECTION)
        registry.navigation.add(registry.Entry(80, _("Contributions"), "contributions:scale"))
        registry.history_loaders.add(registry.HistoryLoader(30, history_loader.load))
        registry.public_pages.add(registry.PublicPages(30, lambda: [("contributions:scale", ())]))
        registry.public_tables.update(model._meta.db_table for model in (Scale, Share))
