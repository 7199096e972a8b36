// A window while it goes on: its events as they are journaled, what its steps print, and the view of
// it that is asked for after each event. It comes through a restart of the daemon: the stream is
// taken up after the last event that was seen.

import { at, eventsOf, get } from './api.js';
import { merge } from './progress.js';
import { stepInFocus } from './state.js';

const TYPES = [
  'opened', 'facts-taken', 'noted', 'step-started', 'step-done', 'step-failed', 'said', 'warned', 'closed-again',
  'undone', 'overran', 'stands-still', 'held', 'asked', 'extended', 'turned-back', 'ended',
];

const SOON_MS = 150;
const LINES_MS = 1000;
const AGAIN_MS = 2000;
const POLL_MS = 10_000;
const MUTE_MS = 5000;
const PATIENCE_MS = 10_000;
const CLOSED = 2;

/** What the outside is to a watch; tests have their own. */
const WORLD = {
  get,
  source: (address) => new EventSource(address),
  visible: () => document.visibilityState === 'visible',
};

export class Watch {
  #world;
  #changed;
  #state = { lines: {} };
  #source;
  #heard = 0;
  #lag;
  #retries = 0;
  #timers = {};
  #due = 0;
  #asking = false;
  #askAgain = false;
  #left = false;
  #outputs = new Set();

  /** @param changed is told each new state: {view, since, lines, trouble} */
  constructor(id, changed, world = WORLD) {
    this.id = id;
    this.#changed = changed;
    this.#world = world;
  }

  start() {
    this.refresh();
  }

  stop() {
    this.#left = true;
    this.#source?.close();
    Object.values(this.#timers).forEach(clearTimeout);
  }

  /** Asks for the view now; what comes while it is under way is asked for once more after it. */
  async refresh() {
    if (this.#left) return;
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    clearTimeout(this.#timers.soon);
    this.#timers.soon = undefined;
    try {
      this.#see(await this.#world.get(at`/windows/${this.id}`, { patience: PATIENCE_MS }));
    } catch (trouble) {
      this.#miss(trouble);
    }
    this.#asking = false;
    if (this.#askAgain) {
      this.#askAgain = false;
      this.#soon();
    }
  }

  /** Shows this view: the answer to what was asked of the window. */
  show(view) {
    if (!this.#left && view.sequence >= (this.#state.view?.sequence ?? 0)) this.#see(view);
  }

  /** Has the output of a step read, once. */
  async output(step) {
    if (this.#outputs.has(step)) return;
    this.#outputs.add(step);
    try {
      const { lines } = await this.#world.get(at`/windows/${this.id}/steps/${step}/output`);
      this.#print(step, lines);
    } catch (trouble) {
      if (trouble.status === 0) this.#outputs.delete(step);
    }
  }

  #set(change) {
    if (this.#left) return;
    this.#state = { ...this.#state, ...change };
    this.#changed(this.#state);
  }

  #see(view) {
    if (this.#left) return;
    const first = this.#state.view === undefined;
    this.#set({ view, since: performance.now(), trouble: undefined });
    if (first) this.#heard = view.sequence;
    if (view.ended) {
      this.#source?.close();
    } else {
      this.#connect(view);
    }
    this.#after('poll', view.ended ? undefined : POLL_MS, () => this.#poll());
    const focus = stepInFocus(view);
    if (focus) this.output(focus.step);
  }

  #miss(trouble) {
    if (trouble.status === 0 || (trouble.status >= 500 && this.#state.view)) {
      this.#after('poll', AGAIN_MS, () => this.refresh());
    } else {
      this.#set({ trouble });
    }
  }

  #poll() {
    if (this.#world.visible()) this.refresh();
    else this.#after('poll', POLL_MS, () => this.#poll());
  }

  #after(name, ms, run) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = ms === undefined || this.#left ? undefined : setTimeout(run, ms);
  }

  #soon(ms = SOON_MS) {
    if (this.#left) return;
    const due = performance.now() + ms;
    if (this.#timers.soon && this.#due <= due) return;
    this.#after('soon', ms, () => this.refresh());
    this.#due = due;
  }

  #connect(view) {
    if (this.#source && this.#source.readyState !== CLOSED && !this.#isMute(view)) return;
    this.#lag = undefined;
    this.#source?.close();
    this.#source = this.#world.source(eventsOf(this.id, this.#heard));
    this.#source.onopen = () => {
      this.#retries = 0;
    };
    this.#source.onerror = () => this.#broke();
    TYPES.forEach((type) => this.#source.addEventListener(type, (message) => this.#hear(message)));
  }

  /** A stream that says nothing although there is something to say is a dead one. */
  #isMute(view) {
    if (this.#lag && this.#heard < this.#lag.sequence) return performance.now() - this.#lag.at > MUTE_MS;
    this.#lag = view.sequence > this.#heard ? { sequence: view.sequence, at: performance.now() } : undefined;
    return false;
  }

  /** The browser comes again by itself, but not after an answer that it did not expect. */
  #broke() {
    if (this.#left) return;
    this.#retries = Math.min(this.#retries + 1, 5);
    this.#soon(this.#retries * 500);
  }

  #hear(message) {
    const event = JSON.parse(message.data);
    if (event.sequence !== undefined) this.#heard = Math.max(this.#heard, event.sequence);
    if (event.type === 'said') {
      this.#print(event.step, event.lines.map((text) => ({ sequence: event.sequence, at: event.at, text })));
      this.#soon(LINES_MS);
    } else {
      if (event.type === 'ended') this.#source.close();
      this.#soon();
    }
  }

  #print(step, lines) {
    this.#set({ lines: { ...this.#state.lines, [step]: merge(this.#state.lines[step] ?? [], lines) } });
  }
}
