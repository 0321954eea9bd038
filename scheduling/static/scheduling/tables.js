// Drag people of a seating plan by their handles: onto a table to move there, onto a person to change places.
// The drop posts to the address of the form; the server checks it and answers with the round as it stands then.
"use strict";

(() => {
  const FAR_ENOUGH = 6, WAIT = 120;
  const EDGE = 64; // Pixels from the window's edge within which the page goes along, by at most STEP a frame.
  const STEP = 14;
  let held = null;

  const round = () => document.getElementById("round");
  const address = (target) => {
    const query = new URLSearchParams({ round: round().dataset.round, person: held.row.dataset.person });
    if (target.dataset.person) query.set("partner", target.dataset.person);
    else query.set("table", target.dataset.table);
    return query;
  };
  const targetAt = (x, y) => {
    const found = document.elementFromPoint(x, y);
    const target = found && (found.closest("#round [data-person]") || found.closest("#round [data-table]"));
    const home = held.row.closest("[data-table]");
    if (!target || target === held.row || target === home || (home && home.contains(target))) return null;
    return target;
  };
  const show = (html) => {
    const strip = document.getElementById("effect");
    if (!strip) return;
    strip.innerHTML = html;
    strip.hidden = !html.trim();
  };

  async function preview(target) {
    const mine = held;
    let html = "";
    try {
      const answer = await fetch(`${round().dataset.move}?${address(target)}`, { headers: { "HX-Request": "true" } });
      if (answer.ok) html = await answer.text();
    } catch { /* No connection: the drop says so. */ }
    if (held === mine && held && held.target === target) show(html);
  }

  async function drop(target) {
    const body = address(target);
    body.set("version", round().dataset.version);
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    const headers = { "HX-Request": "true", "X-CSRFToken": token };
    let answer;
    try {
      answer = await fetch(round().dataset.move, { method: "POST", headers, body });
    } catch {
      round().querySelector(".effect-said").textContent = round().dataset.offline;
      return;
    }
    if (!answer.ok || answer.redirected) { window.location.reload(); return; }
    const made = document.createElement("template");
    made.innerHTML = await answer.text();
    const fresh = made.content.firstElementChild;
    const said = fresh.querySelector(".effect-said");
    const words = said.innerHTML;
    said.innerHTML = "";
    round().replaceWith(fresh);
    fresh.classList.add("can-drag");
    // A live region tells what is put into it once it stands on the page.
    window.requestAnimationFrame(() => { said.innerHTML = words; });
  }

  // Tables lie below one another on a tablet: whoever holds somebody at the edge of the window gets to the next ones.
  function go_along() {
    if (!held) return;
    const above = EDGE - held.atY, below = held.atY - (window.innerHeight - EDGE);
    const far = Math.min(EDGE, Math.max(above, below));
    if (held.moved && far > 0) {
      window.scrollBy({ top: Math.ceil(STEP * far / EDGE) * (above > 0 ? -1 : 1), behavior: "instant" });
      aim();
    }
    held.frame = window.requestAnimationFrame(go_along);
  }

  function aim() {
    const target = targetAt(held.atX, held.atY);
    if (target === held.target) return;
    if (held.target) held.target.classList.remove("is-target");
    window.clearTimeout(held.timer);
    held.target = target;
    show("");
    if (target) {
      target.classList.add("is-target");
      held.timer = window.setTimeout(() => preview(target), WAIT);
    }
  }

  function let_go() {
    if (!held) return;
    window.clearTimeout(held.timer);
    window.cancelAnimationFrame(held.frame);
    held.row.classList.remove("is-dragged");
    if (held.target) held.target.classList.remove("is-target");
    held = null;
    show("");
  }

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("#round .grip");
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    held = {
      row: grip.closest("[data-person]"), id: event.pointerId, x: event.clientX, y: event.clientY,
      atX: event.clientX, atY: event.clientY, target: null, timer: 0, frame: 0, moved: false,
    };
    go_along();
  });
  document.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.id) return;
    if (!held.moved && Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR_ENOUGH) return;
    held.moved = true;
    held.row.classList.add("is-dragged");
    held.atX = event.clientX;
    held.atY = event.clientY;
    aim();
  });
  document.addEventListener("pointerup", (event) => {
    if (!held || event.pointerId !== held.id) return;
    const target = held.target;
    if (target) drop(target);
    let_go();
  });
  document.addEventListener("pointercancel", let_go);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") let_go(); });
  document.addEventListener("DOMContentLoaded", () => { if (round()) round().classList.add("can-drag"); });
})();
