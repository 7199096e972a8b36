// The choice of a change: what somebody has filled in, and the change that it means.

import { moment } from './format.js';
import { Field } from './page.js';
import { words } from './words.js';
import { html, useId } from './view.js';

export const KINDS = [
  ['update', 'Update', 'bring the stack to what its compose files now say'],
  ['migrate', 'Migrate', 'run the migration with the images that are there'],
  ['exec', 'Exec', 'run a command of yours, once, in a new container'],
  ['none', 'None', 'make it quiet; you do the work, then reopen'],
  ['restore', 'Restore', 'return to a rollback point; what was written since then is lost'],
];

/** What the form shows at first. */
export function draftOf(query) {
  const type = KINDS.some(([kind]) => kind === query.get('change')) ? query.get('change') : 'update';
  return { type, service: '', command: '', point: query.get('point') ?? '', pull: false, images: {} };
}

/** The change that a draft means; nothing as long as something is missing. */
export function changeOf(draft) {
  switch (draft.type) {
    case 'exec': {
      const { words: command, problem } = words(draft.command);
      return draft.service && command.length > 0 && !problem ? { type: 'exec', service: draft.service, command } : undefined;
    }
    case 'restore':
      return draft.point ? { type: 'restore', point: draft.point } : undefined;
    case 'update': {
      const images = Object.fromEntries(Object.entries(draft.images)
        .map(([service, image]) => [service, image.trim()]).filter(([, image]) => image !== ''));
      return {
        type: 'update',
        ...(Object.keys(images).length > 0 && { images }),
        ...(draft.pull && { pull: true }),
      };
    }
    default:
      return { type: draft.type };
  }
}

/** Whether its plan can be asked for at each key, or waits until somebody says so. */
export const isTyped = (draft) => draft.type === 'exec' || Object.values(draft.images).some((image) => image.trim() !== '');

/** What is run, and in which service. */
export function Exec({ draft, edit, services }) {
  const read = words(draft.command);
  return html`
    <${Field} label="Service">${(id) => html`<select id=${id} name="service" value=${draft.service}
        onChange=${(e) => edit({ service: e.target.value })}>
      <option value="">choose one</option>
      ${services.map((s) => html`<option key=${s.name} value=${s.name}>${s.name} (${s.role})</option>`)}
    </select>`}<//>
    <${Field} label="Command" hint="Words and quotes as in a shell. There is no shell: variables, pipes and patterns are not expanded.">
      ${(id, hint) => html`<input id=${id} name="command" value=${draft.command} aria-describedby=${hint} autocomplete="off"
        autocapitalize="none" spellcheck=${false} placeholder="./manage.py reindex" onInput=${(e) => edit({ command: e.target.value })} />`}
    <//>
    <p class="soft" role="status">${read.problem ? `In the command ${read.problem}.`
      : read.words.length > 0 ? html`Its words: ${read.words.map((w, i) => html`<code key=${i}>${w}</code> `)}` : ''}</p>`;
}

function Restore({ draft, edit, points }) {
  return html`<${Field} label="Rollback point">${(id) => html`<select id=${id} name="point" value=${draft.point}
      onChange=${(e) => edit({ point: e.target.value })}>
    <option value="">choose one</option>
    ${points.map((p) => html`<option key=${p.id} value=${p.id}>${p.id}, ${moment(p.createdAt)}${p.verified ? '' : ', not verified'}</option>`)}
  </select>`}<//>
  ${points.length === 0 && html`<p>This stack has no rollback point yet.</p>`}`;
}

/** Which images an update brings, where others than the compose file names. */
export function Images({ draft, edit, services, children }) {
  return html`<details data-part="images"><summary>Other images</summary>
    <p class="soft">What you fill in is written into the compose file first.</p>
    ${services.map((s) => html`<${Field} key=${s.name} label=${`Image of ${s.name}`}>
      ${(id) => html`<input id=${id} name=${`image-${s.name}`} value=${draft.images[s.name] ?? ''} placeholder=${s.image ?? ''} autocomplete="off"
        autocapitalize="none" spellcheck=${false}
        onInput=${(e) => edit({ images: { ...draft.images, [s.name]: e.target.value } })} />`}
    <//>`)}
    ${children}
  </details>`;
}

function Update({ draft, edit, services }) {
  return html`<${Images} draft=${draft} edit=${edit} services=${services}>
    <label class="check"><input type="checkbox" checked=${draft.pull} onChange=${(e) => edit({ pull: e.target.checked })} />
      Pull every image, also those that are here</label>
  <//>`;
}

/**
 * @param edit takes the fields that are to be others
 */
export function ChangeForm({ draft, edit, services, points }) {
  const group = useId();
  return html`<fieldset><legend>Change</legend>
      ${KINDS.map(([kind, name, what]) => html`<label class="check" key=${kind}>
        <input type="radio" name=${group} value=${kind} checked=${draft.type === kind} onChange=${() => edit({ type: kind })} />
        <span><strong>${name}</strong> <span class="soft">${what}</span></span></label>`)}
    </fieldset>
    ${draft.type === 'update' && html`<${Update} draft=${draft} edit=${edit} services=${services} />`}
    ${draft.type === 'exec' && html`<${Exec} draft=${draft} edit=${edit} services=${services} />`}
    ${draft.type === 'restore' && html`<${Restore} draft=${draft} edit=${edit} points=${points} />`}`;
}
