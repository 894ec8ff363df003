from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from crm_portal.common import audit, registry


class ReserveFundConfig(AppConfig):
    name = "reserve_fund"
    verbose_name = _("Reserve Fund")

    def ready(self) -> None:
        from reserve_fund import history_loader  # models, so not before the apps are ready

        registry.navigation.add(registry.Entry(70, _("Reserve Fund"), "reserve_fund:rules"))
        registry.history_loaders.add(registry.HistoryLoader(40, history_loader.load))
        registry.public_pages.add(registry.PublicPages(40, lambda: [("reserve_fund:rules", ())]))
        registry.public_tables.update(
            model._meta.db_table for model in self.get_models() if not audit.is_history(model)
        )
