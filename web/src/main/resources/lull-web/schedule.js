// One schedule: when it runs and what for, what came of it last, and what can be asked of it.

import { KINDS } from './change.js';
import { Coming, ZonedTime } from './coming.js';
import { ownZone, whole } from './format.js';
import { useLoad } from './load.js';
import { Refusal, Time, Waiting } from './page.js';
import { may } from './role.js';
import { stackAddress, windowAddress } from './route.js';
import { only, ScheduleAsk, WAITS } from './schedule-ask.js';
import { classes, html, useState } from './view.js';

const TONES = { [WAITS]: 'careful', 'waiting for room': 'careful', opened: 'good', skipped: 'careful', refused: 'bad' };
const SHOWN_RUNS = 20;

/** What must not be missed of a schedule, each with its tone. */
export function signsOf(schedule) {
  const last = schedule.last?.state;
  return [
    last === WAITS && ['Waits for approval', 'careful'],
    last === 'refused' && ['Refused last time', 'bad'],
    schedule.paused && ['Paused', 'careful'],
    schedule.skipping && ['Skips its next run', 'careful'],
    schedule.ended && ['Over', 'soft'],
  ].filter(Boolean);
}

/** Until when a run can be approved that waits since then. */
export const approvableUntil = (since, seconds) => new Date(Date.parse(since) + seconds * 1000).toISOString();

/** Why there is no next run. */
export function noneComing(schedule) {
  if (schedule.paused) return 'None: it is paused.';
  return schedule.ended ? 'None: it is over.' : 'None.';
}

function What({ change }) {
  const known = KINDS.find(([kind]) => kind === change.type);
  return html`${change.type}${known && html`<span class="soft">: ${known[2]}</span>`}
    ${change.pull && html`<div class="soft">Every image is pulled first.</div>`}
    ${Object.entries(change.images ?? {}).map(([service, image]) => html`<div key=${service}>${service}: <code>${image}</code></div>`)}
    ${change.command && html`<div><code>${change.command.join(' ')}</code> in ${change.service}</div>`}`;
}

/** What came of a run. */
function Came({ run, zone }) {
  return html`<strong class=${TONES[run.state]}>${run.state}</strong>${run.why && `: ${run.why}`}${' '}
    ${run.window !== undefined && html`<a href=${windowAddress(run.window)}>Window ${run.window}</a> `}
    <span class="soft">due <${ZonedTime} at=${run.due} zone=${zone} />${run.by && `, by ${run.by}`}</span>`;
}

function Last({ schedule }) {
  const run = schedule.last;
  if (!run) return 'It has not run yet.';
  return html`<div class="lines" data-part="last" data-state=${run.state}><${Came} run=${run} zone=${schedule.zone} /></div>
    ${run.state === WAITS && schedule.approve !== undefined && html`<div class="careful">It waits for a word until${' '}
      <${ZonedTime} at=${approvableUntil(run.at, schedule.approve)} zone=${schedule.zone} />.</div>`}`;
}

function When({ schedule }) {
  return html`<div><dt>When</dt><dd><span data-part="words">${schedule.words}</span>
      <div class="soft">${schedule.cron ? html`<code>${schedule.cron}</code> by the clocks of ${schedule.zone}`
        : `times are by your clock: ${ownZone()}`}</div></dd></div>
    <div><dt>Next runs</dt><dd>${schedule.next.length > 0
      ? html`<${Coming} next=${schedule.next} zone=${schedule.zone} />` : noneComing(schedule)}
      ${schedule.skipping && html`<div class="careful">The run before these is left out.</div>`}</dd></div>`;
}

function Terms({ schedule }) {
  return html`<div><dt>Change</dt><dd><${What} change=${schedule.change} /></dd></div>
    <div><dt>Length</dt><dd>the door is expected to be closed for ${whole(schedule.length)}</dd></div>
    <div><dt>If it is late</dt><dd>${schedule.late > 0 ? `it may still begin within ${whole(schedule.late)}` : 'it is left out'}</dd></div>
    <div><dt>Only if</dt><dd>${only(schedule.onlyIf) || 'always'}</dd></div>
    <div><dt>Approval</dt><dd>${schedule.approve === undefined ? 'begins by itself'
      : `begins after a person’s word, given within ${whole(schedule.approve)}`}</dd></div>`;
}

function Source({ schedule }) {
  return schedule.source === 'file'
    ? html`from the compose file of ${schedule.stack}: <code>x-lull</code>, <code>schedule</code>, <code>${schedule.name}</code>.${' '}
        <span class="soft">It can’t be removed as long as it stands there: take it out, or pause it.</span>`
    : html`added <${Time} at=${schedule.since} />${schedule.by && ` by ${schedule.by}`}`;
}

function Runs({ schedule }) {
  const { data, trouble } = useLoad(`/schedules/${schedule.id}/runs?limit=${SHOWN_RUNS}`);
  if (!data) return html`<${Waiting} trouble=${trouble} what="its runs" />`;
  if (data.runs.length === 0) return html`<p>It has not run yet.</p>`;
  return html`<ul class="plain">${data.runs.map((run) => html`<li key=${run.due} class="lines" data-state=${run.state}>
    <${Came} run=${run} zone=${schedule.zone} /></li>`)}</ul><${Refusal} trouble=${trouble} />`;
}

function Earlier({ schedule }) {
  const [open, setOpen] = useState(false);
  return html`<details data-part="runs" onToggle=${(e) => setOpen(e.target.open)}><summary>Its last runs</summary>
    ${open && html`<${Runs} key=${schedule.last?.at} schedule=${schedule} />`}</details>`;
}

/**
 * @param heading the tag of its heading
 * @param reload has all schedules asked for again
 */
export function Schedule({ schedule, heading, session, reload }) {
  const signs = signsOf(schedule);
  return html`<section class=${classes('card', schedule.last?.state === WAITS && 'state careful')}
      aria-label=${`Schedule ${schedule.name} of ${schedule.stack}`} data-schedule=${schedule.name}>
    <div class="row"><${heading}>${schedule.name}<//><a href=${stackAddress(schedule.stack)}>${schedule.stack}</a>
      ${signs.map(([text, tone]) => html`<strong class=${tone} key=${text} data-part="sign">${text}</strong>`)}</div>
    <dl class="pairs"><${When} schedule=${schedule} />
      <div><dt>Last run</dt><dd><${Last} schedule=${schedule} /></dd></div>
      <${Terms} schedule=${schedule} />
      <div><dt>From</dt><dd data-part="source"><${Source} schedule=${schedule} /></dd></div></dl>
    ${may(session, 'operator') && html`<${ScheduleAsk} schedule=${schedule} reload=${reload} />`}
    <${Earlier} schedule=${schedule} />
  </section>`;
}
