// What a step prints, newest at the bottom, in a box that does not grow.

import { collapse, printed, progress } from './progress.js';
import { stepInFocus } from './state.js';
import { html, useEffect, useId, useLayoutEffect, useRef, useState } from './view.js';

/** The turns of steps that have output or may get some, in order. */
export function turns(window) {
  const forward = window.steps.map((step) => ({ step, key: step.step, name: step.step }));
  const back = (window.wayBack?.steps ?? []).map((step) => ({ step, key: `back/${step.step}`, name: `${step.step}, way back` }));
  return [...forward, ...back].filter(({ step }) => step.startedAt !== undefined);
}

export function Output({ window, lines, want }) {
  const [chosen, choose] = useState('');
  const id = useId();
  const box = useRef();
  const atEnd = useRef(true);
  const all = turns(window);
  const focus = stepInFocus(window);
  const turn = all.find((t) => t.key === chosen) ?? all.find((t) => t.step === focus);
  const shown = turn ? collapse(printed(lines[turn.step.step] ?? [], turn.step)) : [];
  const far = turn?.step.status === 'running' ? progress(shown.at(-1)) : undefined;

  useEffect(() => {
    if (turn) want(turn.step.step);
  }, [turn?.step.step]);

  // Who has scrolled up to read stays there.
  useLayoutEffect(() => {
    if (atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  });

  const scrolled = ({ target }) => {
    atEnd.current = target.scrollHeight - target.scrollTop - target.clientHeight < 8;
  };

  return html`<section class="card output" aria-labelledby=${`${id}-title`} data-step=${turn?.step.step}>
    <div class="row">
      <h2 id=${`${id}-title`}>Output</h2>
      <label class="hidden" for=${id}>Step</label>
      <select id=${id} value=${turn && chosen === turn.key ? chosen : ''} onChange=${(e) => choose(e.target.value)}>
        <option value="">${focus ? `now: ${focus.step}` : 'nothing yet'}</option>
        ${all.map((t) => html`<option key=${t.key} value=${t.key}>${t.name}</option>`)}
      </select>
    </div>
    <div class="bar">${far && html`<progress max="100" value=${far.percent} aria-label=${far.what}></progress>`}</div>
    <pre ref=${box} onScroll=${scrolled} tabindex="0" role="log" aria-live="off"
      aria-label=${turn ? `Output of ${turn.name}` : 'Output'}>${shown.length > 0 ? shown.join('\n')
        : turn ? 'It has printed nothing.' : 'No step has begun.'}</pre>
  </section>`;
}
