// The quiet certificate: what was looked at, and who may still write.

import { Time } from './page.js';
import { html } from './view.js';

const NAMES = {
  stopped: 'Seen stopped',
  data_stores: 'Data stores',
  volumes: 'Volumes and folders with the stack’s data',
  allowed_writers: 'Writers that may go on',
  seen: 'What was looked at',
};

/** Its parts as a person reads them: known ones by name, later ones by their own. */
export function partsOf(certificate) {
  return Object.entries(certificate)
    .filter(([key]) => key !== 'at' && key !== 'stack')
    .map(([key, value]) => ({
      key,
      name: NAMES[key] ?? key.replaceAll('_', ' '),
      lines: (Array.isArray(value) ? value : [value])
        .map((v) => (v !== null && typeof v === 'object' ? JSON.stringify(v) : String(v))),
    }));
}

export function Certificate({ certificate }) {
  const writers = certificate.allowed_writers?.length ?? 0;
  return html`<details class="card" data-part="certificate">
    <summary><h2>Quiet certificate</h2>
      <span class="soft">${writers === 0 ? ' nothing else can write' : ` ${writers} that may go on writing`}</span></summary>
    ${certificate.at && html`<p>The stack was quiet at <${Time} at=${certificate.at} />.</p>`}
    <dl>${partsOf(certificate).map(({ key, name, lines }) => html`
      <div key=${key}><dt>${name}</dt>
        ${lines.length === 0 ? html`<dd>none</dd>` : lines.map((line) => html`<dd key=${line}>${line}</dd>`)}
      </div>`)}
    </dl>
  </details>`;
}
