// The audit log: who asked for what, and what came of it, refusals too.

import { useParts } from './load.js';
import { Heading, Refusal, Time, Waiting } from './page.js';
import { html } from './view.js';

/** What came of a request: `refused: forbidden`, `done`, or nothing known. */
export function outcomeOf(entry) {
  if (entry.status === undefined) return { text: 'no answer: under way, or the daemon ended in it', tone: 'careful' };
  if (entry.status < 400) return { text: `done (${entry.status})`, tone: 'good' };
  const kind = entry.status < 500 ? 'refused' : 'failed';
  return { text: `${kind}: ${entry.problem ?? ''} (${entry.status})`.replace(':  (', ' ('), tone: entry.status < 500 ? 'careful' : 'bad' };
}

function Entry({ entry }) {
  const { text, tone } = outcomeOf(entry);
  return html`<tr data-entry=${entry.id}>
    <td data-label="When"><${Time} at=${entry.at} /></td>
    <td data-label="Who">${entry.who || 'nobody known'}${entry.role && ` (${entry.role})`}<span class="soft">${entry.from && `, ${entry.from}`}</span></td>
    <td data-label="What"><code>${entry.method} ${entry.path}</code></td>
    <td data-label="Outcome" class=${tone}>${text}</td>
  </tr>`;
}

export function Audit() {
  const { data, items, trouble, older, busy } = useParts('/audit?limit=50', 'entries');
  if (!data) return html`<${Heading} title="Audit" /><div class="room"><${Waiting} trouble=${trouble} what="the audit log" /></div>`;
  return html`<${Heading} title="Audit" />
    ${items.length === 0 ? html`<p>Nobody has asked for anything yet.</p>` : html`<div class="card"><table>
      <caption class="hidden">Requests, the newest first</caption>
      <thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">Outcome</th></tr></thead>
      <tbody>${items.map((e) => html`<${Entry} key=${e.id} entry=${e} />`)}</tbody>
    </table></div>`}
    <${Refusal} trouble=${trouble} />
    ${older && html`<button type="button" disabled=${busy} onClick=${older} data-action="older">Older</button>`}`;
}
