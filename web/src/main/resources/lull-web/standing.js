// How a stack stands whose way back failed, and what a person does to finish it by hand.

import { at } from './api.js';
import { useLoad } from './load.js';
import { Copyable, Waiting } from './page.js';
import { html } from './view.js';

export function Standing({ id }) {
  const { data, trouble, reload } = useLoad(at`/windows/${id}/standing`);
  return html`<section class="card" aria-label="How the stack stands" data-part="standing">
    <div class="row"><h2>How the stack stands</h2><button type="button" onClick=${reload}>Look again</button></div>
    ${!data ? html`<${Waiting} trouble=${trouble} what="how it stands" />` : html`
      <ul class="plain">${data.items.map((item) => html`
        <li key=${item.what} data-state=${item.inPlace ? 'in-place' : 'not-in-place'}>
          <div class="row"><strong>${item.what}</strong>
            <span class=${item.inPlace ? 'good' : 'bad'}>${item.inPlace ? '✓ in place' : '✗ not in place'}</span></div>
          <div class="soft">before: ${item.before}; now: ${item.now}</div>
        </li>`)}</ul>
      ${data.commands.length > 0 && html`<h3>To finish by hand, on the host, as root</h3>
        <${Copyable} text=${data.commands.join('\n')} label="commands to finish by hand" />`}`}
  </section>`;
}
