// A view whose scripts are loaded when somebody first goes there: what everybody needs comes sooner.

import { answers, knock } from './api.js';
import { useSignal } from './signal.js';
import { html, useEffect, useState } from './view.js';

/**
 * @param load promises the view; the rest is told to the view
 */
export function Later({ load, ...told }) {
  const there = useSignal(answers);
  const [state, setState] = useState({});
  useEffect(() => {
    let left = false;
    load().then((view) => left || setState({ view }), () => {
      if (left) return;
      setState({ missed: true });
      knock();
    });
    return () => {
      left = true;
    };
  }, [there]);
  if (state.view) return html`<${state.view} ...${told} />`;
  return html`<div class="room">${state.missed ? html`<p>This page could not be loaded.</p>
    <button type="button" onClick=${() => location.reload()}>Load it again</button>` : html`<p class="soft">Reading…</p>`}</div>`;
}
