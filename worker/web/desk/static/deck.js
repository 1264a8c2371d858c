// A list of comments that can be decided. It moves on at once; what the server says is shown when it has said it.
import { Outbox } from "./outbox.js";

// Undecided comments that are kept ready below the current one, so that no key meets an empty list.
const AHEAD = 30;
// Cards that are added between two frames: the browser lays each out for some milliseconds, and a key waits for that.
const AT_ONCE = 3;
// How long a message that is no warning stays.
const SHOWN_MS = 8000;
// Where comments are given to somebody.
const ASSIGN = "/desk/assign";

export class Deck {
  #form;
  #notice = document.getElementById("notice");
  #current = null;
  // The card that was selected last: where a range begins.
  #anchor = null;
  // Cards as the server last drew them, of those that were decided here and are not settled: what a failure goes back to.
  #settled = new Map();
  // The comments of each decision that was made on this page, the latest last.
  #made = [];
  #loading = null;
  #fading = null;
  #outbox = new Outbox((action) => this.#send(action), (...came) => this.#settle(...came));

  constructor(form) {
    this.#form = form;
    form.addEventListener("submit", (event) => this.#submitted(event));
    form.addEventListener("change", () => this.countSelected());
    form.addEventListener("click", (event) => {
      if (event.target.matches?.("input[name=id]")) this.#chosen(event.target.closest(".card"), event.shiftKey);
    });
    const whole = form.querySelector("[data-all]");
    whole.addEventListener("click", () => this.selectAll());
  }

  get cards() {
    return [...this.#form.querySelectorAll(".card:not(.skeleton)")];
  }

  get current() {
    return this.#current === null ? null : this.#card(this.#current);
  }

  move(card, quietly) {
    if (!card) return;
    this.current?.classList.remove("is-current");
    card.classList.add("is-current");
    this.#current = Number(card.dataset.id);
    card.focus({ preventScroll: true });
    if (!quietly) card.scrollIntoView({ block: "nearest" });
  }

  step(by) {
    const all = this.cards;
    this.move(all[Math.max(0, Math.min(all.length - 1, all.indexOf(this.current) + by))]);
  }

  // Select the current comment or let it go; with `range`, all from the last one that was chosen.
  select(range) {
    const box = this.current?.querySelector("input[name=id]");
    if (!box) return;
    box.checked = range || !box.checked;
    this.#chosen(this.current, range);
  }

  selectAll() {
    const boxes = this.cards.filter((card) => !this.#isDecided(card)).map((card) => card.querySelector("input[name=id]"));
    const all = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = all;
    this.countSelected();
  }

  #chosen(card, range) {
    const all = this.cards;
    const [from, to] = [all.indexOf(this.#anchor), all.indexOf(card)].sort((one, other) => one - other);
    if (range && from >= 0) {
      const state = card.querySelector("input[name=id]").checked;
      for (const one of all.slice(from, to + 1)) one.querySelector("input[name=id]").checked = state;
    }
    this.#anchor = card;
    this.countSelected();
  }

  countSelected() {
    const label = this.#form.querySelector("[data-selected]");
    const many = this.#selected().length;
    label.dataset.plain ??= label.textContent;
    label.textContent = many ? label.dataset.selected.replace("#", many.toLocaleString(document.documentElement.lang)) : label.dataset.plain;
  }

  // Decide the selected comments, else the current one; `undo` takes back the current one, else the last decision here.
  decide(kind) {
    const selected = this.#selected();
    if (kind === "undo") return this.#undo(selected);
    if (selected.length) return this.#act("many", kind, selected);
    const card = this.current;
    if (!card) return this.#tell(this.#say("nothing"), true);
    return this.#act("one", `${kind}:${card.dataset.id}`, [Number(card.dataset.id)]);
  }

  // Look at all that are nearly the same, to decide them together.
  alike() {
    this.current?.querySelector("[data-act=alike]")?.click();
  }

  // Fetch the next page's comments before they are needed.
  fill() {
    const next = document.querySelector("a[rel=next]");
    const left = this.cards.filter((card) => !this.#isDecided(card)).length;
    if (!next || this.#loading || left >= AHEAD) return;
    const skeleton = document.createElement("div");
    skeleton.className = "card skeleton";
    skeleton.setAttribute("aria-hidden", "true");
    this.#form.append(skeleton);
    this.#loading = this.#load(next, skeleton).finally(() => {
      skeleton.remove();
      this.#loading = null;
      if (!this.current) this.#onward();
    });
  }

  #card(id) {
    return document.getElementById(`comment-${id}`);
  }

  #say(name) {
    return this.#form.dataset[`say${name[0].toUpperCase()}${name.slice(1)}`];
  }

  #isDecided(card) {
    return card.classList.contains("is-decided");
  }

  #selected() {
    return [...this.#form.querySelectorAll("input[name=id]:checked")].map((box) => Number(box.value));
  }

  #tell(message, warning, undo) {
    const line = document.createElement("p");
    line.textContent = message;
    this.#notice.replaceChildren(line);
    if (undo) this.#notice.append(this.#button(this.#say("back"), undo));
    // Over the page, so that nothing below it moves.
    this.#notice.classList.add("is-over");
    clearTimeout(this.#fading);
    if (!warning) this.#fading = setTimeout(() => this.#notice.replaceChildren(), SHOWN_MS);
    this.#notice.classList.toggle("is-warning", Boolean(warning));
  }

  #submitted(event) {
    const button = event.submitter;
    if (!button?.name) return;
    event.preventDefault();
    if (button.hasAttribute("formaction")) return this.#pressed(button);
    if (button.name === "many") return this.decide(button.value);
    const card = button.closest(".card");
    this.move(card, true);
    const id = Number(card.dataset.id);
    this.#act(button.name, button.value, [id]);
  }

  // Take the selected comments, else the current one: this moderator is to look at them.
  take() {
    const selected = this.#selected();
    const ids = selected.length || !this.current ? selected : [Number(this.current.dataset.id)];
    if (!ids.length) return this.#tell(this.#say("nothing"), true);
    return this.#aside(ASSIGN, this.#of(ids, { many: "take" }));
  }

  #pressed(button) {
    const act = { [button.name]: button.value };
    if (button.name !== "many") return this.#aside(button.formAction, this.#of([], act));
    const ids = this.#selected();
    if (!ids.length) return this.#tell(this.#say("nothing"), true);
    return this.#aside(button.formAction, this.#of(ids, { ...act, to: this.#form.elements.to.value }));
  }

  #of(ids, act) {
    return new URLSearchParams([...Object.entries(act), ...ids.map((id) => ["id", id])]);
  }

  #button(label, pressed) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = label;
    button.addEventListener("click", pressed);
    return button;
  }

  // What is no decision: sent at once, and its cards are drawn anew.
  async #aside(address, body) {
    body.set("csrf", this.#form.elements.csrf.value);
    try {
      const response = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) throw new Error();
      const answer = await response.json();
      for (const box of body.has("id") ? this.#form.querySelectorAll("input[name=id]:checked") : []) box.checked = false;
      this.#draw(answer.cards, answer.seen);
      this.countSelected();
      const undo = answer.undo?.length && (() => this.#aside(ASSIGN, this.#of(answer.undo, { many: "undo" })));
      this.#tell(answer.message, false, undo);
    } catch {
      this.#tell(this.#say("failed"), true);
    }
  }

  #undo(selected) {
    const card = this.current;
    let ids = selected;
    if (!ids.length && card && this.#isDecided(card)) ids = [Number(card.dataset.id)];
    if (!ids.length) ids = this.#made.at(-1) ?? [];
    if (!ids.length) return this.#tell(this.#say("nothing"), true);
    return this.#act("many", "undo", ids);
  }

  // Show at once what is meant, and send it in its turn.
  #act(name, value, ids) {
    const kind = value.split(":")[0];
    for (const id of ids) this.#show(id, kind);
    this.#forget(ids);
    if (kind !== "undo") this.#made.push(ids);
    for (const box of this.#form.querySelectorAll("input[name=id]:checked")) box.checked = false;
    this.countSelected();
    this.#outbox.add({ name, value, ids: [...ids] });
    if (kind === "undo") this.move(this.#card(ids[0]));
    else this.#onward();
    this.fill();
  }

  // Leave these out of what `u` takes back.
  #forget(ids) {
    this.#made = this.#made.map((made) => made.filter((id) => !ids.includes(id))).filter((made) => made.length);
  }

  #show(id, kind) {
    const card = this.#card(id);
    if (!card) return;
    if (!this.#settled.has(id)) this.#settled.set(id, card.cloneNode(true));
    card.classList.remove("is-spam", "is-allow", "is-review", "is-failed");
    card.classList.add({ spam: "is-spam", ham: "is-allow" }[kind] ?? "is-review", "is-pending");
    card.classList.toggle("is-decided", kind !== "undo");
    card.querySelector("[data-act=undo]").hidden = kind === "undo";
    card.querySelector("[data-state]").textContent = this.#say(kind);
  }

  #onward() {
    const all = this.cards;
    const here = all.indexOf(this.current);
    const open = (card) => !this.#isDecided(card);
    const next = all.find((card, place) => place > here && open(card)) ?? all.find(open);
    if (next) return this.move(next);
    // None is the current one, so that no further key changes what has just been decided.
    this.current?.classList.remove("is-current");
    this.#current = null;
    if (this.#loading) return this.#tell(this.#say("loading"));
    return this.#tell(this.#say("end"));
  }

  async #load(next, skeleton) {
    const response = await fetch(next.href);
    if (!response.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const following = page.querySelector("a[rel=next]");
    const cards = [...page.querySelectorAll("[data-deck] .card")].filter((card) => !this.#card(card.dataset.id));
    while (cards.length) {
      await this.#frame();
      skeleton.remove();
      this.#form.append(...cards.splice(0, AT_ONCE));
      if (!this.current) this.#onward();
    }
    if (following) next.href = following.href;
    else next.remove();
  }

  // Wait until a frame has been painted; none is of a page that nobody sees.
  #frame() {
    return new Promise((done) => (document.hidden ? setTimeout(done) : requestAnimationFrame(() => setTimeout(done))));
  }

  async #send(action) {
    const body = new URLSearchParams({ csrf: this.#form.elements.csrf.value });
    body.set(action.name, action.value);
    if (action.name === "many") for (const id of action.ids) body.append("id", id);
    for (const id of action.ids) {
      const seen = this.#card(id)?.querySelector("input[name=seen]");
      if (seen && !seen.value.endsWith(":0")) body.append("seen", seen.value);
    }
    const response = await fetch(this.#form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) throw new Error(response.redirected ? "expired" : "failed");
    return response.json();
  }

  async #settle(action, answer, error) {
    if (error) return this.#failed(action, error);
    this.#draw(answer.cards, answer.seen);
    this.#forget(answer.overtaken);
    // The comments of an action that the server left as they were, and drew no card of.
    for (const id of action.ids) if (!(id in answer.cards)) this.#restore(id);
    for (const name of ["waiting", "labels"]) {
      const place = document.getElementById(name);
      if (place) place.textContent = answer[name];
    }
    this.countSelected();
    this.#tell(answer.message, answer.overtaken.length > 0);
  }

  // Nobody knows what a failed request came to: ask how the comments stand, and say what is not as it was meant.
  async #failed(action, error) {
    this.#outbox.dropUndoOf(action.ids);
    let now = null;
    try {
      const response = await fetch(`/desk/cards?${new URLSearchParams(action.ids.map((id) => ["id", id]))}`);
      if (response.ok && !response.redirected) now = await response.json();
    } catch {
      // Said below.
    }
    const kind = action.value.split(":")[0];
    const lost = now ? action.ids.filter((id) => !this.#stands(now, id, kind)) : action.ids;
    if (now) this.#draw(now.cards, now.seen);
    const why = this.#say(error.message === "expired" ? "expired" : now ? "failed" : "unknown");
    for (const id of lost) {
      if (this.#outbox.waitingFor(id)) continue; // what was meant last is still to be sent
      if (!now) this.#restore(id);
      const card = this.#card(id);
      if (!card) continue;
      card.classList.add("is-failed");
      card.querySelector("[data-state]").textContent = why;
    }
    this.#forget(lost);
    if (lost.length) this.#tell(why, true);
    if (!this.current) this.#onward();
  }

  #stands(now, id, kind) {
    const isAside = now.aside.includes(id);
    if (kind === "snooze" || kind === "unsure") return isAside;
    return kind === "undo" ? !now.labels_of[id] && !isAside : now.labels_of[id] === kind;
  }

  #draw(cards, seen) {
    for (const [id, html] of Object.entries(cards)) {
      const old = this.#card(id);
      if (!old) continue;
      const template = document.createElement("template");
      template.innerHTML = html;
      const card = template.content.querySelector(".card");
      if (this.#outbox.waitingFor(Number(id))) {
        this.#settled.set(Number(id), card);
        old.querySelector("input[name=seen]").value = `${id}:${seen[id]}`;
      } else {
        this.#replace(old, card);
      }
    }
  }

  #restore(id) {
    const card = this.#card(id);
    const before = this.#settled.get(id);
    if (card && before && !this.#outbox.waitingFor(id)) this.#replace(card, before);
  }

  #replace(old, card) {
    const isCurrent = old === this.current;
    const box = card.querySelector("input[name=id]");
    if (box) box.checked = old.querySelector("input[name=id]").checked;
    card.classList.remove("is-current");
    this.#settled.delete(Number(card.dataset.id));
    old.replaceWith(card);
    if (isCurrent) {
      card.classList.add("is-current");
      if (!this.#form.contains(document.activeElement)) card.focus({ preventScroll: true });
    }
  }
}
