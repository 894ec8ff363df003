from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from crm_portal.common import audit, registry


class ContributionsConfig(AppConfig):
    name = "contributions"
    verbose_name = _("Contributions")

    def ready(self) -> None:
        from contributions import history_loader  # models, so not before the apps are ready
        from contributions.models import Share

        audit.keep_history(Share)  # translated models: translation.py
        registry.navigation.add(registry.Entry(80, _("Contributions"), "contributions:scale"))
        registry.history_loaders.add(registry.HistoryLoader(30, history_loader.load))
        registry.public_pages.add(registry.PublicPages(30, lambda: [("contributions:scale", ())]))
        registry.public_tables.update(
            model._meta.db_table for model in self.get_models() if not audit.is_history(model)
        )
