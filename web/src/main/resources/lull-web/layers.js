// The door and the three layers, as a picture and in words.

import { classes, html } from './view.js';

const ORDER = ['app', 'workers', 'cron'];

/** Each layer with its state; `none` where the stack has nothing of the kind. */
export function layersOf(window) {
  return ORDER.map((name) => {
    const layer = (window.layers ?? []).find((l) => l.layer === name);
    return { name, services: layer?.services ?? [], state: layer && layer.services.length > 0 ? layer.state : 'none' };
  });
}

/** What the picture shows, for who does not see it. */
export function describe(window) {
  const layers = layersOf(window).map((l) => (l.state === 'none' ? `no ${l.name}` : `${l.name} ${l.state}`));
  return `The door is ${window.door}: visitors meet the ${window.door === 'closed' ? 'page' : 'app'}. ${layers.join(', ')}.`
    .replace(/\. (\w)/, (_, c) => `. ${c.toUpperCase()}`);
}

function Door({ state }) {
  return html`<g class="door" data-state=${state}>
    <rect class="frame" x="78" y="20" width="44" height="76" rx="2" />
    ${state === 'closed'
      ? html`<rect class="leaf closed" x="82" y="24" width="36" height="72" /><circle class="knob" cx="112" cy="62" r="2.5" />
          <path class="note" d="M89 38h22M89 45h22M89 52h14" />`
      : html`<path class="leaf open" d="M82 24l14 8v72l-14-8z" /><circle class="knob" cx="92.5" cy="67" r="2" />`}
    <text x="100" y="116" text-anchor="middle">door ${state}</text>
  </g>`;
}

/** Visitors, where they stand: before the page, or on their way to the app. */
function Visitors({ door }) {
  return html`<g class="visitors">
    ${[18, 36, 54].map((x) => html`<g key=${x}><circle cx=${x} cy="62" r="5" /><path d=${`M${x - 7} 84c0-16 14-16 14 0z`} /></g>`)}
    <path class=${classes('way', door)} d=${door === 'open' ? 'M66 92h82m-6-5 6 5-6 5' : 'M66 92h8'} />
    <text x="36" y="116" text-anchor="middle">visitors</text>
  </g>`;
}

function Layer({ layer, y }) {
  return html`<g class="layer" data-layer=${layer.name} data-state=${layer.state}>
    <rect x="154" y=${y} width="158" height="27" rx="4" />
    <text x="164" y=${y + 18}>${layer.name}</text>
    <text class="what" x="304" y=${y + 18} text-anchor="end">${layer.state}</text>
  </g>`;
}

export function Layers({ window, children }) {
  return html`<figure class="layers">
    <svg viewBox="0 0 320 124" role="img" aria-label=${describe(window)}>
      <${Visitors} door=${window.door} />
      <${Door} state=${window.door} />
      ${layersOf(window).map((layer, i) => html`<${Layer} key=${layer.name} layer=${layer} y=${14 + i * 33} />`)}
    </svg>
    <figcaption>${window.door === 'closed' ? 'Visitors meet the page.' : 'Visitors meet the app.'}${children}</figcaption>
  </figure>`;
}
