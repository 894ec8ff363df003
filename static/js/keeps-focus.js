// A part of the page that keeps itself up to date is left alone while somebody is inside it; the next look brings the news.
document.addEventListener("htmx:beforeSwap", (event) => {
  const part = event.target.closest("[data-keeps-focus]");
  if (part && (part.contains(document.activeElement) || part.querySelector("details[open]"))) {
    event.detail.shouldSwap = false;
  }
});

// The number of answers is said when it changes, and nothing else of the part is read out.
document.addEventListener("htmx:afterSwap", () => {
  const said = document.querySelector("[data-said]");
  const count = document.querySelector("[data-count]");
  if (said && count && said.textContent !== count.dataset.count) said.textContent = count.dataset.count;
});
