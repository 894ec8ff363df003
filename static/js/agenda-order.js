// Lets the items of a session be dragged into another order; the buttons beside them do the same without a mouse.
const MOVED = "text/x-agenda-item";

for (const form of document.querySelectorAll("form[data-order]")) {
  const list = form.querySelector("ol");
  let dragged = null;
  for (const item of list.children) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      item.dataset.dragged = "";
      event.dataTransfer.setData(MOVED, item.id);
      event.dataTransfer.effectAllowed = "move";
    });
    item.addEventListener("dragend", () => {
      dragged = null;
      delete item.dataset.dragged;
    });
  }
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    const isBelow = event.clientY > box.top + box.height / 2;
    list.insertBefore(dragged, isBelow ? over.nextSibling : over);
  });
  list.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    form.submit();
  });
}
