// Opening a window with the plan that is shown.

import { post } from './api.js';
import { Attempt } from './attempt.js';
import { expectation, seconds } from './format.js';
import { Field, Refusal, Text } from './page.js';
import { needs } from './role.js';
import { windowAddress } from './route.js';
import { html, useRef, useState } from './view.js';

const LONGEST_S = 7 * 24 * 3600;

/** What the form means, as the API takes it. */
export function openWindow(stack, change, form) {
  const text = (name) => form[name].trim() && { [name]: form[name].trim() };
  return {
    stack,
    change,
    ...text('reason'),
    ...text('expected'),
    ...text('gitSha'),
    ...text('changeUrl'),
    ...(form.approve && { approve: true }),
    ...(form.holdBefore && { holdBefore: [form.holdBefore] }),
  };
}

/** What is wrong with the form; nothing if it can be sent. */
export function wrongWith(form, confirm) {
  const expected = form.expected.trim() === '' ? 1 : seconds(form.expected);
  if (expected === undefined || expected <= 0) return 'Expected: a duration such as 90s, 5m or 1h30m.';
  if (expected > LONGEST_S) return 'Expected: at most 7 days.';
  if (confirm !== undefined && form.confirm !== confirm) return `Type the stack’s name to confirm: ${confirm}.`;
  return undefined;
}

function More({ form, edit, plan }) {
  return html`<details><summary>More</summary>
    <${Text} form=${form} edit=${edit} name="changeUrl" label="Address of the change" type="url" hint="Kept with the window, e.g. of a pull request" />
    <${Text} form=${form} edit=${edit} name="gitSha" label="Git commit" autocapitalize="none" spellcheck=${false} />
    <${Field} label="Hold before a step" hint="The window waits there for your word">${(id, hint) => html`
      <select id=${id} name="holdBefore" aria-describedby=${hint} value=${form.holdBefore} onChange=${(e) => edit({ holdBefore: e.target.value })}>
        <option value="">no</option>
        ${plan.steps.slice(1).map((s) => html`<option key=${s.step} value=${s.step}>${s.step}</option>`)}
      </select>`}<//>
  </details>`;
}

const EMPTY = { reason: '', gitSha: '', changeUrl: '', approve: false, holdBefore: '', confirm: '' };

function useStart(stack, plan) {
  const [form, setForm] = useState(() => ({
    ...EMPTY, expected: plan.expected ? expectation(plan.expected.closedSeconds) : '5m',
  }));
  const [state, setState] = useState({});
  const attempt = useRef(new Attempt());
  const confirm = plan.change.type === 'restore' ? stack.name : undefined;
  const submit = async (event) => {
    event.preventDefault();
    const wrong = wrongWith(form, confirm);
    if (state.busy || wrong) {
      setState({ ...state, wrong });
      return;
    }
    setState({ busy: true });
    const body = openWindow(stack.name, plan.change, form);
    try {
      const window = await post('/windows', body, {
        headers: { 'Idempotency-Key': attempt.current.keyFor(body) }, patience: 120_000,
      });
      location.hash = windowAddress(window.id);
    } catch (trouble) {
      if (!trouble.uncertain) attempt.current.refused();
      setState({ trouble });
    }
  };
  return { form, confirm, submit, edit: (fields) => setForm((was) => ({ ...was, ...fields })), ...state };
}

function Form({ stack, plan }) {
  const { form, edit, confirm, submit, busy, trouble, wrong } = useStart(stack, plan);
  return html`<form onSubmit=${submit} aria-label="Start">
    <${Text} form=${form} edit=${edit} name="reason" label="Reason" hint="Wanted: it stands in the history and in the report" />
    <${Text} form=${form} edit=${edit} name="expected" label="Expected until visitors are in again" autocapitalize="none"
      hint="For example 90s, 5m or 1h30m. If it takes longer, Lull says so and goes on." />
    <label class="check"><input type="checkbox" name="approve" checked=${form.approve} onChange=${(e) => edit({ approve: e.target.checked })} />
      Ask for my word before it reopens</label>
    <${More} form=${form} edit=${edit} plan=${plan} />
    ${confirm && html`<p class="notice bad">What was written on ${confirm} since this rollback point was taken is lost.</p>
      <${Text} form=${form} edit=${edit} name="confirm" label=${`Type the stack’s name to confirm: ${confirm}`} autocapitalize="none" spellcheck=${false} />`}
    ${wrong && html`<p class="bad" role="alert">${wrong}</p>`}
    <${Refusal} trouble=${trouble}>${trouble?.uncertain && html`<p>Nobody knows whether the window was opened. Start again: it opens only one.</p>`}<//>
    <div class="buttons"><button type="submit" class=${confirm ? 'danger' : 'primary'} disabled=${busy} data-action="start">
      ${busy ? 'Opening the window…' : 'Start the window'}</button></div>
  </form>`;
}

export function Start({ stack, plan, session }) {
  const refused = needs(session, 'operator', 'Starting a window');
  return html`<section class="card" aria-label="Start" data-part="start"><h2>Start</h2>
    ${refused ? html`<p class="soft">${refused}</p>`
      : stack.window !== undefined ? html`<p>Another window is open on this stack.</p>`
      : html`<${Form} stack=${stack} plan=${plan} />`}
  </section>`;
}
