// The pages of Lull: looks at the public API, and at nothing else.

const API = '/api/v1';
const main = document.getElementById('main');
const offline = document.getElementById('offline');
let leave = () => {};

/** An element. Text is always text: nothing from the API is ever parsed as HTML. */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((c) => c !== undefined && c !== null && c !== false));
  return element;
}

async function get(path) {
  const response = await fetch(API + path, { headers: { Accept: 'application/json' } });
  const body = await response.json();
  if (!response.ok) {
    throw Object.assign(new Error(body.detail ?? response.statusText), { status: response.status, problems: body.problems ?? [] });
  }
  return body;
}

function duration(seconds) {
  if (seconds < 10) return `${seconds.toFixed(1)}s`;
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'm'],
    [whole % 60, 's'],
  ];
  return parts.filter(([n]) => n > 0).map(([n, unit]) => n + unit).join('');
}

function size(bytes) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) {
    bytes /= 1024;
    unit += 1;
  }
  return `${bytes.toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}

const time = (iso) => el('time', { datetime: iso }, new Date(iso).toLocaleString());

function stateOf(window) {
  return window.held ? `${window.phase}, held at ${window.held.step}` : window.phase;
}

function tone(window) {
  if (window.held) return 'careful';
  return { done: 'good', 'rolled-back': 'bad', aborted: 'bad', refused: 'bad', stuck: 'bad' }[window.phase] ?? '';
}

function copyable(text) {
  const button = el('button', { type: 'button' }, 'Copy');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Select it and copy by hand';
    }
  });
  return [el('pre', {}, text), button];
}

// Stacks

function problem(p) {
  const label = p.severity === 'error' ? 'To mend' : 'To know';
  return el('li', {},
    el('strong', { class: p.severity === 'error' ? 'bad' : 'careful' }, `${label}: `),
    `${p.where}: ${p.what}.`,
    el('div', { class: 'soft' }, `${p.fix}.`));
}

function service(s) {
  const containers = s.containers.length === 0
    ? 'no container'
    : s.containers.map((c) => c.health || c.state).join('; ');
  return el('li', { class: 'row' },
    el('span', { class: `tag ${s.role}` }, s.role),
    el('strong', {}, s.name),
    el('code', {}, s.containers[0]?.image ?? s.image ?? ''),
    el('span', { class: 'soft' }, containers));
}

function stack(s) {
  const errors = s.problems.filter((p) => p.severity === 'error').length;
  const state = errors === 0 ? el('span', { class: 'good' }, 'ready for a window')
    : el('span', { class: 'bad' }, `${errors} to mend before a window`);
  return el('section', { class: 'card', 'aria-label': `Stack ${s.name}` },
    el('div', { class: 'row' },
      el('h2', {}, s.name), state,
      s.window && el('a', { href: `#/windows/${s.window}` }, `window ${s.window} is open`)),
    el('div', { class: 'soft' }, s.files.join(', ') || s.directory),
    el('ul', { class: 'plain' }, s.services.map(service)),
    s.problems.length > 0 && [el('h3', {}, 'What is wrong'), el('ul', { class: 'plain' }, s.problems.map(problem))],
    s.yaml && [el('h3', {}, 'Suggested for the compose file; please confirm each role'), copyable(s.yaml)],
    s.differences.length > 0 && [
      el('h3', {}, 'What an update would change'),
      el('ul', {}, s.differences.map((d) => el('li', {}, d)))]);
}

async function stacksPage() {
  const { stacks } = await get('/stacks');
  return el('div', {},
    el('h1', {}, 'Stacks'),
    stacks.length === 0 ? el('p', {}, 'There are no Compose stacks on this host.') : stacks.map(stack));
}

// Windows

async function windowsPage() {
  const { windows, leftAlone } = await get('/windows');
  return el('div', {},
    el('h1', {}, 'Windows'),
    leftAlone.map((why) => el('p', { class: 'bad' }, why)),
    windows.length === 0
      ? el('p', {}, 'There have been no windows yet. On the host: ', el('code', {}, 'lull run STACK'))
      : el('ul', { class: 'plain card' }, windows.map((w) => el('li', {},
        el('div', { class: 'row' },
          el('a', { href: `#/windows/${w.id}` }, `${w.id}: ${w.change.type} of ${w.stack}`),
          el('strong', { class: tone(w) }, stateOf(w))),
        el('div', { class: 'soft' }, time(w.openedAt), ` by ${w.by}`, w.reason && `: ${w.reason}`)))));
}

// A line that says how far something is; the newest takes the place of the one before it.
const PROGRESS = /^(.+): (?:(?:[0-9.]+ [KMGT]?i?B of [0-9.]+ [KMGT]?i?B|[0-9,]+ of [0-9,]+ names) \((\d{1,3}) %\)|[0-9,]+ names, [0-9,]+\/s$)/;

function follow(tail, lines) {
  const all = [...tail];
  for (const line of lines) {
    const what = PROGRESS.exec(line)?.[1];
    if (what !== undefined && what === PROGRESS.exec(all.at(-1) ?? '')?.[1]) all.pop();
    all.push(line);
  }
  return all.slice(-40);
}

/** How far a running step is, by its last line; it may not know of how much. */
function bar(tail) {
  const progress = PROGRESS.exec(tail?.at(-1) ?? '');
  return progress && el('progress', { max: 100, value: progress[2], 'aria-label': progress[1] });
}

const MARKS = { done: '✓', failed: '✗', running: '●', pending: '·' };
const TONES = { done: 'good', failed: 'bad', running: '', pending: 'pending' };

function steps(list, tails) {
  return el('ol', { class: 'steps' }, list.map((s) => el('li', { class: s.status },
    el('span', { class: `mark ${TONES[s.status]}`, role: 'img', 'aria-label': s.status }, MARKS[s.status]),
    el('strong', { class: TONES[s.status] === 'pending' ? 'pending' : '' }, s.step),
    el('span', { class: 'time', 'data-since': s.status === 'running' ? s.startedAt : undefined },
      s.elapsedSeconds === undefined ? '' : duration(s.elapsedSeconds)),
    el('span', { class: 'said soft' }, s.text || s.what),
    s.status === 'running' && bar(tails.get(s.step)),
    (s.status === 'running' || s.status === 'failed') && tails.get(s.step)?.length > 0
      && el('pre', {}, tails.get(s.step).slice(s.status === 'failed' ? -20 : -5).join('\n')))));
}

function windowView(w, tails) {
  const expected = w.ended ? undefined : el('span', {}, 'Visitors expected in again: ', time(w.expectedBackAt));
  return [
    el('h1', {}, `Window ${w.id}: ${w.change.type} of ${w.stack}`),
    el('section', { class: 'card', 'aria-label': 'State' },
      el('div', { class: 'row', role: 'status' },
        el('strong', { class: tone(w) }, stateOf(w)),
        w.overran && el('strong', { class: 'careful' }, 'Longer than expected.'),
        el('span', {}, w.door === 'closed' ? 'The door is closed: visitors see the page.' : 'The door is open.'),
        w.doorClosedSeconds > 0 && el('span', { class: 'soft' }, `Closed for ${duration(w.doorClosedSeconds)} in all.`)),
      el('p', {}, w.happened),
      w.next.length > 0 && el('ul', {}, w.next.map((n) => el('li', {}, n))),
      el('p', { class: 'soft' }, w.what, '. Opened ', time(w.openedAt), ` by ${w.by}`, w.reason && `: ${w.reason}`, '. ', expected)),
    w.wayBack && el('section', { class: 'card', 'aria-label': 'The way back' },
      el('h2', {}, 'The way back'), el('p', {}, w.wayBack.why), steps(w.wayBack.steps, tails)),
    el('section', { class: 'card', 'aria-label': 'Steps' }, el('h2', {}, 'Steps'), steps(w.steps, tails)),
    w.warnings.length > 0 && el('section', { class: 'card', 'aria-label': 'Warnings' },
      el('h2', {}, 'Warnings'),
      el('ul', {}, w.warnings.map((n) => el('li', {}, `${n.step}: ${n.text}`)))),
  ].flat().filter(Boolean);
}

/** Live: each event asks for the view once more, several at once for only one. */
async function windowPage(id) {
  const page = el('div', {});
  const tails = new Map();
  let asked = false;
  let left = false;
  const draw = async () => {
    if (asked || left) return;
    asked = true;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    asked = false;
    try {
      const view = await get(`/windows/${id}`);
      if (!left) page.replaceChildren(...windowView(view, tails));
    } catch {
      // the stream's own error shows that the daemon is away
    }
  };
  page.append(...windowView(await get(`/windows/${id}`), tails));

  const source = new EventSource(`${API}/windows/${id}/events`);
  source.onopen = () => { offline.hidden = true; };
  source.onerror = () => { offline.hidden = false; };
  source.addEventListener('said', (message) => {
    const event = JSON.parse(message.data);
    tails.set(event.step, follow(tails.get(event.step) ?? [], event.lines));
    draw();
  });
  for (const type of ['step-started', 'step-done', 'step-failed', 'warned', 'closed-again', 'undone', 'overran', 'stands-still', 'held', 'asked', 'turned-back']) {
    source.addEventListener(type, draw);
  }
  source.addEventListener('ended', () => {
    source.close();
    draw();
  });
  const clock = setInterval(() => {
    for (const since of page.querySelectorAll('[data-since]')) {
      since.textContent = duration(Math.max(0, (Date.now() - Date.parse(since.dataset.since)) / 1000));
    }
  }, 1000);
  const close = () => {
    left = true;
    source.close();
    clearInterval(clock);
    offline.hidden = true;
  };
  return { content: page, close };
}

// Rollback points

async function snapshotsPage() {
  const { snapshots, unreadable } = await get('/snapshots');
  return el('div', {},
    el('h1', {}, 'Rollback points'),
    unreadable.map((u) => el('p', { class: 'bad' }, `Not to be restored: ${u.name}: ${u.why}`)),
    snapshots.length === 0 ? el('p', {}, 'There are none yet; each window takes one.')
      : el('ul', { class: 'plain card' }, snapshots.map((p) => el('li', {},
        el('div', { class: 'row' },
          el('strong', {}, p.id), el('span', {}, p.stack),
          el('span', { class: p.verified ? 'good' : 'bad' }, p.verified ? 'verified' : 'not verified'),
          el('span', {}, size(p.bytes))),
        el('div', { class: 'soft' }, time(p.createdAt), ', by ',
          el('a', { href: `#/windows/${p.window}` }, `window ${p.window}`),
          p.volumes.length > 0 && `: ${p.volumes.map((v) => `${v.name} (${v.store}, ${size(v.bytes)})`).join(', ')}`)))));
}

// Which page

function pageOf(path) {
  const window = /^\/windows\/(\d+)$/.exec(path);
  if (window) return { title: `Window ${window[1]}`, nav: '#/windows', make: () => windowPage(window[1]) };
  if (path === '/windows') return { title: 'Windows', nav: '#/windows', make: windowsPage };
  if (path === '/snapshots') return { title: 'Rollback points', nav: '#/snapshots', make: snapshotsPage };
  return { title: 'Stacks', nav: '#/', make: stacksPage };
}

let turn = 0;

async function show() {
  turn += 1;
  const mine = turn;
  leave();
  leave = () => {};
  const page = pageOf(location.hash.replace(/^#/, '') || '/');
  document.title = `${page.title} · Lull`;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === page.nav) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  try {
    const made = await page.make();
    if (mine !== turn) {
      made.close?.();
      return;
    }
    leave = made.close ?? leave;
    main.replaceChildren(made.content ?? made);
    offline.hidden = true;
  } catch (error) {
    if (mine !== turn) return;
    if (error.status === undefined) {
      offline.hidden = false;
      setTimeout(() => { if (mine === turn) show(); }, 2000);
    } else {
      main.replaceChildren(el('h1', {}, 'This can’t be shown'), el('p', {}, error.message),
        el('ul', {}, error.problems.map((p) => el('li', {}, p))));
    }
  }
}

addEventListener('hashchange', async () => {
  await show();
  main.focus();
});
show();
