// What was decided and has not been sent yet: sent one after the other, in the order of the keys.

// An action is {name, value, ids}: the pressed button's name and value, and the comments that it is about.
export class Outbox {
  #waiting = [];
  #inHand = null;
  #send;
  #settle;

  // `send(action)` promises an answer, or fails; `settle(action, answer, error)` shows what came of it, and may
  // take its time: the next action is sent when it is through.
  constructor(send, settle) {
    this.#send = send;
    this.#settle = settle;
    // What waits would be lost with the page.
    addEventListener("beforeunload", (event) => {
      if (this.isEmpty) return;
      event.preventDefault();
      event.returnValue = "";
    });
  }

  get isEmpty() {
    return !this.#inHand && !this.#waiting.length;
  }

  // How many actions about this comment have still to be settled, the one in hand left out.
  waitingFor(id) {
    return this.#waiting.filter((action) => action.ids.includes(id)).length;
  }

  add(action) {
    this.#waiting.push(action);
    if (!this.#inHand) this.#work();
  }

  // Drop what would take back a decision that never came to be: it would take back an older one.
  dropUndoOf(ids) {
    for (const id of ids) {
      const at = this.#waiting.findIndex((action) => action.ids.includes(id));
      if (at < 0 || !this.#waiting[at].value.startsWith("undo")) continue;
      this.#waiting[at].ids = this.#waiting[at].ids.filter((one) => one !== id);
      if (!this.#waiting[at].ids.length) this.#waiting.splice(at, 1);
    }
  }

  async #work() {
    while (this.#waiting.length) {
      this.#inHand = this.#waiting.shift();
      let answer = null;
      let failure = null;
      try {
        answer = await this.#send(this.#inHand);
      } catch (error) {
        failure = error;
      }
      try {
        await this.#settle(this.#inHand, answer, failure);
      } finally {
        this.#inHand = null;
      }
    }
  }
}
