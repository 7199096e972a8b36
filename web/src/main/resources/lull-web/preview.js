// What restoring a rollback point would change.

import { about, count, shortId, size } from './format.js';
import { html } from './view.js';

const FATES = [['returning', 'would come back'], ['overwritten', 'would be overwritten'], ['removed', 'would be removed']];

/** A line for each thing that would become of names in a volume. */
export function volumeLines(volume) {
  const lines = FATES.filter(([kind]) => volume[kind].count > 0).map(([kind, fate]) => {
    const { count: n, bytes, first } = volume[kind];
    return `${n} ${fate} (${size(bytes)}): ${first.join(', ')}${n > first.length ? ', …' : ''}`;
  });
  return lines.length > 0 ? lines : ['looks as it did'];
}

const image = (i) => `${i.reference} (${shortId(i.id)})`;

export function containerLine({ name, change, image: then, imageNow }) {
  if (change === 'kept') return `${name} is the one of the point and stays`;
  if (change === 'removed') return `${name} came since and would be removed${imageNow ? `: ${image(imageNow)}` : ''}`;
  const instead = imageNow && imageNow.id !== then?.id ? ` instead of ${image(imageNow)}` : '';
  return `${name} would be made again${then ? `: ${image(then)}${instead}` : ''}`;
}

const fileLine = (f) => `${f.path} ${f.change === 'returning' ? 'is gone and would come back' : 'differs and would be overwritten'}`;

const List = ({ lines }) => html`<ul>${lines.map((line) => html`<li key=${line}>${line}</li>`)}</ul>`;

export function Preview({ preview }) {
  return html`<div class="notice" data-part="preview" data-possible=${preview.possible}>
    <h3>What restoring it would change</h3>
    <p>Nothing was touched. <strong>${about(preview.ageSeconds)} of writes would be lost.</strong></p>
    ${!preview.possible && html`<p class="bad">It can’t be restored as things are:</p><${List} lines=${preview.obstacles} />`}
    ${preview.volumes.map((v) => html`<h4 key=${v.name}>Volume ${v.name}</h4><${List} lines=${volumeLines(v)} />`)}
    ${preview.possible && html`<h4>Compose, env and other single files</h4>
      <${List} lines=${preview.files.length > 0 ? preview.files.map(fileLine) : ['are as they were']} />`}
    ${preview.containers.length > 0 && html`<h4>${count(preview.containers.length, 'container')}</h4>
      <${List} lines=${preview.containers.map(containerLine)} />`}
    ${preview.notes.length > 0 && html`<h4>To know</h4><${List} lines=${preview.notes} />`}
  </div>`;
}
