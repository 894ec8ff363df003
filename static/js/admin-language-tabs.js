/* Shows the translated fields of an admin form one language at a time.
 *
 * modeltranslation renders one row for each language ("name_es", "name_en"). Neighbouring rows become one group with
 * a tab for each language; choosing a language in one group chooses it in all. Without this script every row stays
 * visible. A language with an error is marked, and shown first.
 */
"use strict";
{
    const NAMES = { es: "Español", en: "English" };
    const ROW = /(?:^|\s)field-\w+_(es|en)(?:\s|$)/;
    let groups = 0;

    const languageOf = (row) => (row.matches(".form-row:not(.form-multiline)") ? row.className.match(ROW)?.[1] : undefined);
    const hasError = (panel) => panel.querySelector(".errorlist") !== null;

    function choose(language) {
        for (const tab of document.querySelectorAll(".language-tabs [role=tab]")) {
            const isChosen = tab.dataset.language === language;
            tab.setAttribute("aria-selected", String(isChosen));
            tab.tabIndex = isChosen ? 0 : -1;
            document.getElementById(tab.getAttribute("aria-controls")).hidden = !isChosen;
        }
    }

    function moveFocus(event) {
        const tabs = [...event.currentTarget.children];
        const here = tabs.indexOf(event.target);
        const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 }[event.key];
        if (next === undefined) {
            return;
        }
        event.preventDefault();
        const tab = tabs[(next + tabs.length) % tabs.length];
        choose(tab.dataset.language);
        tab.focus();
    }

    function group(rows) {
        const languages = [...new Set(rows.map(languageOf))];
        if (languages.length < 2) {
            return;
        }
        const box = document.createElement("div");
        box.className = "language-tabs";
        const list = document.createElement("div");
        list.setAttribute("role", "tablist");
        list.setAttribute("aria-label", "Español / English");
        list.addEventListener("keydown", moveFocus);
        rows[0].before(box);
        box.append(list);
        groups += 1;
        for (const language of languages) {
            const panel = document.createElement("div");
            panel.id = `language-panel-${groups}-${language}`;
            panel.setAttribute("role", "tabpanel");
            panel.append(...rows.filter((row) => languageOf(row) === language));
            const tab = document.createElement("button");
            tab.type = "button";
            tab.id = `language-tab-${groups}-${language}`;
            tab.lang = language;
            tab.dataset.language = language;
            tab.textContent = NAMES[language] + (hasError(panel) ? " (!)" : "");
            tab.setAttribute("role", "tab");
            tab.setAttribute("aria-controls", panel.id);
            tab.addEventListener("click", () => choose(language));
            panel.setAttribute("aria-labelledby", tab.id);
            list.append(tab);
            box.append(panel);
        }
    }

    function groupRowsIn(root) {
        // Rows of an inline's template are grouped when the template has become a form.
        const all = [...root.querySelectorAll(".form-row")].filter((row) => languageOf(row) && !row.closest(".empty-form, .language-tabs"));
        let run = [];
        for (const row of all) {
            if (run.length && run[run.length - 1].nextElementSibling !== row) {
                group(run);
                run = [];
            }
            run.push(row);
        }
        if (run.length) {
            group(run);
        }
    }

    function start(root) {
        groupRowsIn(root);
        const wrong = [...document.querySelectorAll(".language-tabs [role=tabpanel]")].find(hasError);
        const shown = document.querySelector(".language-tabs [role=tab][aria-selected=true]");
        const own = document.documentElement.lang.slice(0, 2);
        choose(wrong ? wrong.id.slice(-2) : (shown?.dataset.language ?? (own in NAMES ? own : "es")));
    }

    const begin = () => {
        start(document);
        document.addEventListener("formset:added", (event) => start(event.target));
    };
    if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", begin);
    } else {
        begin();
    }
}
