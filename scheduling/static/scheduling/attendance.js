// The list in the hall, with a bad connection: a tap shows at once, waits for its turn, and is sent until it has an
// answer. Each has an id of its own, so that the server notes it once however often it arrives, and says how long it
// waited. Taps lie in this window's memory and in sessionStorage (numbers only), so that reloading loses none.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-taps]");
  if (!form) return;
  const half = form.elements.half.value;
  const address = location.pathname;
  const store = `taps:${address}`;
  const wait = document.querySelector("[data-wait]");
  const said = document.querySelector("[data-said]");
  const count = document.querySelector("[data-there]");
  const search = document.getElementById("q");
  const ATTENDED = ["present", "partial", "remote"];
  const PATIENCE = 8000;
  const SLOWEST = 15000;
  const LOOK_AGAIN = 20000;
  let taps = [];
  let isSending = false;
  let asked = 0;
  let delay = 1000;
  let timer = 0;
  let isSignedOut = false;

  try { taps = JSON.parse(sessionStorage.getItem(store) || "[]"); } catch { taps = []; }

  const rowOf = (person) => form.querySelector(`[data-person="${person}"]`);

  const newId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  // The longer of two measures: one clock stands still while a tablet sleeps, the other may be set back meanwhile.
  // Too long is harmless (somebody is asked again), too short would overwrite what is newer.
  const waited = (tap) => {
    const byWall = Date.now() - tap.wall;
    const bySteady = tap.origin === performance.timeOrigin ? performance.now() - tap.steady : 0;
    return Math.max(0, Math.round(Math.max(byWall, bySteady)));
  };

  const keep = () => {
    try { sessionStorage.setItem(store, JSON.stringify(taps)); } catch { /* memory alone will do */ }
  };

  const show = (person, state) => {
    const row = rowOf(person);
    if (!row) return;
    row.dataset.state = state;
    row.querySelectorAll("[data-tap]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.tap === state));
      button.classList.remove("is-suggested");
    });
  };

  const draw = () => {
    const waiting = new Set(taps.filter((tap) => tap.half === half).map((tap) => String(tap.person)));
    let there = Number(count.dataset.others);
    form.querySelectorAll("[data-person]").forEach((row) => {
      row.toggleAttribute("data-waits", waiting.has(row.dataset.person));
      if (ATTENDED.includes(row.dataset.state)) there += 1;
    });
    if (count.textContent !== String(there)) count.textContent = String(there);
    const isWaiting = taps.length > 0 && (delay > 1000 || isSignedOut);
    const words = isSignedOut ? wait.dataset.signIn
      : taps.length === 1 ? wait.dataset.one : wait.dataset.many.replace("{n}", taps.length);
    if (isWaiting && wait.textContent !== words) wait.textContent = words;
    wait.hidden = !isWaiting;
  };

  const say = (words) => {
    said.textContent = words;
    said.hidden = !words;
  };

  const settle = (row, answer) => {
    if (!row) return;
    row.dataset.version = answer.version;
    const isNewest = !taps.some((tap) => tap.half === half && String(tap.person) === row.dataset.person);
    if (isNewest) show(row.dataset.person, answer.state);
  };

  const ask = async (options) => {
    const stop = new AbortController();
    const alarm = setTimeout(() => stop.abort(), PATIENCE);
    try {
      return await fetch(`${address}?half=${half}`, {
        ...options, signal: stop.signal, redirect: "manual", headers: {Accept: "application/json"},
      });
    } finally {
      clearTimeout(alarm);
    }
  };

  const later = () => {
    delay = Math.min(delay * 2, SLOWEST);
    clearTimeout(timer);
    timer = setTimeout(send, delay * (0.75 + Math.random() / 2));
  };

  const send = async () => {
    if (isSending || !taps.length) return;
    isSending = true;
    asked += 1;
    const tap = taps[0];
    const body = new URLSearchParams({
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
      tap: `${tap.person}.${tap.state}.${tap.seen}`,
      half: tap.half, client_id: tap.id, waited: waited(tap),
    });
    try {
      const answer = await ask({method: "POST", body});
      isSignedOut = answer.type === "opaqueredirect" || answer.status === 403;
      // Only an answer that is surely about this tap takes it out of the queue.
      if (isSignedOut || answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
      const told = answer.headers.get("Content-Type").startsWith("application/json") ? await answer.json() : {};
      taps.shift();
      if (answer.ok) {
        // Later taps of this tablet about the same person have seen what this one has left.
        taps.forEach((each) => {
          if (each.person === tap.person && each.half === tap.half && told.applied) each.seen = told.version;
        });
        if (tap.half === half) settle(rowOf(tap.person), told);
        if (told.said) say(told.said);
      } else {
        say(told.refused || said.dataset.fallback || String(answer.status));
        if (tap.half === half) show(tap.person, "");
      }
      delay = 1000;
      keep();
      isSending = false;
      draw();
      if (taps.length) send(); else look();
    } catch {
      isSending = false;
      later();
      draw();
    }
  };

  const look = async () => {
    if (isSending || taps.length || document.hidden) return;
    asked += 1;
    const mine = asked;
    try {
      const answer = await ask({});
      if (!answer.ok) return;
      const {rows} = await answer.json();
      // What was asked later knows more: an answer that was slow must not put back what stands by now.
      if (taps.length || mine !== asked) return;
      rows.forEach((each) => settle(rowOf(each.person), each));
      draw();
    } catch { /* the next look comes by itself */ }
  };

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || !button.dataset.tap) return;
    event.preventDefault();
    const row = button.closest("[data-person]");
    // A double tap: the first is on its way, or stands already.
    if (row.dataset.state === button.dataset.tap) return;
    taps.push({
      id: newId(), person: row.dataset.person, half, state: button.dataset.tap, seen: row.dataset.version,
      wall: Date.now(), steady: performance.now(), origin: performance.timeOrigin,
    });
    say("");
    show(row.dataset.person, button.dataset.tap);
    keep();
    draw();
    send();
  });

  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    form.querySelectorAll("[data-person]").forEach((row) => {
      const text = row.querySelector(".hall-who").textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    });
  });

  window.addEventListener("online", () => { delay = 1000; send(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { send(); look(); } });
  window.addEventListener("beforeunload", (event) => { if (taps.length) event.preventDefault(); });
  setInterval(look, LOOK_AGAIN);
  taps.filter((tap) => tap.half === half).forEach((tap) => show(tap.person, tap.state));
  draw();
  send();
});
