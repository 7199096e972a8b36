// One stack, and its schedules.

import { at } from './api.js';
import { useLoad } from './load.js';
import { Heading, Refusal, Waiting } from './page.js';
import { ScheduleList } from './schedules.js';
import { Stack } from './stacks.js';
import { html } from './view.js';

export function StackPage({ name, session }) {
  const { data, trouble, reload } = useLoad(at`/stacks/${name}`, { every: 30 });
  return html`<div class="row"><${Heading} title=${`Stack ${name}`} /><button type="button" onClick=${reload}>Look again</button></div>
    ${!data ? html`<div class="room"><${Waiting} trouble=${trouble} what="the stack" /></div>` : html`
      <${Refusal} trouble=${trouble} />
      <${Stack} stack=${data} />
      <section aria-label="Its schedules" data-part="schedules"><h2>Schedules</h2>
        <${ScheduleList} stack=${data} session=${session} heading="h3" /></section>`}`;
}
