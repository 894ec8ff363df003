/* Gives a name to what Django's admin leaves without one, so that screen readers can say it: the control that select2
 * puts in place of an autocomplete field takes the field's label, and the empty heading of tabular inlines stops
 * being a heading. */
"use strict";
{
    function nameControls() {
        for (const select of document.querySelectorAll("select.admin-autocomplete.select2-hidden-accessible")) {
            const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
            const control = select.parentElement.querySelector(".select2-selection");
            const shown = control?.querySelector(".select2-selection__rendered");
            const cell = select.closest("td");
            const heading = cell && cell.closest("table").querySelector("thead tr").cells[cell.cellIndex];
            const name = (label ?? heading)?.textContent.trim().replace(/:$/, "");
            if (control && name) {
                // What is chosen is in the control's own text, so the name carries both.
                control.setAttribute("aria-label", `${name}: ${shown?.getAttribute("title") ?? ""}`.replace(/: $/, ""));
                control.removeAttribute("aria-labelledby");
                shown?.setAttribute("aria-label", name);
            }
        }
    }

    function demoteEmptyHeadings() {
        for (const heading of document.querySelectorAll("th.original:empty")) {
            const cell = document.createElement("td");
            cell.className = heading.className;
            heading.replaceWith(cell);
        }
    }

    // select2 draws its controls at a moment of its own, again for each added inline, and anew for each choice.
    const isSelect2 = (node) => node instanceof Element && node.closest("[class*=select2]") !== null;
    const observer = new MutationObserver((changes) => {
        if (changes.some((change) => isSelect2(change.target) || [...change.addedNodes].some(isSelect2))) {
            nameControls();
        }
    });

    observer.observe(document.body, { childList: true, subtree: true });
    demoteEmptyHeadings();
    nameControls();
}
