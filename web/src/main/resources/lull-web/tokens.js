// Tokens: who may use the API over TCP, made and revoked.

import { at, post, remove } from './api.js';
import { Dialog } from './dialog.js';
import { seconds } from './format.js';
import { useLoad } from './load.js';
import { Copyable, Field, Heading, Refusal, Time, Waiting } from './page.js';
import { may, needs } from './role.js';
import { html, useEffect, useRef, useState } from './view.js';

const ROLES = [
  ['viewer', 'sees everything'],
  ['operator', 'runs windows too'],
  ['admin', 'manages tokens and deletes rollback points too'],
];

/** `valid`, `revoked` or `expired`. */
export function stateOfToken(token, now = Date.now()) {
  if (token.revokedAt) return 'revoked';
  return token.expiresAt && Date.parse(token.expiresAt) <= now ? 'expired' : 'valid';
}

function Token({ token, revoke }) {
  const state = stateOfToken(token);
  return html`<li data-token=${token.name} data-state=${state}>
    <div class="row"><strong>${token.name}</strong><span class="tag">${token.role}</span>
      <span class=${state === 'valid' ? 'good' : 'careful'}>${state}</span>
      ${state === 'valid' && html`<button type="button" class="danger" onClick=${revoke} data-action="revoke"
        aria-label=${`Revoke ${token.name}…`}>Revoke…</button>`}</div>
    <div class="soft">made <${Time} at=${token.createdAt} />${token.createdBy && ` by ${token.createdBy}`};${' '}
      ${token.lastUsedAt ? html`last used <${Time} at=${token.lastUsedAt} />` : 'never used'}${
      token.revokedAt ? html`; revoked <${Time} at=${token.revokedAt} />`
        : token.expiresAt ? html`; expires <${Time} at=${token.expiresAt} />` : '; does not expire'}</div>
  </li>`;
}

/** The only time that it is seen. */
function Secret({ token, done }) {
  const heading = useRef();
  useEffect(() => heading.current.focus(), []);
  return html`<section class="card state good" aria-label="The new token" data-part="secret">
    <h2 ref=${heading} tabindex="-1">Token ${token.name} is made</h2>
    <p><strong>It is shown this once:</strong> keep it now where only its user can read it.</p>
    <${Copyable} text=${token.token} label=${`token ${token.name}`} />
    <div class="buttons"><button type="button" onClick=${done}>I have kept it</button></div>
  </section>`;
}

function Make({ made }) {
  const [form, setForm] = useState({ name: '', role: 'viewer', expires: '90d' });
  const [state, setState] = useState({});
  const edit = (fields) => setForm((was) => ({ ...was, ...fields }));
  const valid = form.name.trim() !== '' && (form.expires.trim() === '' || seconds(form.expires) > 0);
  const submit = async (event) => {
    event.preventDefault();
    if (state.busy || !valid) return;
    setState({ busy: true });
    try {
      const token = await post('/tokens', {
        name: form.name.trim(), role: form.role, ...(form.expires.trim() && { expires: form.expires.trim() }),
      });
      setForm({ ...form, name: '' });
      setState({});
      made(token);
    } catch (trouble) {
      setState({ trouble });
    }
  };
  return html`<form class="card" onSubmit=${submit} aria-label="New token"><h2>New token</h2>
    <${Field} label="Name" hint="Who or what uses it; it stands in the audit log">${(id, hint) => html`<input id=${id} name="name"
      autocomplete="off" autocapitalize="none" aria-describedby=${hint} value=${form.name} onInput=${(e) => edit({ name: e.target.value })} />`}<//>
    <${Field} label="Role">${(id) => html`<select id=${id} name="role" value=${form.role} onChange=${(e) => edit({ role: e.target.value })}>
      ${ROLES.map(([role, what]) => html`<option key=${role} value=${role}>${role}: ${what}</option>`)}</select>`}<//>
    <${Field} label="Expires after" hint="For example 90d or 12h; empty: never">${(id, hint) => html`<input id=${id} name="expires"
      autocomplete="off" autocapitalize="none" aria-describedby=${hint} value=${form.expires} onInput=${(e) => edit({ expires: e.target.value })} />`}<//>
    <${Refusal} trouble=${state.trouble} />
    <div class="buttons"><button type="submit" class="primary" disabled=${state.busy || !valid} data-action="create">Make the token</button></div>
  </form>`;
}

function Revoke({ token, close, gone }) {
  const act = async () => {
    await remove(at`/tokens/${token.id}`);
    gone();
  };
  return html`<${Dialog} title=${`Revoke ${token.name}`} button="Revoke" tone="danger" act=${act} close=${close}
    does="It is refused from now on, and who is signed in with it is signed out. Windows that it opened go on."
    loses="It can’t be made valid again; make a new one instead." />`;
}

function Managed() {
  const { data, trouble, reload } = useLoad('/tokens');
  const [secret, setSecret] = useState();
  const [asked, ask] = useState();
  const made = (token) => {
    setSecret(token);
    reload();
  };
  if (!data) return html`<div class="room"><${Waiting} trouble=${trouble} what="the tokens" /></div>`;
  return html`
    ${secret && html`<${Secret} key=${secret.id} token=${secret} done=${() => setSecret(undefined)} />`}
    ${data.tokens.length === 0 ? html`<p>There are no tokens.</p>`
      : html`<ul class="plain card">${data.tokens.map((t) => html`<${Token} key=${t.id} token=${t} revoke=${() => ask(t)} />`)}</ul>`}
    <${Refusal} trouble=${trouble} />
    <${Make} made=${made} />
    ${asked && html`<${Revoke} token=${asked} gone=${reload} close=${() => ask(undefined)} />`}`;
}

export function Tokens({ session }) {
  return html`<${Heading} title="Tokens" />
    ${may(session, 'admin') ? html`<${Managed} />` : html`<p>${needs(session, 'admin', 'Seeing and making tokens')}</p>`}`;
}
