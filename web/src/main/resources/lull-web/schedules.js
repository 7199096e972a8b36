// Schedules: when windows are opened without anybody being there, and what came of it.

import { useLoad } from './load.js';
import { Heading, Refusal, Waiting } from './page.js';
import { may, needs } from './role.js';
import { Schedule } from './schedule.js';
import { ScheduleForm } from './schedule-form.js';
import { html, useEffect, useState } from './view.js';

const USUAL_S = 30;
const SOON_S = 5;
const UNDER_WAY = new Set(['looking', 'opening']);

/** Those of a stack, or all; while one is just about to open a window, it is looked at more often. */
function useSchedules(stack) {
  const [every, setEvery] = useState(USUAL_S);
  const { data, trouble, reload } = useLoad('/schedules', { every });
  const all = data?.schedules.filter((schedule) => stack === undefined || schedule.stack === stack);
  const soon = all?.some((schedule) => UNDER_WAY.has(schedule.last?.state)) === true;
  useEffect(() => setEvery(soon ? SOON_S : USUAL_S), [soon]);
  return { all, trouble, reload };
}

/** For any stack of this host. */
function OnAny({ added }) {
  const { data, trouble } = useLoad('/stacks');
  return data ? html`<${ScheduleForm} stacks=${data.stacks} added=${added} />`
    : html`<${Waiting} trouble=${trouble} what="the stacks" />`;
}

function Add({ stack, added, heading }) {
  const [open, setOpen] = useState(false);
  return html`<details class="card" data-part="add" onToggle=${(e) => setOpen(e.target.open)}>
    <summary><${heading}>Add a schedule<//></summary>
    ${open && (stack ? html`<${ScheduleForm} stacks=${[stack]} chosen=${stack.name} added=${added} />` : html`<${OnAny} added=${added} />`)}
  </details>`;
}

/**
 * @param stack only its schedules are shown, and added
 * @param heading the tag of the heading of each
 */
export function ScheduleList({ stack, session, heading }) {
  const { all, trouble, reload } = useSchedules(stack?.name);
  const refused = needs(session, 'operator', 'Adding a schedule, or asking something of one,');
  if (!all) return html`<div class="room"><${Waiting} trouble=${trouble} what="the schedules" /></div>`;
  return html`${all.length === 0 && html`<p data-part="none">There are no schedules yet. They are written in a compose file, under${' '}
      <code>x-lull</code>, <code>schedule</code>, or added here.</p>`}
    ${refused && html`<p class="soft">${refused}</p>`}
    <${Refusal} trouble=${trouble} />
    ${all.map((schedule) => html`<${Schedule} key=${schedule.id} schedule=${schedule} heading=${heading} session=${session} reload=${reload} />`)}
    ${may(session, 'operator') && html`<${Add} stack=${stack} added=${reload} heading=${heading} />`}`;
}

export function Schedules({ session }) {
  return html`<${Heading} title="Schedules" /><${ScheduleList} session=${session} heading="h2" />`;
}
