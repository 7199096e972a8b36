// The plan of a change on a stack: what will be done, to what, what follows if it fails, and how long
// the door will be closed. Nothing is touched by looking at it.

import { answers, at, post } from './api.js';
import { ChangeForm, changeOf, draftOf, isTyped } from './change.js';
import { Expected, RollbackPoint, useForecast } from './forecast.js';
import { duration } from './format.js';
import { useLoad } from './load.js';
import { Copyable, Heading, Refusal, Waiting } from './page.js';
import { windowAddress } from './route.js';
import { useSignal } from './signal.js';
import { Start } from './start.js';
import { html, useCallback, useEffect, useRef, useState } from './view.js';

const FAILURES = {
  refuse: 'refused, nothing was touched',
  'go-on': 'goes on, with a warning',
  'way-back': 'the stack returns to what it was, by itself',
  hold: 'held: it waits for you',
  'close-and-hold': 'what was opened is closed again, then held',
  stuck: 'stuck: only a person can go on',
};

/** What follows if a step fails, in words. */
export const onFailure = (word) => FAILURES[word] ?? word;

/** Asks for the plan of a change; an older answer never takes the place of a newer one. */
function usePlan(stack) {
  const [state, setState] = useState({});
  const turn = useRef(0);
  const ask = useCallback(async (change) => {
    turn.current += 1;
    const mine = turn.current;
    if (!change) {
      setState({});
      return;
    }
    setState((was) => ({ plan: was.plan, busy: true }));
    try {
      const plan = await post(at`/stacks/${stack}/plan`, change, { patience: 120_000 });
      if (mine === turn.current) setState({ plan, asked: JSON.stringify(change) });
    } catch (trouble) {
      if (mine === turn.current) setState({ trouble });
    }
  }, [stack]);
  useEffect(() => () => {
    turn.current += 1;
  }, []);
  return { ...state, ask };
}

function Step({ step, number }) {
  return html`<li class="step" data-step=${step.step}>
    <span class="mark soft">${number}</span>
    <strong>${step.step}</strong>
    <span class="time soft">at most ${duration(step.deadlineSeconds)}</span>
    <span class="said">${step.what}</span>
    ${step.details.length > 0 && html`<ul class="said details">${step.details.map((d) => html`<li key=${d}>${d}</li>`)}</ul>`}
    <span class="said soft">If it fails: ${onFailure(step.onFailure)}</span>
  </li>`;
}

function Shown({ plan }) {
  const { forecast, trouble } = useForecast(plan.stack, plan.change);
  return html`<section class="card" aria-label="Plan" data-part="plan">
    <h2>Plan: ${plan.what}</h2>
    <${Expected} plan=${plan} forecast=${forecast} trouble=${trouble} />
    ${plan.change.type === 'update' && html`<h3>What the update changes</h3>
      ${plan.differences.length === 0 ? html`<p>Nothing differs from what the compose files say.</p>`
        : html`<ul>${plan.differences.map((d) => html`<li key=${d}>${d}</li>`)}</ul>`}`}
    <h3>Steps</h3>
    <ol class="steps plan">${plan.steps.map((s, i) => html`<${Step} key=${s.step} step=${s} number=${i + 1} />`)}</ol>
    <${RollbackPoint} forecast=${forecast} trouble=${trouble} />
  </section>`;
}

function Choice({ stack, points, draft, edit, plan, show }) {
  return html`<section class="card" aria-label="Change">
    <form onSubmit=${show}>
      <${ChangeForm} draft=${draft} edit=${edit} services=${stack.services}
        points=${points.filter((p) => p.stack === stack.name)} />
      ${isTyped(draft) && html`<div class="buttons">
        <button type="submit" disabled=${plan.busy || !changeOf(draft)} data-action="plan">Show the plan</button></div>`}
    </form>
  </section>`;
}

function Planning({ stack, points, query, session }) {
  const [draft, setDraft] = useState(() => draftOf(query));
  const plan = usePlan(stack.name);
  const change = changeOf(draft);
  const wanted = change && JSON.stringify(change);
  const edit = (fields) => setDraft((was) => ({ ...was, ...fields }));
  const show = (event) => {
    event.preventDefault();
    plan.ask(change);
  };
  useEffect(() => {
    plan.ask(isTyped(draft) ? undefined : change);
  }, [draft.type, draft.point, draft.pull]);
  const there = useSignal(answers);
  useEffect(() => {
    if (there && plan.trouble?.status === 0) plan.ask(change);
  }, [there]);
  const isThis = plan.plan && plan.asked === wanted;
  return html`
    ${stack.window !== undefined && html`<p class="notice careful"><a href=${windowAddress(stack.window)}>Window ${stack.window}</a>
      is open on this stack: there can be one at a time.</p>`}
    <${Choice} stack=${stack} points=${points} draft=${draft} edit=${edit} plan=${plan} show=${show} />
    <div class="room" aria-busy=${plan.busy === true}>
      <${Refusal} trouble=${plan.trouble}>${stack.yaml && html`<p>Suggested for the compose file; please confirm each role:</p>
        <${Copyable} text=${stack.yaml} label=${`labels for ${stack.name}`} />`}<//>
      ${plan.busy && html`<p class="soft" role="status">Planning…</p>`}
      ${isThis && html`<${Start} key=${wanted} stack=${stack} plan=${plan.plan} session=${session} />`}
      ${isThis && html`<${Shown} key=${wanted} plan=${plan.plan} />`}
    </div>`;
}

export function Plan({ name, query, session }) {
  const stack = useLoad(at`/stacks/${name}`);
  const points = useLoad('/snapshots');
  return html`<${Heading} title=${`Plan a window on ${name}`} />
    ${stack.data && (points.data || points.trouble)
      ? html`<${Planning} stack=${stack.data} points=${points.data?.snapshots ?? []} query=${query} session=${session} />`
      : html`<div class="room"><${Waiting} trouble=${stack.trouble} what="the stack" /></div>`}`;
}
