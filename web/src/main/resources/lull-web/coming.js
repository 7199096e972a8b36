// When a schedule runs: by the clocks of its zone, and by the reader's own where they show another time.

import { inZone, moments, ownZone } from './format.js';
import { html } from './view.js';

/**
 * @param zone of the schedule; without one it is the reader's
 */
export function ZonedTime({ at, zone }) {
  const there = inZone(at, zone);
  const here = inZone(at, ownZone());
  return html`<time datetime=${at} title=${moments(at)}>${there}</time>${here !== there
    && html` <span class="soft" data-part="here">(your time: ${here})</span>`}`;
}

/** The next runs, in order. */
export function Coming({ next, zone }) {
  return html`<ol class="coming" data-part="next">${next.map((at) => html`<li key=${at}><${ZonedTime} at=${at} zone=${zone} /></li>`)}</ol>`;
}
