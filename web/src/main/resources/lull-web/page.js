// What every view is made of: its heading, times, what went wrong, lines to copy.

import { duration, moment, moments, whole } from './format.js';
import { classes, html, useEffect, useId, useRef, useState } from './view.js';

let moved = false;

/** Somebody has gone somewhere: the next heading takes the focus. */
export function hasMoved() {
  moved = true;
}

export function Heading({ children, title }) {
  const heading = useRef();
  useEffect(() => {
    if (!moved) return;
    moved = false;
    heading.current.focus({ preventScroll: true });
    globalThis.scrollTo?.(0, 0);
  }, []);
  useEffect(() => {
    document.title = `${title} · Lull`;
  }, [title]);
  return html`<h1 ref=${heading} tabindex="-1">${children ?? title}</h1>`;
}

export const Time = ({ at }) => html`<time datetime=${at} title=${moments(at)}>${moment(at)}</time>`;

/** Draws a view anew each second while something runs in it. */
export function useTick(running) {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!running) return undefined;
    const clock = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(clock);
  }, [running]);
}

/** Seconds that were counted elsewhere at `since` (of performance.now) and go on here. */
export function Elapsed({ seconds, since, running }) {
  useTick(running);
  if (seconds === undefined) return '';
  return running ? whole(seconds + (performance.now() - since) / 1000) : duration(seconds);
}

/** What was refused: every problem, not just the first. */
export function Refusal({ trouble, children }) {
  const box = useRef();
  useEffect(() => {
    if (trouble) box.current?.scrollIntoView?.({ block: 'nearest' });
  }, [trouble]);
  if (!trouble) return null;
  return html`<div class="notice bad" role="alert" ref=${box} data-problem=${trouble.word}>
    <p>${trouble.message}</p>
    ${trouble.problems.length > 0 && html`<ul>${trouble.problems.map((p) => html`<li key=${p}>${p}</li>`)}</ul>`}
    ${children}
  </div>`;
}

/** While nothing is there yet; or what came instead. */
export function Waiting({ trouble, what }) {
  return trouble ? html`<${Refusal} trouble=${trouble} />` : html`<p class="soft">Reading ${what}…</p>`;
}

export function Copyable({ text, label }) {
  const [said, setSaid] = useState('');
  const lines = useRef();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      // No clipboard without a secure context: select it, so that a key or a long press copies it.
      globalThis.getSelection?.().selectAllChildren(lines.current);
      setSaid('Selected: copy it by hand');
    }
  };
  return html`<div class="copyable">
    <pre ref=${lines} tabindex="0" role="group" aria-label=${label}>${text}</pre>
    <button type="button" onClick=${copy} aria-label=${`Copy: ${label}`}>Copy</button>
    <span class="soft" role="status">${said}</span>
  </div>`;
}

/** A sentence that ends with a command of the host: `… again: lull retry 12`. */
export function Advice({ text }) {
  const found = /^(.*?:) (lull [^:]+)$/.exec(text);
  return found ? html`${found[1]} <code>${found[2]}</code>` : text;
}

/**
 * A field with its label, and below it what it is for.
 *
 * @param wrong what is wrong with what is in it; an empty text as long as nothing is
 */
export function Field({ label, hint, wrong, children }) {
  const id = useId();
  const about = classes(hint && `${id}-hint`, wrong && `${id}-wrong`);
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${children(id, about || undefined)}
    ${hint && html`<div class="soft" id=${`${id}-hint`}>${hint}</div>`}
    ${wrong !== undefined && html`<div class="bad" id=${`${id}-wrong`} aria-live="polite" data-part="wrong">${wrong}</div>`}
  </div>`;
}

/** A field of text: `form` is what is filled in, by name, and `edit` takes what is to be another. */
export function Text({ form, edit, name, label, hint, wrong, ...more }) {
  return html`<${Field} label=${label} hint=${hint} wrong=${wrong}>${(id, described) => html`<input id=${id} name=${name}
    value=${form[name]} aria-describedby=${described} aria-invalid=${Boolean(wrong)} autocomplete="off" ...${more}
    onInput=${(e) => edit({ [name]: e.target.value })} />`}<//>`;
}
