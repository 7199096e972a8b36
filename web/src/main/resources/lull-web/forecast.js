// What the rollback point of a window will take: each volume measured now, which may take a while.

import { at, post } from './api.js';
import { count, duration, size } from './format.js';
import { Refusal } from './page.js';
import { html, useEffect, useState } from './view.js';

/** Measuring goes through every directory of the data. */
const PATIENCE_MS = 600_000;

/** What is measured for a change, once: for another change this is to be made anew. */
export function useForecast(stack, change) {
  const [state, setState] = useState({});
  useEffect(() => {
    let left = false;
    post(at`/stacks/${stack}/forecast`, change, { patience: PATIENCE_MS })
      .then((forecast) => left || setState({ forecast }))
      .catch((trouble) => left || setState({ trouble }));
    return () => {
      left = true;
    };
  }, []);
  return state;
}

const Volume = ({ volume }) => html`<li>
  <strong>${volume.name}</strong> as ${volume.store}: ${size(volume.bytes)} at the most, some ${duration(volume.seconds)}
  ${' '}<span class="soft">(${volume.why})</span></li>`;

/** How long the door will be closed: by earlier windows where there were any, otherwise by the data. */
export function Expected({ plan, forecast, trouble }) {
  const expected = plan.expected ?? forecast?.expected;
  if (!expected) {
    return html`<p class="big soft forecast" role="status">${trouble ? 'How long the door will be closed is not known.'
      : 'Measuring how long the door will be closed…'}</p>`;
  }
  return html`<p class="big forecast" data-part="expected">The door is expected to be closed for about${' '}
    <strong>${duration(expected.closedSeconds)}</strong>. <span class="soft">${expected.why}</span></p>`;
}

export function RollbackPoint({ forecast, trouble }) {
  return html`<h3>Rollback point</h3>
    ${!forecast && !trouble && html`<p class="soft" role="status">Measuring the volumes…</p>`}
    ${trouble && html`<${Refusal} trouble=${trouble} />`}
    ${forecast && html`<p>${count(forecast.volumes.length, 'volume')}, ${size(forecast.bytes)} at the most;${' '}
        ${size(forecast.freeBytes)} are free for it.</p>
      <ul data-part="forecast">${forecast.volumes.map((v) => html`<${Volume} key=${v.name} volume=${v} />`)}
        ${forecast.leftOut.map((text) => html`<li class="soft" key=${text}>Not in it: ${text}</li>`)}</ul>`}`;
}
