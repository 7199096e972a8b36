// Every window, the newest first.

import { duration } from './format.js';
import { useLoad, useParts } from './load.js';
import { Field, Heading, Refusal, Time, Waiting } from './page.js';
import { windowAddress } from './route.js';
import { stateOf, toneOf, whoAndWhy } from './state.js';
import { html } from './view.js';

function Summary({ window }) {
  return html`<li data-window=${window.id} data-state=${window.held ? 'held' : window.phase}>
    <div class="row">
      <a href=${windowAddress(window.id)}>${window.id}: ${window.change.type} of ${window.stack}</a>
      <strong class=${toneOf(window)}>${stateOf(window)}</strong>
      ${window.trouble && html`<strong class="careful">stands still</strong>`}
      ${window.doorClosedSeconds > 0 && html`<span class="soft">door closed for ${duration(window.doorClosedSeconds)}</span>`}
    </div>
    <div class="soft"><${Time} at=${window.openedAt} /> ${whoAndWhy(window)}</div>
    ${window.summary && html`<div class="soft lines">${window.summary}</div>`}
  </li>`;
}

/** Names to filter by; the one that is chosen is among them, even if it is on this host no more. */
const names = (stacks, stack) => [...new Set([...(stacks?.stacks ?? []).map((s) => s.name), ...(stack ? [stack] : [])])].sort();

function Filter({ stack }) {
  const { data } = useLoad('/stacks');
  const go = (event) => {
    const name = event.target.value;
    location.hash = name ? `#/windows?stack=${encodeURIComponent(name)}` : '#/windows';
  };
  return html`<${Field} label="Stack">${(id) => html`<select id=${id} value=${stack} onChange=${go}>
    <option value="">all</option>
    ${names(data, stack).map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
  </select>`}<//>`;
}

function List({ path }) {
  const { data, items, trouble, older, busy } = useParts(path, 'windows');
  if (!data) return html`<div class="room"><${Waiting} trouble=${trouble} what="the windows" /></div>`;
  return html`
    ${(data.leftAlone ?? []).map((why) => html`<p class="notice bad" key=${why}>${why}</p>`)}
    ${items.length === 0 ? html`<p>There have been no windows yet.</p>`
      : html`<ul class="plain card">${items.map((w) => html`<${Summary} key=${w.id} window=${w} />`)}</ul>`}
    <${Refusal} trouble=${trouble} />
    ${older && html`<button type="button" disabled=${busy} onClick=${older} data-action="older">Older</button>`}`;
}

export function Windows({ query }) {
  const stack = query.get('stack') ?? '';
  return html`<${Heading} title="Windows" /><${Filter} stack=${stack} />
    <${List} path=${stack ? `/windows?limit=50&stack=${encodeURIComponent(stack)}` : '/windows?limit=50'} />`;
}
