// The steps of a window, as a timeline.

import { duration } from './format.js';
import { Elapsed } from './page.js';
import { classes, html } from './view.js';

const MARKS = { done: '✓', failed: '✗', running: '●', pending: '·' };
const TONES = { done: 'good', failed: 'bad', running: 'now', pending: 'pending' };

/** What the time of a step is told with: how long it takes as a rule. */
export function usual(step) {
  if (step.usualSeconds === undefined || step.status === 'done' || step.status === 'failed') return '';
  return `usually ${duration(step.usualSeconds)}`;
}

function Step({ step, since, held, holdsBefore }) {
  const times = usual(step);
  return html`<li class=${classes('step', step.status)} data-step=${step.step} data-state=${held ? 'held' : step.status}
      aria-current=${step.status === 'running' ? 'step' : undefined}>
    <span class=${classes('mark', TONES[step.status])} role="img" aria-label=${step.status}>${MARKS[step.status]}</span>
    <strong>${step.step}</strong>
    <span class="time">
      <${Elapsed} seconds=${step.elapsedSeconds} since=${since} running=${step.status === 'running'} />
      ${times && html`<span class="soft"> ${times}</span>`}
    </span>
    <span class="said soft lines">${step.text || step.what}</span>
    ${held && html`<strong class="said careful">The window is held here.</strong>`}
    ${!held && holdsBefore && step.status === 'pending' && html`<span class="said careful">The window will wait for your word before this step.</span>`}
  </li>`;
}

/**
 * @param steps in order; no kind of step comes twice
 * @param since when their times were true
 * @param held the step that the window is held at
 */
export function Steps({ steps, since, held, holdBefore = [] }) {
  return html`<ol class="steps">
    ${steps.map((step) => html`<${Step} key=${step.step} step=${step} since=${since}
      held=${held === step.step} holdsBefore=${holdBefore.includes(step.step)} />`)}
  </ol>`;
}
