from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from crm_portal.common import audit, registry
from crm_portal.common.ledger import ledgers
from crm_portal.common.outbox import kinds
from crm_portal.common.pdf import kinds as pdf_kinds
from crm_portal.common.retention import Retention, retentions

HISTORIES = ("Publication", "Replenishment", "Reservation")
"""The models whose rows keep every state they had. Of cases the record of steps tells, and nothing personal is kept."""


class ReserveFundConfig(AppConfig):
    name = "reserve_fund"
    verbose_name = _("Reserve Fund")

    def ready(self) -> None:
        from reserve_fund import (  # models, so not before the apps are ready
            demo,
            erasing,
            filing_worklist,
            history_loader,
            letters,
            printouts,
            published_tables,
            queue,
            reported,
        )
        from reserve_fund.deeds import DEEDS
        from reserve_fund.models import Entry, Publication, Rule, Vulnerability

        for name in HISTORIES:
            audit.keep_history(self.get_model(name))
        ledgers.register(Entry)
        kinds.register(*letters.KINDS)
        registry.deed_labels.update(DEEDS | printouts.DEEDS)
        pdf_kinds.register(*printouts.KINDS)
        registry.report_sections.add(reported.SECTION)
        registry.intranet_pages.add(
            registry.IntranetEntry(
                60,
                _("Reserve Fund"),
                "reserve_fund:case-list",
                lambda user: user.has_perm("reserve_fund.handle_case"),
            ),
            registry.IntranetEntry(
                61,
                _("My cases of the Fund"),
                "reserve_fund:my-case-list",
                lambda user: user.has_perm("reserve_fund.begin_case"),
                under="reserve_fund:case-list",
            ),
            registry.IntranetEntry(
                62,
                _("Ledger of the Reserve Fund"),
                "reserve_fund:ledger",
                lambda user: user.has_perm("reserve_fund.read_ledger"),
                under="reserve_fund:case-list",
            ),
            registry.IntranetEntry(
                63,
                _("Statistics of the Fund"),
                "reserve_fund:publication-list",
                lambda user: any(user.has_perm(f"reserve_fund.{verb}_publication") for verb in ("prepare", "release")),
                under="reserve_fund:case-list",
            ),
        )
        registry.worklists.add(registry.Worklist(60, queue.tasks), registry.Worklist(61, filing_worklist.tasks))
        registry.personal_data.add(registry.PersonalData(90, "fund_cases_referred", queue.referred_by))
        registry.demo_loaders.add(registry.DemoLoader(60, demo.load))
        retentions.add(
            Retention(
                order=70,
                name="fund cases",
                kind=_("Personal data of a case of the Reserve Fund, with its files"),
                keeps=erasing.KEPT_AFTER_END,
                since=_("the end of the case"),
                ends=_(
                    "The key of the case is destroyed, so that nothing of it can be read in any copy. Its number and "
                    "its sums stay. Once the consent is withdrawn and the case has ended, this happens thirty days "
                    "after the withdrawal; with a draft that nobody writes in, ninety days after its last change."
                ),
                delete=lambda before: erasing.erase_due(before + erasing.KEPT_AFTER_END),
                commits_itself=True,
            )
        )

        registry.navigation.add(registry.Entry(70, _("Reserve Fund"), "reserve_fund:rules"))
        registry.history_loaders.add(registry.HistoryLoader(40, history_loader.load))
        registry.public_pages.add(registry.PublicPages(40, published_tables.public_pages))
        registry.public_tables.update(model._meta.db_table for model in (Publication, Rule, Vulnerability))
