// The desk without this file does all that it does with it. This makes it fast: keys, and no page loads.
"use strict";

(() => {
  const deck = document.querySelector("[data-deck]");
  const notice = document.getElementById("notice");
  // Comments decided on this page, the latest last: what `u` takes back where the current one is undecided.
  const decided = [];
  let current = -1;

  const cards = () => [...deck.querySelectorAll(".card")];
  const isDecided = (card) => card.classList.contains("is-decided");

  const tell = (message, warning) => {
    const line = document.createElement("p");
    line.textContent = message;
    notice.replaceChildren(line);
    notice.classList.toggle("is-warning", Boolean(warning));
  };

  const move = (to, quietly) => {
    const all = cards();
    if (to < 0 || to >= all.length) return;
    all.forEach((card, place) => card.classList.toggle("is-current", place === to));
    current = to;
    all[to].focus({ preventScroll: true });
    if (!quietly) all[to].scrollIntoView({ block: "nearest" });
  };

  const onward = () => {
    const all = cards();
    const next = all.findIndex((card, place) => place > current && !isDecided(card));
    if (next >= 0) return move(next);
    const more = document.querySelector("a[rel=next]");
    const left = all.findIndex((card) => !isDecided(card));
    if (left >= 0) move(left);
    else if (more) location.assign(more.href);
    else move(current);
  };

  const countSelected = () => {
    const label = deck.querySelector("[data-selected]");
    const many = deck.querySelectorAll("input[name=id]:checked").length;
    label.dataset.plain ??= label.textContent;
    label.textContent = many ? label.dataset.selected.replace("#", many) : label.dataset.plain;
  };

  const show = (answer) => {
    for (const [id, html] of Object.entries(answer.cards)) {
      const old = document.getElementById(`comment-${id}`);
      if (!old) continue;
      const template = document.createElement("template");
      template.innerHTML = html;
      old.replaceWith(template.content.querySelector(".card"));
    }
    for (const name of ["waiting", "labels"]) {
      const place = document.getElementById(name);
      if (place) place.textContent = answer[name];
    }
    countSelected();
    tell(answer.message, answer.overtaken.length > 0);
  };

  const send = async (name, value) => {
    const form = new FormData(deck);
    form.set(name, value);
    if (name !== "many") form.delete("id");
    const body = new URLSearchParams(form);
    try {
      const response = await fetch(deck.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) return location.reload();
      const answer = await response.json();
      show(answer);
      const undone = value.startsWith("undo");
      for (const id of answer.changed) {
        const place = decided.indexOf(id);
        if (place >= 0) decided.splice(place, 1);
        if (!undone) decided.push(id);
      }
      const back = undone && answer.changed.length ? document.getElementById(`comment-${answer.changed[0]}`) : null;
      if (back) move(cards().indexOf(back));
      else if (answer.overtaken.length) move(current);
      else onward();
    } catch {
      location.reload();
    }
  };

  const act = (kind) => {
    const many = deck.querySelectorAll("input[name=id]:checked").length;
    if (many && kind !== "undo") return send("many", kind);
    const card = cards()[current];
    if (kind === "undo" && (!card || !isDecided(card))) {
      if (decided.length) send("one", `undo:${decided.at(-1)}`);
    } else if (card) {
      send("one", `${kind}:${card.dataset.id}`);
    }
  };

  const help = document.getElementById("keys");
  const keys = {
    s: () => act("spam"),
    h: () => act("ham"),
    u: () => act("undo"),
    j: () => move(Math.min(current + 1, cards().length - 1)),
    k: () => move(Math.max(current - 1, 0)),
    x: () => {
      const box = cards()[current]?.querySelector("input[name=id]");
      if (box) box.checked = !box.checked;
      countSelected();
    },
    a: () => cards()[current]?.querySelector("[data-act=alike]")?.click(),
    "?": () => (help.open ? help.close() : help.showModal()),
  };

  if (deck) {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
      if (help.open && event.key !== "?") return;
      const pressed = keys[event.key];
      if (!pressed) return;
      event.preventDefault();
      pressed();
    });
    deck.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (!button?.name) return;
      event.preventDefault();
      const card = button.closest(".card");
      if (card) current = cards().indexOf(card);
      send(button.name, button.value);
    });
    deck.addEventListener("change", countSelected);
    const button = deck.querySelector("[data-help]");
    button.hidden = false;
    button.addEventListener("click", keys["?"]);
    if (location.pathname.endsWith("/queue")) move(0, true);
  }

  for (const choice of document.querySelectorAll("[data-submit]")) {
    choice.addEventListener("change", () => choice.form.requestSubmit());
  }

  const training = document.getElementById("training");
  if (training) {
    const look = async () => {
      const response = await fetch("/desk/models/training", { headers: { Accept: "application/json" } });
      const state = response.ok ? await response.json() : { running: false };
      if (!state.running) return location.reload();
      if (state.step) training.textContent = training.dataset.running.replace("#", () => state.step);
      setTimeout(look, 1000);
    };
    setTimeout(look, 1000);
  }
})();
