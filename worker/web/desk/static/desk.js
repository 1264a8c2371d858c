// The desk without this file does all that it does with it. This makes it fast: keys, and no page loads.
import { Deck } from "./deck.js";

const form = document.querySelector("[data-deck]");
if (form) {
  const deck = new Deck(form);
  const help = document.getElementById("keys");
  const keys = {
    s: () => deck.decide("spam"),
    h: () => deck.decide("ham"),
    u: () => deck.decide("undo"),
    j: () => deck.step(1),
    k: () => deck.step(-1),
    d: () => deck.decide("unsure"),
    z: () => deck.decide("snooze"),
    m: () => deck.take(),
    n: () => deck.step(1),
    x: () => deck.select(false),
    X: () => deck.select(true),
    "*": () => deck.selectAll(),
    a: () => deck.alike(),
    "?": () => (help.open ? help.close() : help.showModal()),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    if (help.open && event.key !== "?") return;
    const pressed = keys[event.key];
    if (!pressed) return;
    event.preventDefault();
    pressed();
  });
  const button = form.querySelector("[data-help]");
  button.addEventListener("click", keys["?"]);
  if (location.pathname.endsWith("/queue")) {
    deck.move(deck.cards[0], true);
    deck.fill();
  }
}

// What lies over the page goes when somebody turns to something else.
function closeMenus(but) {
  for (const menu of document.querySelectorAll(".more-acts[open]")) if (!menu.contains(but)) menu.open = false;
}
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const inside = document.activeElement.closest(".more-acts[open]");
  closeMenus(null);
  inside?.querySelector("summary").focus();
});

// On a phone the row of pages and that of orders run out of the screen: what is shown now is to be seen in them.
for (const here of document.querySelectorAll("nav [aria-current]")) {
  const row = here.parentElement;
  const [mine, its] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
  if (mine.right > its.right) row.scrollLeft += mine.right - its.right;
  else if (mine.left < its.left) row.scrollLeft -= its.left - mine.left;
}

for (const choice of document.querySelectorAll("[data-submit]")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
}
