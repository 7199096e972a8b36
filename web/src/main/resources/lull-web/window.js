// One window, while it goes on and afterwards. The state and the next thing to do come first.

import { reportOf } from './api.js';
import { Ask } from './ask.js';
import { Certificate } from './certificate.js';
import { about, count, duration, shortId, whole } from './format.js';
import { Layers } from './layers.js';
import { Watch } from './live.js';
import { Output } from './output.js';
import { Advice, Elapsed, Heading, Time, useTick, Waiting } from './page.js';
import { planAddress } from './route.js';
import { Standing } from './standing.js';
import { alarms, happenedOf, secondsLeft, stateOf, toneOf, whoAndWhy } from './state.js';
import { Steps } from './steps.js';
import { classes, html, useEffect, useRef, useState } from './view.js';

function useWatch(id) {
  const [state, setState] = useState({ lines: {} });
  const watch = useRef();
  useEffect(() => {
    const mine = new Watch(id, setState);
    watch.current = mine;
    const look = () => {
      if (document.visibilityState === 'visible') mine.refresh();
    };
    document.addEventListener('visibilitychange', look);
    mine.start();
    return () => {
      document.removeEventListener('visibilitychange', look);
      mine.stop();
    };
  }, [id]);
  return { ...state, show: (view) => watch.current.show(view), want: (step) => watch.current.output(step) };
}

const ADDRESS = /^https?:\/\//;

/** An address to go to; any other text stays text. */
const Link = ({ text }) => (ADDRESS.test(text) ? html`<a href=${text} rel="noreferrer noopener">${text}</a>` : text);

function State({ window, session, show }) {
  const shouts = alarms(window);
  const { said, list, then } = happenedOf(window);
  return html`<section class=${classes('card', 'state', toneOf(window), !window.ended && 'live')} aria-label="State"
      data-state=${window.held ? 'held' : window.phase} data-phase=${window.phase}>
    <div class="row lead">
      <p class=${classes('where', toneOf(window))} role="status">${stateOf(window)}</p>
      ${shouts.map((text) => html`<strong class=${classes('alarm', window.phase === 'stuck' && 'bad')} role="alert" key=${text}>${text}</strong>`)}
    </div>
    <p class="happened">${said}</p>
    ${list.length > 0 && html`<ul data-part="found">${list.map((text) => html`<li key=${text}>${text}</li>`)}</ul>`}
    ${then && html`<p>${then}</p>`}
    <${Ask} window=${window} session=${session} shown=${show} />
    ${window.next.length > 0 && html`<h2 class="small">What to do next</h2>
      <ul class="next">${window.next.map((text) => html`<li key=${text}><${Advice} text=${text} /></li>`)}</ul>`}
  </section>`;
}

/** Until visitors are in again: how long still, or by how much it is over. */
function Expected({ window, since }) {
  useTick(!window.ended);
  if (window.ended) return null;
  const left = secondsLeft(window) - (performance.now() - since) / 1000;
  return html`<div><dt>Visitors expected in again</dt>
    <dd><${Time} at=${window.expectedBackAt} />${' '}
      <span class=${window.overran ? 'careful' : 'soft'}>${left >= 0 ? `in ${about(left)}` : `${about(-left)} ago`}</span></dd></div>`;
}

function Times({ window, since }) {
  const share = Math.min(1, window.elapsedSeconds / Math.max(1, window.expectedSeconds));
  return html`<section class="card times" aria-label="Times">
    ${!window.ended && html`<progress class=${classes(window.overran && 'over')} max="1" value=${share}
      aria-label="Elapsed of the expected time"></progress>`}
    <dl class="pairs">
      <div><dt>Elapsed</dt><dd><${Elapsed} seconds=${window.elapsedSeconds} since=${since} running=${!window.ended} />
        <span class="soft"> of ${whole(window.expectedSeconds)} expected</span></dd></div>
      <${Expected} window=${window} since=${since} />
      <div><dt>Door closed</dt><dd>${window.doorClosedSeconds > 0 || window.door === 'closed'
        ? html`<${Elapsed} seconds=${window.doorClosedSeconds} since=${since} running=${window.door === 'closed' && !window.ended} />`
        : 'not yet'}${window.usualSeconds !== undefined && html`<span class="soft"> usually ${duration(window.usualSeconds)}</span>`}</dd></div>
      ${window.visitors && html`<div><dt>Visitors met</dt><dd>${count(window.visitors.met, 'request')} answered by the page</dd></div>`}
    </dl>
  </section>`;
}

function About({ window }) {
  return html`<section class="card" aria-label="About this window">
    <h2>About this window</h2>
    <dl class="pairs">
      <div><dt>What</dt><dd>${window.what}</dd></div>
      <div><dt>Opened</dt><dd><${Time} at=${window.openedAt} /> ${whoAndWhy(window)}</dd></div>
      ${window.endedAt && html`<div><dt>Ended</dt><dd><${Time} at=${window.endedAt} /></dd></div>`}
      ${window.changeUrl && html`<div><dt>Change</dt><dd><${Link} text=${window.changeUrl} /></dd></div>`}
      ${window.gitSha && html`<div><dt>Git</dt><dd><code>${window.gitSha}</code></dd></div>`}
      ${window.point && html`<div><dt>Rollback point</dt><dd><a href="#/points">${window.point}</a></dd></div>`}
      ${window.offsite && html`<div><dt>Off-site copy</dt><dd>${window.offsite}</dd></div>`}
      ${window.summary && html`<div><dt>Summary</dt><dd class="lines">${window.summary}</dd></div>`}
    </dl>
    <p><a href=${reportOf(window.id)}>Report (Markdown)</a> · <a href=${planAddress(window.stack)}>Plan a window on ${window.stack}</a></p>
  </section>`;
}

function Facts({ facts }) {
  return html`<details class="card" data-part="facts"><summary><h2>What ran before</h2>
      <span class="soft"> ${count(facts.replicas.length, 'container')}</span></summary>
    <p>Taken <${Time} at=${facts.takenAt} />, before anything was touched.</p>
    <ul class="plain">${facts.replicas.map((r) => html`<li key=${r.container}>
      <div class="row"><span class=${`tag ${r.role}`}>${r.role}</span><strong>${r.container}</strong><code>${r.image}</code></div>
      <div class="soft">${r.running ? 'running' : 'not running'}, restart policy ${r.restart || 'no'}, image ${shortId(r.imageId ?? '')}</div>
    </li>`)}</ul>
  </details>`;
}

function Warnings({ warnings }) {
  return html`<section class="card" aria-label="Warnings" data-part="warnings">
    <h2>Warnings</h2>
    <ul class="plain">${warnings.map((w) => html`<li key=${`${w.at} ${w.text}`}>
      <strong class="careful">${w.step}: </strong>${w.text} <span class="soft"><${Time} at=${w.at} /></span></li>`)}</ul>
  </section>`;
}

function WayBack({ wayBack, held, since }) {
  return html`<section class="card" aria-label="The way back" data-part="way-back">
    <h2>The way back</h2>
    <p>It was taken because ${wayBack.why}.</p>
    <${Steps} steps=${wayBack.steps} since=${since} held=${held} />
  </section>`;
}

function Whole({ window, since, lines, session, show, want }) {
  const held = window.held?.step;
  return html`
    <${State} window=${window} session=${session} show=${show} />
    ${window.phase === 'stuck' && html`<${Standing} id=${window.id} />`}
    <div class="halves">
      <div class="side">
        <section class="card" aria-label="Door and layers"><${Layers} window=${window} /></section>
        <${Times} window=${window} since=${since} />
        <${Output} window=${window} lines=${lines} want=${want} />
      </div>
      <div>
        ${window.wayBack && html`<${WayBack} wayBack=${window.wayBack} held=${held} since=${since} />`}
        <section class="card" aria-label="Steps"><h2>Steps</h2>
          <${Steps} steps=${window.steps} since=${since} held=${window.wayBack ? undefined : held} holdBefore=${window.holdBefore} /></section>
      </div>
    </div>
    ${window.warnings.length > 0 && html`<${Warnings} warnings=${window.warnings} />`}
    ${window.certificate && html`<${Certificate} certificate=${window.certificate} />`}
    ${window.facts && html`<${Facts} facts=${window.facts} />`}
    <${About} window=${window} />`;
}

export function Window({ id, session }) {
  const { view, since, lines, trouble, show, want } = useWatch(id);
  const name = view ? `Window ${id}: ${view.change.type} of ${view.stack}` : `Window ${id}`;
  return html`<${Heading} title=${view ? `${stateOf(view)} · ${name}` : name}>${name}<//>
    ${view ? html`<${Whole} window=${view} since=${since} lines=${lines} session=${session} show=${show} want=${want} />`
      : html`<div class="room"><${Waiting} trouble=${trouble} what="the window" /></div>`}`;
}
