// Adding a schedule: what it means, and when it would run next, is shown while somebody types.

import { answers, post } from './api.js';
import { changeOf, Exec, Images, KINDS } from './change.js';
import { Coming } from './coming.js';
import { ownZone, seconds } from './format.js';
import { Field, Refusal, Text } from './page.js';
import { useSignal } from './signal.js';
import { html, useEffect, useId, useMemo, useRef, useState } from './view.js';

const TYPED_MS = 300;

const EMPTY = {
  stack: '', name: '', when: 'cron', cron: '', at: '', zone: '', type: 'update', pull: true, images: {}, service: '', command: '',
  length: '10m', late: '1h', changed: false, healthy: false, approve: '',
};

const TIMES = [
  ['cron', 'Again and again', 'by a cron expression'],
  ['at', 'Once', 'on one day'],
];

const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;

const BESIDE = ['stack', 'name', 'cron', 'at', 'zone', 'length', 'late', 'approve'];

/** When it would run; nothing as long as that is not said. */
export function timingOf(form) {
  const when = form[form.when].trim();
  return when === '' ? undefined : { [form.when]: when, ...(form.zone.trim() && { zone: form.zone.trim() }) };
}

/** What the form means, as the API takes it. */
export function orderOf(form) {
  const { type, ...change } = changeOf(form);
  const onlyIf = ['changed', 'healthy'].filter((word) => form[word]);
  const text = (name) => form[name].trim() && { [name]: form[name].trim() };
  return {
    stack: form.stack,
    name: form.name.trim(),
    ...timingOf(form),
    change: type,
    ...change,
    ...(type === 'update' && { pull: form.pull }),
    length: form.length.trim(),
    ...text('late'),
    ...(onlyIf.length > 0 && { onlyIf }),
    ...text('approve'),
  };
}

/** What is missing or can't be read, by field. */
export function wrongsOf(form) {
  const wrongs = {};
  const lasts = (name, least) => form[name].trim() === '' || seconds(form[name]) >= least;
  const duration = 'A duration such as 90s, 10m or 1h30m.';
  if (form.stack === '') wrongs.stack = 'Choose a stack.';
  if (!NAME.test(form.name.trim())) wrongs.name = 'A name of letters, digits, dots, dashes and underscores, at most 64.';
  if (!timingOf(form)) wrongs[form.when] = form.when === 'cron' ? 'Say when, e.g. 0 3 * * 0.' : 'Say on which day, and when.';
  if (!changeOf(form)) wrongs.change = 'Choose a service, and give a command.';
  if (form.length.trim() === '' || !lasts('length', 1)) wrongs.length = duration;
  if (!lasts('late', 0)) wrongs.late = duration;
  if (!lasts('approve', 1)) wrongs.approve = duration;
  return wrongs;
}

/**
 * What the daemon found wrong, by the field that it is about.
 *
 * @returns {{wrongs: Object<string, string>, all: boolean}} all: whether each has its field
 */
export function byField(problems) {
  const wrongs = {};
  for (const text of problems) {
    const field = /^\w+/.exec(text)?.[0];
    if (BESIDE.includes(field)) wrongs[field] = [wrongs[field], text].filter(Boolean).join('; ');
  }
  return { wrongs, all: problems.length > 0 && problems.every((text) => BESIDE.includes(/^\w+/.exec(text)?.[0])) };
}

/** Asks what a timing means once nobody has typed for a moment; the answer to what was typed before is not waited for. */
function usePreview(timing) {
  const [state, setState] = useState({});
  const there = useSignal(answers);
  const wanted = timing && JSON.stringify(timing);
  useEffect(() => {
    if (wanted === undefined) {
      setState({});
      return undefined;
    }
    const leave = new AbortController();
    const take = (answer) => leave.signal.aborted || setState(answer);
    const clock = setTimeout(() => {
      post('/schedules/preview', timing, { signal: leave.signal })
        .then((coming) => take({ coming, zone: timing.zone }), (trouble) => take({ trouble }));
    }, TYPED_MS);
    return () => {
      clearTimeout(clock);
      leave.abort();
    };
  }, [wanted, there]);
  return state;
}

function Becomes({ preview }) {
  const { coming, trouble, zone } = preview;
  return html`<div class="becomes" data-part="becomes">
    <p role="status">${coming ? html`<strong>${coming.words}</strong>`
      : trouble ? html`<span class="soft">${byField(trouble.problems).all ? 'It would not run: see above.' : trouble.message}</span>`
      : html`<span class="soft">What it means, and when it runs next, is shown here.</span>`}</p>
    ${coming && html`<p class="soft">Its next runs:</p><${Coming} next=${coming.next} zone=${zone} />`}
  </div>`;
}

/** Names of zones to choose from, where the browser knows them. */
function useZones() {
  const id = useId();
  const list = useMemo(() => html`<datalist id=${id}>${['UTC', ...(Intl.supportedValuesOf?.('timeZone') ?? [])].map((zone) => html`
    <option key=${zone} value=${zone} />`)}</datalist>`, [id]);
  return [id, list];
}

function When({ form, edit, wrongs, preview }) {
  const group = useId();
  const [zones, list] = useZones();
  return html`<fieldset><legend>When</legend>
    ${TIMES.map(([when, name, what]) => html`<label class="check" key=${when}>
      <input type="radio" name=${group} value=${when} checked=${form.when === when} onChange=${() => edit({ when })} />
      <span><strong>${name}</strong> <span class="soft">${what}</span></span></label>`)}
    ${form.when === 'cron' ? html`<${Text} key="cron" form=${form} edit=${edit} wrong=${wrongs.cron ?? ''} name="cron" label="Cron expression"
        autocapitalize="none" spellcheck=${false} placeholder="0 3 * * 0"
        hint="Minute, hour, day of the month, month, day of the week: 0 3 * * 0 is each Sunday at 03:00." />`
      : html`<${Text} key="at" form=${form} edit=${edit} wrong=${wrongs.at ?? ''} name="at" label="Day and time" type="datetime-local" />`}
    <${Text} form=${form} edit=${edit} wrong=${wrongs.zone ?? ''} name="zone" label="Time zone" list=${zones} autocapitalize="none"
      spellcheck=${false} hint="By whose clocks, e.g. Europe/Berlin" />${list}
    <${Becomes} preview=${preview} />
  </fieldset>`;
}

function What({ form, edit, wrongs, services }) {
  return html`<${Field} label="Change">${(id) => html`<select id=${id} name="change" value=${form.type} onChange=${(e) => edit({ type: e.target.value })}>
      ${KINDS.filter(([kind]) => kind !== 'restore').map(([kind, name, what]) => html`<option key=${kind} value=${kind}>${name}: ${what}</option>`)}
    </select>`}<//>
    ${form.type === 'update' && html`<label class="check"><input type="checkbox" name="pull" checked=${form.pull}
      onChange=${(e) => edit({ pull: e.target.checked })} /> Pull every image first, for new ones under the same tag</label>`}
    ${form.type === 'update' && services.length > 0 && html`<${Images} draft=${form} edit=${edit} services=${services} />`}
    ${form.type === 'exec' && html`<${Exec} draft=${form} edit=${edit} services=${services} />`}
    ${wrongs.change && html`<p class="bad">${wrongs.change}</p>`}`;
}

function Conditions({ form, edit }) {
  const check = (name, text) => html`<label class="check"><input type="checkbox" name=${name} checked=${form[name]}
    onChange=${(e) => edit({ [name]: e.target.checked })} /> ${text}</label>`;
  return html`<fieldset><legend>Only if</legend>
    ${check('changed', 'there is something to do: a tag has a new image, or the compose files have changed')}
    ${check('healthy', 'the stack is healthy')}
  </fieldset>`;
}

function Terms({ form, edit, wrongs }) {
  return html`<${Text} form=${form} edit=${edit} wrong=${wrongs.length ?? ''} name="length" label="Length" autocapitalize="none"
      hint="How long the door is expected to be closed, e.g. 10m" />
    <${Text} form=${form} edit=${edit} wrong=${wrongs.late ?? ''} name="late" label="How late it may begin" autocapitalize="none"
      hint="If this host was off when it was due, e.g. 1h; 0s: never late" />
    <${Conditions} form=${form} edit=${edit} />
    <${Text} form=${form} edit=${edit} wrong=${wrongs.approve ?? ''} name="approve" label="Only after a person’s word, within" autocapitalize="none"
      hint="From when it is due, e.g. 4h; empty: it begins by itself" />`;
}

function useForm(chosen, added) {
  const [form, setForm] = useState(() => ({ ...EMPTY, stack: chosen ?? '', zone: ownZone() ?? 'UTC' }));
  const [state, setState] = useState({});
  const preview = usePreview(timingOf(form));
  const edit = (fields) => {
    setForm((was) => ({ ...was, ...fields }));
    setState((was) => ({ tried: was.tried }));
  };
  const submit = async (event) => {
    event.preventDefault();
    if (state.busy) return;
    if (Object.keys(wrongsOf(form)).length > 0) {
      setState({ tried: {} });
      return;
    }
    setState({ busy: true });
    try {
      const schedule = await post('/schedules', orderOf(form));
      setForm((was) => ({ ...was, name: '' }));
      setState({ said: `Added: ${schedule.name} of ${schedule.stack}.` });
    } catch (trouble) {
      setState({ tried: {}, trouble });
    }
    added();
  };
  const wrongs = {
    ...byField(preview.trouble?.problems ?? []).wrongs, ...(state.tried && wrongsOf(form)), ...byField(state.trouble?.problems ?? []).wrongs,
  };
  return { form, edit, submit, preview, wrongs, ...state };
}

/** What was wrong gets the focus once it was tried. */
function useFocus(tried) {
  const box = useRef();
  useEffect(() => {
    if (tried) box.current.querySelector('[aria-invalid="true"]')?.focus();
  }, [tried]);
  return box;
}

/**
 * @param chosen the name of the stack that it is for; without it one of the stacks is to be chosen
 * @param added is told when one may be there that was not before
 */
export function ScheduleForm({ stacks, chosen, added }) {
  const { form, edit, submit, preview, wrongs, tried, busy, trouble, said } = useForm(chosen, added);
  const box = useFocus(tried);
  const services = stacks.find((stack) => stack.name === form.stack)?.services ?? [];
  const isBeside = byField(trouble?.problems ?? []).all && !(chosen && wrongs.stack);
  return html`<form ref=${box} onSubmit=${submit} aria-label="Add a schedule">
    ${chosen === undefined && html`<${Field} label="Stack" wrong=${wrongs.stack ?? ''}>${(id, described) => html`<select id=${id} name="stack"
      value=${form.stack} aria-describedby=${described} aria-invalid=${Boolean(wrongs.stack)} onChange=${(e) => edit({ stack: e.target.value, service: '', images: {} })}>
      <option value="">choose one</option>
      ${stacks.map((stack) => html`<option key=${stack.name} value=${stack.name}>${stack.name}</option>`)}</select>`}<//>`}
    <${Text} form=${form} edit=${edit} wrong=${wrongs.name ?? ''} name="name" label="Name" autocapitalize="none" spellcheck=${false} placeholder="nightly" />
    <${When} form=${form} edit=${edit} wrongs=${wrongs} preview=${preview} />
    <${What} form=${form} edit=${edit} wrongs=${wrongs} services=${services} />
    <${Terms} form=${form} edit=${edit} wrongs=${wrongs} />
    ${!isBeside && html`<${Refusal} trouble=${trouble}>${trouble?.uncertain
      && html`<p>Nobody knows whether it was added. Add it again: it is there only once then.</p>`}<//>`}
    <p class="good" role="status">${said}</p>
    <div class="buttons"><button type="submit" class="primary" disabled=${busy} data-action="add">${busy ? 'Adding it…' : 'Add the schedule'}</button></div>
  </form>`;
}
