// JSON lines, as they come: what is read long answers with one object a line, and the last one says
// what came of it.

/** Cuts text that comes in pieces into lines. */
export class Splitter {
  #rest = '';

  /** The lines that are whole now. */
  add(text) {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop();
    return lines.filter((line) => line.trim() !== '');
  }

  end() {
    const rest = this.#rest;
    this.#rest = '';
    return rest.trim() === '' ? [] : [rest];
  }
}

/** Hands on each object of a body, in order. */
export async function each(body, take) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const splitter = new Splitter();
  for (;;) {
    const { value, done } = await reader.read();
    const lines = done ? splitter.end() : splitter.add(decoder.decode(value, { stream: true }));
    lines.forEach((line) => take(JSON.parse(line)));
    if (done) return;
  }
}
