from collections.abc import Iterator

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common import registry


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members and bodies")

    def ready(self) -> None:
        import members.checks  # noqa: F401  # registers itself
        from members import demo, history_loader, presentation, sessions  # models, so not before the apps are ready

        sessions.watch()
        registry.navigation.add(
            registry.Entry(10, _("Home"), "home"),
            registry.Entry(20, _("The Conference"), "members:about"),
            registry.Entry(30, _("How it works"), "members:structure"),
            registry.Entry(40, _("Members"), "members:member-list"),
            registry.Entry(50, _("Observers"), "members:observer-list"),
            registry.Entry(60, _("Presidency"), "members:presidency"),
        )
        registry.footer.add(
            registry.Entry(10, _("Civil society"), "members:civil-society"),
            registry.Entry(20, _("Partner organisations"), "members:partnership-list"),
            registry.Entry(90, _("Accessibility"), "accessibility"),
        )
        registry.home_panels.add(
            registry.HomePanel("hero", 10, "members/_home_presidency.html", presentation.home_presidency),
            registry.HomePanel("history", 10, "members/_home_terms.html", presentation.home_terms),
        )
        registry.figures.add(registry.Figures(10, presentation.figures))
        registry.desk_notices.append(presentation.missing_presidency)
        registry.history_loaders.add(registry.HistoryLoader(10, history_loader.load))
        registry.demo_loaders.add(registry.DemoLoader(10, demo.load))
        registry.public_pages.add(registry.PublicPages(10, public_pages))
        registry.public_tables.update(
            model._meta.db_table
            for model in self.get_models()
            if model.__name__ not in {"User", "Institution", "FactorReset"}
        )


def public_pages() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every public page of this app, by URL name and arguments."""
    from members.models import Body, Party, PartyStatus

    for name in (
        "about",
        "structure",
        "member-list",
        "observer-list",
        "civil-society",
        "partnership-list",
        "presidency",
    ):
        yield f"members:{name}", ()
    for slug in Body.objects.presented().values_list("slug", flat=True):
        yield "members:body-detail", (slug,)
    for party in Party.objects.with_status(PartyStatus.Status.MEMBER, timezone.localdate()):
        yield "members:member-detail", (party.slug,)
