// Rollback points: is one still good, what would a restore of it change, restore it, delete it.

import { at, post, read, remove } from './api.js';
import { Attempt } from './attempt.js';
import { Dialog } from './dialog.js';
import { seconds, shortId, size } from './format.js';
import { useLoad } from './load.js';
import { Field, Heading, Refusal, Time, Waiting } from './page.js';
import { Preview } from './preview.js';
import { progress } from './progress.js';
import { may, needs } from './role.js';
import { planAddress, windowAddress } from './route.js';
import { html, useEffect, useRef, useState } from './view.js';

/** Reads a point, which takes a while: how far it is, then what came of it. */
function useReading(point) {
  const [state, setState] = useState({});
  const leave = useRef();
  useEffect(() => () => leave.current?.abort(), []);
  const start = async (what, type) => {
    leave.current?.abort();
    const mine = new AbortController();
    leave.current = mine;
    setState({ what });
    try {
      const result = await read(at`/snapshots/${point.id}/${what}`, type, (line) => {
        if (line.type === 'progress' && leave.current === mine) setState({ what, text: line.text });
      }, mine.signal);
      if (leave.current === mine) setState({ result });
    } catch (trouble) {
      if (leave.current === mine && !mine.signal.aborted) setState({ trouble });
    }
  };
  const stop = () => {
    leave.current?.abort();
    setState({});
  };
  return { ...state, verify: () => start('verify', 'verified'), dryRun: () => start('dry-run', 'dry-run'), stop };
}

function Verified({ result }) {
  return html`<div class=${`notice ${result.good ? 'good' : 'bad'}`} data-part="verified" data-good=${result.good}>
    ${result.good ? html`<p>It is good: ${size(result.bytes)} were read and are what its manifest says.</p>`
      : html`<p>It can’t be restored:</p><ul>${result.problems.map((p) => html`<li key=${p}>${p}</li>`)}</ul>`}
  </div>`;
}

function Reading({ reading }) {
  if (reading.what) {
    return html`<div class="notice reading" data-state="running">
      <p>${reading.text ?? 'Reading it…'}</p>
      <progress max="100" value=${progress(reading.text)?.percent} aria-label=${reading.what}></progress>
      <button type="button" onClick=${reading.stop}>Stop waiting</button>
    </div>`;
  }
  return html`<div role="status">
    ${reading.result?.type === 'verified' && html`<${Verified} result=${reading.result} />`}
    ${reading.result?.type === 'dry-run' && html`<${Preview} preview=${reading.result} />`}
    <${Refusal} trouble=${reading.trouble} />
  </div>`;
}

function Restore({ point, close }) {
  const [form, setForm] = useState({ reason: '', expected: '', approve: false });
  const edit = (fields) => setForm((was) => ({ ...was, ...fields }));
  const attempt = useRef(new Attempt());
  const act = async (typed) => {
    const body = {
      confirm: typed,
      ...(form.reason.trim() && { reason: form.reason.trim() }),
      ...(form.expected.trim() && { expected: form.expected.trim() }),
      ...(form.approve && { approve: true }),
    };
    try {
      const window = await post(at`/snapshots/${point.id}/restore`, body, {
        headers: { 'Idempotency-Key': attempt.current.keyFor(body) }, patience: 120_000,
      });
      location.hash = windowAddress(window.id);
    } catch (trouble) {
      if (!trouble.uncertain) attempt.current.refused();
      throw trouble;
    }
  };
  return html`<${Dialog} title=${`Restore ${point.id}`} confirm=${point.stack} button="Restore" tone="danger" act=${act} close=${close}
      ready=${form.expected.trim() === '' || seconds(form.expected) > 0}
      does=${`Opens a window on ${point.stack} that closes the door, takes a new rollback point, returns volumes, containers, compose and env files to this one, checks the app and opens again.`}
      loses=${`What was written on ${point.stack} since this point was taken. The window’s own rollback point keeps it.`}>
    <${Field} label="Reason">${(id) => html`<input id=${id} name="reason" autocomplete="off" value=${form.reason}
      onInput=${(e) => edit({ reason: e.target.value })} />`}<//>
    <${Field} label="Expected until visitors are in again" hint="For example 90s, 5m or 1h30m">${(id, hint) => html`
      <input id=${id} name="expected" autocomplete="off" autocapitalize="none" aria-describedby=${hint} placeholder="5m"
        value=${form.expected} onInput=${(e) => edit({ expected: e.target.value })} />`}<//>
    <label class="check"><input type="checkbox" checked=${form.approve} onChange=${(e) => edit({ approve: e.target.checked })} />
      Ask for my word before it reopens</label>
  <//>`;
}

function Delete({ point, close, gone }) {
  const act = async () => {
    await remove(at`/snapshots/${point.id}`);
    gone();
  };
  return html`<${Dialog} title=${`Delete ${point.id}`} button="Delete" tone="danger" act=${act} close=${close}
    does=${`Removes this rollback point of ${point.stack} from this host, and the tags that keep its images.`}
    loses=${`The way back to what ${point.stack} was then. An off-site copy stays where it is.`} />`;
}

function Buttons({ session, reading, ask }) {
  return html`<div class="buttons">
    ${may(session, 'operator') && html`
      <button type="button" disabled=${reading.what !== undefined} onClick=${reading.verify} data-action="verify">Verify</button>
      <button type="button" disabled=${reading.what !== undefined} onClick=${reading.dryRun} data-action="dry-run">What would a restore change?</button>
      <button type="button" class="danger" onClick=${() => ask('restore')} data-action="restore">Restore…</button>`}
    ${may(session, 'admin') && html`<button type="button" class="danger" onClick=${() => ask('delete')} data-action="delete">Delete…</button>`}
  </div>`;
}

function Point({ point, session, gone }) {
  const reading = useReading(point);
  const [asked, ask] = useState();
  const close = () => ask(undefined);
  return html`<section class="card" aria-label=${`Rollback point ${point.id}`} data-point=${point.id}>
    <div class="row"><h2>${point.id}</h2><span class=${point.verified ? 'good' : 'bad'}>${point.verified ? 'verified' : 'not verified'}</span></div>
    <p class="soft">${point.stack}, <${Time} at=${point.createdAt} />, ${size(point.bytes)}, by <a href=${windowAddress(point.window)}>window ${point.window}</a></p>
    <details><summary>What is in it</summary>
      <ul>${point.volumes.map((v) => html`<li key=${v.name}>volume ${v.name}: ${v.store}, ${size(v.bytes)}</li>`)}
        ${Object.entries(point.images ?? {}).map(([service, id]) => html`<li key=${`image ${service}`}>image of ${service}: <code>${shortId(id)}</code></li>`)}</ul>
      <p><a href=${planAddress(point.stack, { change: 'restore', point: point.id })}>The plan of a restore</a></p>
    </details>
    <${Buttons} session=${session} reading=${reading} ask=${ask} />
    <${Reading} reading=${reading} />
    ${asked === 'restore' && html`<${Restore} point=${point} close=${close} />`}
    ${asked === 'delete' && html`<${Delete} point=${point} close=${close} gone=${gone} />`}
  </section>`;
}

export function Points({ session }) {
  const { data, trouble, reload } = useLoad('/snapshots');
  const gone = () => {
    reload();
    // after its dialog is closed, for the button that opened it goes too
    setTimeout(() => document.querySelector('h1')?.focus());
  };
  const refused = needs(session, 'operator', 'Verifying and restoring')
    ?? needs(session, 'admin', 'Deleting');
  if (!data) return html`<${Heading} title="Rollback points" /><div class="room"><${Waiting} trouble=${trouble} what="the rollback points" /></div>`;
  return html`<${Heading} title="Rollback points" />
    ${data.unreadable.map((u) => html`<p class="notice bad" key=${u.name}>Not to be restored: ${u.name}: ${u.why}</p>`)}
    ${data.snapshots.length === 0 ? html`<p>There are none yet; each window takes one.</p>`
      : refused && html`<p class="soft">${refused}</p>`}
    <${Refusal} trouble=${trouble} />
    ${data.snapshots.map((p) => html`<${Point} key=${p.id} point=${p} session=${session} gone=${gone} />`)}`;
}
