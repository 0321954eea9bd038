// Drag items into the grid, within it and back to the tray. Every drop is sent to the address of the form that does the
// same; the server checks it and answers with the board as it is then, after a refusal as well.
"use strict";

(() => {
  const FAR = 6; // Pixels below which a press is a click.
  const EDGE = 48; // Pixels from the window's edge within which it scrolls along.
  let drag = null;

  const board = () => document.getElementById("plan-board");
  const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  function prepare() {
    const root = board();
    root.classList.add("can-drag");
    root.querySelectorAll(".plan-drag-hint").forEach((hint) => { hint.hidden = false; });
    root.querySelectorAll("[data-item]").forEach((item) => {
      const handle = document.createElement("span");
      handle.className = "plan-handle";
      handle.setAttribute("aria-hidden", "true");
      handle.textContent = "⠿";
      item.append(handle);
    });
  }

  function within(start, length, at) { return start <= at && at < start + length; }

  // Where a point lies: in the tray, or in a room's column and a row of time. Cells that span rows hide them, so the
  // headings decide.
  function targetAt(x, y) {
    const tray = board().querySelector("aside").getBoundingClientRect();
    if (within(tray.left, tray.width, x) && within(tray.top, tray.height, y)) return { tray: true };
    const frame = board().querySelector(".plan-scroll").getBoundingClientRect();
    if (!within(frame.left, frame.width, x)) return null;
    const column = [...board().querySelectorAll(".plan-grid thead th[data-room]")].find((head) => {
      const box = head.getBoundingClientRect();
      return within(box.left, box.width, x);
    });
    const row = [...board().querySelectorAll(".plan-grid tbody tr")].find((line) => {
      const box = line.getBoundingClientRect();
      return within(box.top, box.height, y);
    });
    if (!column || !row) return null;
    return {
      room: column.dataset.room,
      start: row.dataset.start,
      words: `${column.firstChild.textContent}, ${row.querySelector("th").textContent}`,
      row,
    };
  }

  function begin() {
    drag.ghost = document.createElement("div");
    drag.ghost.className = "plan-ghost";
    drag.ghost.setAttribute("aria-hidden", "true");
    document.body.append(drag.ghost);
    drag.item.classList.add("is-dragged");
    document.body.classList.add("has-drag");
    window.getSelection().removeAllRanges();
  }

  function mark(target) {
    board().querySelectorAll(".plan-target").forEach((each) => each.classList.remove("plan-target"));
    if (!target) return;
    const shown = target.tray ? board().querySelector("aside") : target.row;
    shown.classList.add("plan-target");
  }

  function move(event) {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (!drag.ghost) {
      if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
      begin();
    }
    event.preventDefault();
    const target = targetAt(event.clientX, event.clientY);
    const title = drag.item.dataset.title;
    drag.ghost.textContent = target && target.words ? `${title}: ${target.words}` : title;
    drag.ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`;
    mark(target);
    if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, 12);
    if (event.clientY < EDGE) window.scrollBy(0, -12);
  }

  function end() {
    if (drag.ghost) drag.ghost.remove();
    drag.item.classList.remove("is-dragged");
    document.body.classList.remove("has-drag");
    mark(null);
    drag = null;
  }

  function drop(event) {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { item, ghost } = drag;
    end();
    if (!ghost) return;
    // The click that follows a drag must not open the item.
    window.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
    const target = targetAt(event.clientX, event.clientY);
    if (!target) return;
    const sent = new URLSearchParams({ version: item.dataset.version });
    if (target.tray) {
      if (item.dataset.trayUrl) send(item.dataset.trayUrl, sent);
      return;
    }
    sent.set("place", `${target.room}@${target.start}`);
    send(item.dataset.placeUrl, sent);
  }

  function swallow(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  async function send(url, sent) {
    board().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, {
        method: "POST",
        body: sent,
        headers: { "X-CSRFToken": token(), "HX-Request": "true" },
        redirect: "error",
      });
      const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = parsed.getElementById("plan-board");
      if (!fresh) throw new Error(String(answer.status));
      board().replaceWith(document.adoptNode(fresh));
      prepare();
      const said = fresh.dataset.refused || fresh.dataset.said;
      document.getElementById("plan-said").textContent = said;
    } catch {
      // Signed out, offline, or a fault: the page is loaded anew and says which.
      window.location.reload();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    prepare();
    document.addEventListener("pointerdown", (event) => {
      const item = event.target.closest(".can-drag [data-item]");
      const isHandle = event.target.closest(".plan-handle");
      // A finger scrolls the page unless it takes the handle; in the list on a phone nothing is dragged.
      if (!item || event.button !== 0 || (event.pointerType !== "mouse" && !isHandle)) return;
      if (event.target.closest("button, .btn") || getComputedStyle(board().querySelector("thead")).display === "none") return;
      drag = { item, pointer: event.pointerId, x: event.clientX, y: event.clientY, ghost: null };
    });
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", drop);
    document.addEventListener("pointercancel", () => { if (drag) end(); });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && drag) end(); });
    document.addEventListener("dragstart", (event) => { if (event.target.closest("[data-item]")) event.preventDefault(); });
  });
})();
