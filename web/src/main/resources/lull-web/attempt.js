// The Idempotency-Key of a form: a double click, or sending it again after an answer that was lost,
// opens one window. What was refused, or is another request, is another attempt.

/** Works where there is no secure context too, unlike randomUUID. */
function fresh() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
}

export class Attempt {
  #sent;
  #key;

  /** @param make makes a key that was never used */
  constructor(make = fresh) {
    this.make = make;
  }

  keyFor(body) {
    const text = JSON.stringify(body);
    if (text !== this.#sent) {
      this.#sent = text;
      this.#key = this.make();
    }
    return this.#key;
  }

  /** The daemon has refused it for good: nothing was opened under this key. */
  refused() {
    this.#sent = undefined;
  }
}
