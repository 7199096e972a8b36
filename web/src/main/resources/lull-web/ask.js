// Asking something of a window: a button for each thing that it offers, and a dialog before it is done.

import { offers } from './actions.js';
import { at, post } from './api.js';
import { Dialog } from './dialog.js';
import { seconds } from './format.js';
import { Field } from './page.js';
import { needs } from './role.js';
import { html, useEffect, useRef, useState } from './view.js';

const USUAL_MORE = ['5m', '10m', '30m', '1h'];

function HowLong({ more, set }) {
  return html`<${Field} label="By how much" hint="For example 90s, 10m or 1h30m">
    ${(id, hint) => html`<input id=${id} name="more" value=${more} aria-describedby=${hint} autocomplete="off"
        autocapitalize="none" aria-invalid=${seconds(more) === undefined} onInput=${(e) => set(e.target.value)} />
      <span class="buttons">${USUAL_MORE.map((m) => html`
        <button type="button" key=${m} aria-pressed=${m === more} onClick=${() => set(m)}>${m}</button>`)}</span>`}
  <//>`;
}

/** One offer, asked for. */
function Asking({ window, offer, shown, close }) {
  const [more, setMore] = useState('10m');
  // What the dialog said was said of this step: the window may be held at another one by now.
  const [step] = useState(window.held?.step);
  const act = async (typed) => {
    const body = offer.asksHowLong ? { more: more.trim() }
      : { ...(step && { step }), ...(offer.confirm && { confirm: typed }) };
    shown(await post(at`/windows/${window.id}/${offer.action}`, body));
  };
  return html`<${Dialog} title=${`${offer.label} – window ${window.id} of ${window.stack}`} does=${offer.does}
      loses=${offer.loses} confirm=${offer.confirm} button=${offer.name} tone=${offer.tone}
      ready=${!offer.asksHowLong || seconds(more) > 0} act=${act} close=${close}>
    ${offer.asksHowLong && html`<${HowLong} more=${more} set=${setMore} />`}
  <//>`;
}

const LOST_MS = 5000;

/** A button that was answered may be gone: then the focus comes back here, not to the top of it all. */
export function useReturn() {
  const box = useRef();
  const closed = useRef(-Infinity);
  useEffect(() => {
    const lost = document.activeElement === document.body || document.activeElement === null;
    if (lost && performance.now() - closed.current < LOST_MS) box.current.focus({ preventScroll: true });
  });
  return [box, () => {
    closed.current = performance.now();
  }];
}

/**
 * @param shown is told the window as it is after that
 */
export function Ask({ window, session, shown }) {
  const [asked, ask] = useState();
  const [box, closed] = useReturn();
  const close = () => {
    closed();
    ask(undefined);
  };
  const all = offers(window);
  const refused = all.length > 0 ? needs(session, 'operator', 'Asking something of a window') : undefined;
  return html`<div class="asks" ref=${box} tabindex="-1">
    ${refused ? html`<p class="soft">${refused}</p>` : html`<div class="buttons" role="group" aria-label="What you can do">
      ${all.map((offer, i) => html`<button type="button" key=${offer.action} data-action=${offer.action}
        class=${offer.tone === 'danger' ? 'danger' : i === 0 && offer.action !== 'extend' ? 'primary' : ''}
        onClick=${() => ask(offer)}>${offer.label}…</button>`)}
    </div>`}
    ${asked && html`<${Asking} key=${asked.action} window=${window} offer=${asked} shown=${shown} close=${close} />`}
  </div>`;
}
