// Drag the papers of a pack by their handles. What is dropped is sent by the form whose numbers and buttons do the same.
"use strict";

(() => {
  const form = document.getElementById("order");
  if (!form) return;
  const body = form.querySelector("#entries tbody");
  let held = null, before = "";
  const order = () => [...body.rows].map((row) => row.dataset.entry).join();

  form.classList.add("can-drag");
  body.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    held = grip.closest("tr");
    before = order();
    held.classList.add("is-dragged");
  });
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    const over = document.elementFromPoint(event.clientX, event.clientY);
    const row = over && over.closest("#entries tbody tr");
    if (!row || row === held) return;
    const box = row.getBoundingClientRect();
    const isBelow = event.clientY > box.top + box.height / 2;
    body.insertBefore(held, isBelow ? row.nextSibling : row);
  });
  const letGo = (isDrop) => {
    if (!held) return;
    held.classList.remove("is-dragged");
    held = null;
    if (order() === before) return;
    if (!isDrop) { window.location.reload(); return; }
    [...body.rows].forEach((row, place) => { row.querySelector(".pack-place").value = place + 1; });
    form.requestSubmit(form.querySelector("button[value=order]"));
  };
  document.addEventListener("pointerup", () => letGo(true));
  document.addEventListener("pointercancel", () => letGo(false));
})();
