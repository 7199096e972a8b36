// The UI of Lull: who is signed in, which view is shown, and whether the daemon answers. It uses the
// public API, and nothing else.

import { answers, knock, session, signOut, whoAmI } from './api.js';
import { Audit } from './audit.js';
import { Later } from './later.js';
import { Login } from './login.js';
import { Heading, hasMoved } from './page.js';
import { Plan } from './plan.js';
import { Points } from './points.js';
import { may } from './role.js';
import { route } from './route.js';
import { useSignal } from './signal.js';
import { Stacks } from './stacks.js';
import { Tokens } from './tokens.js';
import { html, render, useEffect, useErrorBoundary, useRef, useState } from './view.js';
import { Window } from './window.js';
import { Windows } from './windows.js';

const AGAIN_MS = 2000;

const PLACES = [
  ['#/', 'Stacks', ['stacks', 'stack', 'plan'], 'viewer'],
  ['#/windows', 'Windows', ['windows', 'window'], 'viewer'],
  ['#/schedules', 'Schedules', ['schedules'], 'viewer'],
  ['#/points', 'Rollback points', ['points'], 'viewer'],
  ['#/audit', 'Audit', ['audit'], 'viewer'],
  ['#/tokens', 'Tokens', ['tokens'], 'admin'],
];

// What is not needed to begin with is loaded when somebody goes there.
const loadStack = () => import('./stack.js').then((script) => script.StackPage);
const loadSchedules = () => import('./schedules.js').then((script) => script.Schedules);

function useRoute() {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const go = () => {
      hasMoved();
      setHash(location.hash);
    };
    addEventListener('hashchange', go);
    return () => removeEventListener('hashchange', go);
  }, []);
  return { ...route(hash), hash };
}

function SignedIn({ who }) {
  const [trouble, setTrouble] = useState('');
  const leave = () => signOut().catch((error) => setTrouble(error.message));
  return html`<div class="who">
    <span>${who.name} <span class="soft">(${who.role})</span></span>
    <button type="button" class="small" onClick=${leave} data-action="sign-out">Sign out</button>
    <span class="bad" role="status">${trouble}</span>
  </div>`;
}

function Header({ who, place }) {
  return html`<header>
    <a class="name" href="#/"><img src="/ui/icon.svg" alt="" width="28" height="28" />Lull</a>
    ${who && html`<nav aria-label="Pages">${PLACES.filter(([, , , role]) => may(who, role)).map(([address, name, places]) => html`
      <a key=${address} href=${address} aria-current=${places.includes(place) ? 'page' : undefined}>${name}</a>`)}</nav>
      <${SignedIn} who=${who} />`}
  </header>`;
}

/** It lies over what is shown, so that nothing moves when it comes. */
function Away({ place }) {
  const there = useSignal(answers);
  useEffect(() => {
    if (there) return undefined;
    const clock = setInterval(knock, AGAIN_MS);
    return () => clearInterval(clock);
  }, [there]);
  const window = place === 'window' ? ' The window is going on, or waits: the door is as it was.' : '';
  return html`<div role="status" class="away" data-state=${there ? 'there' : 'away'}>
    ${!there && html`<p>The daemon does not answer.${window} Trying again…</p>`}</div>`;
}

function View({ place, of, query, session: who }) {
  switch (place) {
    case 'stacks': return html`<${Stacks} />`;
    case 'stack': return html`<${Later} load=${loadStack} name=${of} session=${who} />`;
    case 'plan': return html`<${Plan} name=${of} query=${query} session=${who} />`;
    case 'windows': return html`<${Windows} query=${query} />`;
    case 'window': return html`<${Window} id=${of} session=${who} />`;
    case 'schedules': return html`<${Later} load=${loadSchedules} session=${who} />`;
    case 'points': return html`<${Points} session=${who} />`;
    case 'audit': return html`<${Audit} />`;
    case 'tokens': return html`<${Tokens} session=${who} />`;
    default: return html`<${Heading} title="There is nothing here" /><p><a href="#/">To the stacks</a></p>`;
  }
}

/** What goes wrong in a view takes no other with it. */
function Careful({ children }) {
  const [error, reset] = useErrorBoundary((e) => console.error(e));
  return error ? html`<${Heading} title="This can’t be shown" />
    <p>${String(error.message ?? error)}. This is a bug; on the host, the <code>lull</code> command shows the same.</p>
    <button type="button" onClick=${reset}>Try again</button>` : children;
}

/** Asks who is signed in until the daemon answers. */
function useSession() {
  const who = useSignal(session);
  useEffect(() => {
    let timer;
    const ask = () => whoAmI().catch(() => {
      timer = setTimeout(ask, AGAIN_MS);
    });
    ask();
    return () => clearTimeout(timer);
  }, []);
  return who;
}

function App() {
  const who = useSession();
  const here = useRoute();
  const main = useRef();
  const skip = (event) => {
    event.preventDefault();
    main.current.focus();
  };
  // A window is one view however its address is written; of the others each address is another.
  const key = here.place === 'window' ? `window ${here.of}` : here.place === 'windows' ? 'windows' : here.hash;
  return html`
    <a class="skip" href="#main" onClick=${skip}>Skip to content</a>
    <${Header} who=${who} place=${here.place} />
    <main id="main" ref=${main} tabindex="-1" data-place=${who === null ? 'login' : here.place}>
      ${who === null ? html`<${Login} />`
        : who === undefined ? html`<p class="soft room">Reading…</p>`
        : html`<${Careful} key=${key}><${View} ...${here} session=${who} /><//>`}
    </main>
    <${Away} place=${here.place} />`;
}

const root = document.getElementById('lull');
root.replaceChildren();
render(html`<${App} />`, root);
