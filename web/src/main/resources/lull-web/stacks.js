// Every stack of this host: how it is, what is wrong with its labels, and the way to a window.

import { count } from './format.js';
import { useLoad } from './load.js';
import { Copyable, Heading, Time, Waiting } from './page.js';
import { planAddress, stackAddress, windowAddress } from './route.js';
import { stateOf, toneOf } from './state.js';
import { html } from './view.js';

/** A sentence without its full stop gets one. */
const sentence = (text) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** How the containers of a service are, each way once. */
export function healthOf(service) {
  if (service.containers.length === 0) return { text: 'no container', tone: 'careful' };
  const ways = service.containers.map((c) => (c.health && c.health !== 'none' ? c.health : c.state));
  const text = [...new Set(ways)].map((way) => {
    const n = ways.filter((w) => w === way).length;
    return ways.length > 1 ? `${n} ${way}` : way;
  }).join(', ');
  // As Docker has it: 'Up 3 minutes (healthy)'.
  const tone = ways.some((w) => /unhealthy|restarting|dead|exited/i.test(w)) ? 'bad'
    : ways.every((w) => /\(healthy\)|^healthy|^running|^up [^(]*$/i.test(w)) ? 'good' : 'careful';
  return { text, tone };
}

/** Images of a service's containers, each once; what its compose file says where it has none. */
export function imagesOf(service) {
  const images = [...new Set(service.containers.map((c) => c.image))];
  return images.length > 0 ? images : [service.image].filter(Boolean);
}

function Problem({ problem }) {
  const error = problem.severity === 'error';
  return html`<li data-severity=${problem.severity}>
    <strong class=${error ? 'bad' : 'careful'}>${error ? 'To mend' : 'To know'}: </strong>
    ${problem.where}: ${sentence(problem.what)}
    <div class="soft">${sentence(problem.fix)}</div>
  </li>`;
}

function Service({ service }) {
  const { text, tone } = healthOf(service);
  const images = imagesOf(service);
  const ports = [...new Set(service.containers.flatMap((c) => c.ports ?? []))];
  return html`<li class="row" data-service=${service.name}>
    <span class=${`tag ${service.role}`}>${service.role}</span>
    <strong>${service.name}</strong>
    <span class=${tone} data-state=${text}>${text}</span>
    ${images.map((image) => html`<code key=${image}>${image}</code>`)}
    ${service.differs && html`<span class="soft">an update would change it${
      service.image && !images.includes(service.image) ? html` to <code>${service.image}</code>` : ''}</span>`}
    ${ports.length > 0 && html`<span class="soft">${count(ports.length, 'port').replace(/^\d+ /, '')} ${ports.join(', ')}</span>`}
  </li>`;
}

function Last({ window }) {
  return html`<p class="soft">Last window: <a href=${windowAddress(window.id)}>${window.id}, ${window.change.type}</a>,${' '}
    <span class=${toneOf(window)}>${stateOf(window)}</span>, <${Time} at=${window.endedAt ?? window.openedAt} /></p>`;
}

function Ready({ stack }) {
  const errors = stack.problems.filter((p) => p.severity === 'error').length;
  return stack.ready ? html`<span class="good">ready for a window</span>`
    : html`<span class="bad">${errors} to mend before a window</span>`;
}

export function Stack({ stack }) {
  return html`<section class="card" aria-label=${`Stack ${stack.name}`} data-stack=${stack.name} data-ready=${stack.ready}>
    <div class="row"><h2><a href=${stackAddress(stack.name)}>${stack.name}</a></h2><${Ready} stack=${stack} /></div>
    <p class="row actions">${stack.window !== undefined
      ? html`<a class="button primary" href=${windowAddress(stack.window)}>Window ${stack.window} is open</a>`
      : html`<a class=${stack.ready ? 'button primary' : 'button'} href=${planAddress(stack.name)} data-action="plan">Plan a window</a>`}
      <a href=${`#/windows?stack=${encodeURIComponent(stack.name)}`}>Its windows</a>
      <a href=${stackAddress(stack.name)} data-action="schedules">Its schedules</a></p>
    ${stack.lastWindow && html`<${Last} window=${stack.lastWindow} />`}
    <ul class="plain">${stack.services.map((s) => html`<${Service} key=${s.name} service=${s} />`)}</ul>
    ${stack.problems.length > 0 && html`<h3>What is wrong</h3>
      <ul class="plain">${stack.problems.map((p) => html`<${Problem} key=${p.where + p.what} problem=${p} />`)}</ul>`}
    ${stack.yaml && html`<h3>Suggested for the compose file; please confirm each role</h3>
      <${Copyable} text=${stack.yaml} label=${`labels for ${stack.name}`} />`}
    ${stack.differences.length > 0 && html`<h3>What an update would change</h3>
      <ul>${stack.differences.map((d) => html`<li key=${d}>${d}</li>`)}</ul>`}
    <div class="soft">${stack.files.join(', ') || stack.directory}</div>
  </section>`;
}

/** Those with an open window first, then those that have something to mend. */
export function inOrder(stacks) {
  const rank = (s) => (s.window !== undefined ? 0 : s.ready ? 2 : 1);
  return [...stacks].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

export function Stacks() {
  const { data, trouble, reload } = useLoad('/stacks', { every: 30 });
  return html`<div class="row"><${Heading} title="Stacks" />
      <button type="button" onClick=${reload}>Look again</button></div>
    ${!data ? html`<div class="room"><${Waiting} trouble=${trouble} what="the stacks" /></div>`
      : data.stacks.length === 0 ? html`<p>There are no Compose stacks on this host.</p>`
      : inOrder(data.stacks).map((s) => html`<${Stack} key=${s.name} stack=${s} />`)}`;
}
