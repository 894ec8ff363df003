"""As a researcher would: find a declaration without typing an accent, cite it, change the language, share it."""

import pytest

SYMBOL = "CRM/GEN/2014/DECEXT/01"


@pytest.fixture
def library(history, transactional_db):
    """The printed history, where the served portal reads it."""


@pytest.mark.parametrize("width", [1280, 390])
def test_a_researcher_finds_cites_and_shares_the_managua_declaration(library, page, console, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/es/")

    # From the home page: the box in the masthead, or on a phone the page it stands for.
    if width < 960:
        page.locator(".account .to-search").click()
        page.wait_for_url("**/es/buscar/")
    box = page.locator("main [name=q]" if width < 960 else ".find [name=q]")
    box.fill("declaracion managua ninas migrantes")
    box.press("Enter")
    page.wait_for_url("**/es/buscar/?q=*")
    first = page.locator(".hits a").first
    assert first.inner_text().startswith("Declaración Extraordinaria de Managua")

    first.click()
    page.wait_for_url(f"**/es/documentos/{SYMBOL}/")
    citation = page.locator(".citation").inner_text()
    assert "Conferencia Regional sobre Migración" in citation
    assert SYMBOL in citation
    bibtex = page.context.request.get(page.locator("a", has_text="BibTeX").get_attribute("href"))
    assert (bibtex.status, "@techreport{" in bibtex.text()) == (200, True)

    page.locator(".account a[hreflang=en]").click()
    page.wait_for_url(f"**/en/documents/{SYMBOL}/")
    assert page.locator("h1").inner_text() == "Extraordinary Declaration of Managua on migrant children and adolescents"

    # The address that stays leads whoever gets it to the same document, in that person's own language.
    shared = page.locator("a[href*='/d/CRM/']").first.get_attribute("href")
    page.goto(shared[shared.index("/d/") :])
    page.wait_for_url(f"**/{SYMBOL}/")
    assert console == []
