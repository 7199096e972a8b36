import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'node:test';
import { Watch } from '../../main/resources/lull-web/live.js';

/** A daemon by hand: views it answers with, streams that were opened, what was asked. */
class Daemon {
  asked = [];
  sources = [];
  away = false;
  lines = {};
  view = { sequence: 5, ended: false, steps: [{ step: 'migrate', status: 'running' }] };

  get = async (path) => {
    this.asked.push(path);
    if (this.away) throw Object.assign(new Error('away'), { status: 0 });
    if (this.refusal) throw this.refusal;
    const output = /steps\/([^/]+)\/output/.exec(path);
    return output ? { step: output[1], lines: this.lines[output[1]] ?? [] } : this.view;
  };

  source = (address) => {
    const source = new EventTarget();
    Object.assign(source, { address, readyState: 1, close() { this.readyState = 2; } });
    this.sources.push(source);
    return source;
  };

  visible = () => true;

  say(event) {
    this.sources.at(-1).dispatchEvent(Object.assign(new Event(event.type), { data: JSON.stringify(event) }));
  }

  views() {
    return this.asked.filter((path) => path === '/windows/7').length;
  }
}

async function watching(t, daemon) {
  const states = [];
  const watch = new Watch('7', (state) => states.push(state), daemon);
  t.after(() => watch.stop());
  watch.start();
  await sleep(20);
  return { watch, last: () => states.at(-1) };
}

test('the stream begins after what the view has, and earlier output is read', async (t) => {
  const daemon = new Daemon();
  daemon.lines.migrate = [{ sequence: 4, at: '2026-03-01T12:00:00Z', text: 'schema: 1 of 2' }];
  const { last } = await watching(t, daemon);
  assert.equal(daemon.sources[0].address, '/api/v1/windows/7/events?after=5');
  assert.deepEqual(last().lines.migrate.map((l) => l.text), ['schema: 1 of 2']);
});

test('several events lead to one view', async (t) => {
  const daemon = new Daemon();
  await watching(t, daemon);
  for (let n = 6; n < 12; n += 1) daemon.say({ type: 'step-done', sequence: n, step: 'migrate' });
  await sleep(300);
  assert.equal(daemon.views(), 2);
});

test('lines are shown as they come, without a view for each', async (t) => {
  const daemon = new Daemon();
  const { last } = await watching(t, daemon);
  for (let n = 6; n < 9; n += 1) daemon.say({ type: 'said', sequence: n, at: '2026-03-01T12:00:01Z', step: 'migrate', lines: [`line ${n}`] });
  assert.deepEqual(last().lines.migrate.map((l) => l.text), ['line 6', 'line 7', 'line 8']);
  await sleep(300);
  assert.equal(daemon.views(), 1);
});

test('a daemon that was restarted is taken up after the last event that was seen', async (t) => {
  const daemon = new Daemon();
  const { last } = await watching(t, daemon);
  daemon.say({ type: 'step-done', sequence: 8, step: 'migrate' });
  daemon.away = true;
  daemon.sources[0].readyState = 2;
  daemon.sources[0].onerror();
  await sleep(700);
  assert.equal(last().view.sequence, 5);
  daemon.away = false;
  daemon.view = { ...daemon.view, sequence: 9 };
  await sleep(2100);
  assert.equal(last().view.sequence, 9);
  assert.equal(daemon.sources.at(-1).address, '/api/v1/windows/7/events?after=8');
});

test('the end closes the stream and is looked at once more', async (t) => {
  const daemon = new Daemon();
  const { last } = await watching(t, daemon);
  daemon.view = { ...daemon.view, ended: true, sequence: 6 };
  daemon.say({ type: 'ended', sequence: 6 });
  await sleep(300);
  assert.equal(daemon.sources[0].readyState, 2);
  assert.equal(last().view.ended, true);
  assert.equal(daemon.sources.length, 1);
});

test('a window that has ended has no stream', async (t) => {
  const daemon = new Daemon();
  daemon.view = { ...daemon.view, ended: true };
  await watching(t, daemon);
  assert.equal(daemon.sources.length, 0);
});

test('what is refused is said', async (t) => {
  const daemon = new Daemon();
  daemon.refusal = Object.assign(new Error('there is no window 7'), { status: 404 });
  const { last } = await watching(t, daemon);
  assert.equal(last().trouble.status, 404);
});

test('who has left is told nothing more', async (t) => {
  const daemon = new Daemon();
  const { watch, last } = await watching(t, daemon);
  const before = last();
  watch.stop();
  daemon.say({ type: 'said', sequence: 6, at: '', step: 'migrate', lines: ['x'] });
  assert.equal(last(), before);
});
