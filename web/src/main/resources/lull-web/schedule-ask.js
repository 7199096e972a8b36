// Asking something of a schedule: a button for each thing that can be asked of it now, and a dialog
// before what can't be undone or opens a window.

import { at, post, remove } from './api.js';
import { useReturn } from './ask.js';
import { Dialog } from './dialog.js';
import { inZone, whole } from './format.js';
import { Refusal } from './page.js';
import { html, useState } from './view.js';

/** A run that nobody has approved yet, as the API has it. */
export const WAITS = 'waiting for approval';

/** The states of a run that is not over: until it is, the daemon begins no other of its schedule. */
const UNDER_WAY = new Set(['looking', WAITS, 'waiting for room', 'opening']);

const CONDITIONS = { changed: 'there is something to do', healthy: 'the stack is healthy' };

/** What has to be so before it opens a window; blank where nothing has to. */
export const only = (conditions) => conditions.map((word) => CONDITIONS[word] ?? word).join(', and ');

const when = (iso, zone) => (zone ? `${inZone(iso, zone)} (${zone})` : inZone(iso));

function opens(schedule) {
  const condition = only(schedule.onlyIf);
  return `${condition ? `If ${condition}, a` : 'A'} window is opened on ${schedule.stack}: ${schedule.change.type}. `
    + `The door is expected to be closed for ${whole(schedule.length)}.`;
}

const MAKERS = {
  approve(schedule) {
    const { due, why } = schedule.last;
    return {
      name: 'Approve',
      does: `The run that was due ${when(due, schedule.zone)} goes on.${why && ` What is new: ${why}.`} ${opens(schedule)}`,
      said: 'It is approved.',
      act: () => post(at`/schedules/${schedule.id}/approve`, { due }),
    };
  },
  pause(schedule) {
    return {
      name: 'Pause',
      said: 'It is paused: it does not run until it is resumed.',
      act: () => post(at`/schedules/${schedule.id}/pause`),
    };
  },
  resume(schedule) {
    return {
      name: 'Resume',
      said: 'It goes on. What was due meanwhile is not made up for.',
      act: () => post(at`/schedules/${schedule.id}/resume`),
    };
  },
  skip(schedule) {
    const [next, then] = schedule.next;
    return {
      name: 'Skip next',
      does: `The run of ${when(next, schedule.zone)} is left out, and recorded as skipped.${
        then ? ` The next is then that of ${when(then, schedule.zone)}.` : ''}`,
      loses: 'That run: it can’t be put back, but the schedule can be run by hand at any time.',
      said: 'The next run is left out.',
      act: () => post(at`/schedules/${schedule.id}/skip`),
    };
  },
  run(schedule) {
    return {
      name: 'Run now',
      does: `It runs now, ${schedule.ended ? 'though its own time is over' : 'beside its own times'}.${schedule.approve === undefined ? '' : ' Asking for it is the word that it waits for otherwise.'} ${opens(schedule)}`,
      said: 'It was asked to run now.',
      act: () => post(at`/schedules/${schedule.id}/run`),
    };
  },
  remove(schedule) {
    return {
      name: 'Remove',
      does: 'It does not run any more. Windows that it opened stay as they are.',
      loses: 'It can’t be brought back; add it again instead.',
      tone: 'danger',
      said: 'It is removed.',
      act: () => remove(at`/schedules/${schedule.id}`),
    };
  },
};

/** What can be asked of a schedule now, that which leads on first. */
export function offersOf(schedule) {
  // One of a compose file can go once its stack is gone; then its last run was refused.
  const removable = schedule.source !== 'file' || schedule.last?.state === 'refused';
  return [
    schedule.last?.state === WAITS && 'approve',
    !UNDER_WAY.has(schedule.last?.state) && 'run',
    !schedule.ended && !schedule.skipping && schedule.next.length > 0 && 'skip',
    !schedule.ended && (schedule.paused ? 'resume' : 'pause'),
    removable && 'remove',
  ].filter(Boolean);
}

/** Does what is asked, then has all shown as it is by then. */
function useDeeds(reload) {
  const [state, setState] = useState({});
  const done = (offer) => {
    setState({ said: offer.said });
    reload();
  };
  const act = async (offer) => {
    if (state.busy) return;
    setState({ busy: true });
    try {
      await offer.act();
      done(offer);
    } catch (trouble) {
      setState({ trouble });
    }
  };
  return { ...state, act, done };
}

function Asking({ schedule, offer, done, close }) {
  const act = async () => {
    await offer.act();
    done(offer);
    // after its dialog is closed, for the button that opened it goes too
    if (offer.action === 'remove') setTimeout(() => document.querySelector('h1')?.focus());
  };
  return html`<${Dialog} title=${`${offer.name} – ${schedule.name} of ${schedule.stack}`} does=${offer.does} loses=${offer.loses}
    button=${offer.name} tone=${offer.tone} act=${act} close=${close} />`;
}

export function ScheduleAsk({ schedule, reload }) {
  // What a dialog says was said of the schedule as it was when it was opened.
  const [asked, ask] = useState();
  const [box, closed] = useReturn();
  const { said, trouble, act, done } = useDeeds(reload);
  const close = () => {
    closed();
    ask(undefined);
  };
  const all = offersOf(schedule).map((action) => ({ action, ...MAKERS[action](schedule) }));
  return html`<div ref=${box} tabindex="-1">
    <div class="buttons" role="group" aria-label=${`What you can do with ${schedule.name} of ${schedule.stack}`}>
      ${all.map((offer) => html`<button type="button" key=${offer.action === 'resume' ? 'pause' : offer.action} data-action=${offer.action}
        class=${offer.tone ?? (offer.action === 'approve' ? 'primary' : '')}
        onClick=${() => (offer.does ? ask(offer) : act(offer))}>${offer.name}${offer.does && '…'}</button>`)}
    </div>
    <p class="soft" role="status">${said}</p>
    <${Refusal} trouble=${trouble} />
    ${asked && html`<${Asking} schedule=${schedule} offer=${asked} done=${done} close=${close} />`}
  </div>`;
}
