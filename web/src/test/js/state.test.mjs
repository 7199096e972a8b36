import assert from 'node:assert/strict';
import test from 'node:test';
import { describe, layersOf } from '../../main/resources/lull-web/layers.js';
import { turns } from '../../main/resources/lull-web/output.js';
import { may, needs } from '../../main/resources/lull-web/role.js';
import { alarms, happenedOf, secondsLeft, stateOf, stepInFocus, toneOf } from '../../main/resources/lull-web/state.js';

test('held comes on top of where a window is', () => {
  assert.equal(stateOf({ phase: 'changing', held: { step: 'work' } }), 'changing, held at work');
  assert.equal(stateOf({ phase: 'watching' }), 'watching');
});

test('a tone says how bad it is', () => {
  assert.equal(toneOf({ phase: 'changing' }), '');
  assert.equal(toneOf({ phase: 'done' }), 'good');
  assert.equal(toneOf({ phase: 'changing', held: {} }), 'careful');
  assert.equal(toneOf({ phase: 'rolling-back' }), 'careful');
  assert.equal(toneOf({ phase: 'closing', trouble: 'Docker does not answer' }), 'careful');
  assert.equal(toneOf({ phase: 'stuck', held: {} }), 'bad');
});

test('what must not be missed is said, several things at once too', () => {
  assert.deepEqual(alarms({ phase: 'changing' }), []);
  assert.deepEqual(alarms({ phase: 'changing', held: {}, overran: true }), ['Waits for a person', 'Longer than expected']);
  assert.deepEqual(alarms({ phase: 'stuck', held: {} }), ['The way back failed: only a person can go on']);
  assert.deepEqual(alarms({ phase: 'done', ended: true, overran: true }), ['Took longer than expected']);
});

const step = (name, status) => ({ step: name, status, startedAt: status === 'pending' ? undefined : '2026-03-01T12:00:00Z' });

test('the step that runs is looked at, else the one that failed, else the last', () => {
  const steps = [step('prepare', 'done'), step('change', 'failed'), step('migrate', 'running'), step('validate', 'pending')];
  assert.equal(stepInFocus({ steps }).step, 'migrate');
  assert.equal(stepInFocus({ steps: steps.filter((s) => s.status !== 'running') }).step, 'change');
  assert.equal(stepInFocus({ steps: steps.slice(0, 1) }).step, 'prepare');
  assert.equal(stepInFocus({ steps: [step('prepare', 'pending')] }), undefined);
  assert.equal(stepInFocus({ steps, wayBack: { steps: [step('restore-volumes', 'running')] } }).step, 'restore-volumes');
});

test('several problems are a list, one is a part of the sentence', () => {
  const told = (text, happened) => happenedOf({ steps: [{ step: 'prepare', status: 'failed', text }], happened });
  assert.deepEqual(told('one thing', 'It was refused: one thing.'), { said: 'It was refused: one thing.', list: [], then: '' });
  assert.deepEqual(told('one thing.\nanother.', 'It was refused: one thing.\nanother..'),
    { said: 'It was refused:', list: ['one thing.', 'another.'], then: '' });
  assert.deepEqual(told('one\nanother', 'It waits: one\nanother. Visitors see the page.'),
    { said: 'It waits:', list: ['one', 'another'], then: 'Visitors see the page.' });
});

test('a step of the way back has a turn of its own', () => {
  const window = { steps: [step('validate', 'failed'), step('watch', 'pending')], wayBack: { steps: [step('validate', 'running')] } };
  assert.deepEqual(turns(window).map((t) => t.name), ['validate', 'validate, way back']);
});

test('the time left goes by the daemon’s clock, not by the reader’s', () => {
  const window = { openedAt: '2000-01-01T00:00:00Z', elapsedSeconds: 60, expectedBackAt: '2000-01-01T00:05:00Z' };
  assert.equal(secondsLeft(window), 240);
  assert.equal(secondsLeft({ ...window, elapsedSeconds: 400 }), -100);
});

test('a picture of door and layers has words', () => {
  const window = { door: 'closed', layers: [
    { layer: 'app', state: 'closed', services: ['app'] }, { layer: 'workers', state: 'open', services: ['worker'] }, { layer: 'cron', state: 'open', services: [] }] };
  assert.deepEqual(layersOf(window).map((l) => l.state), ['closed', 'open', 'none']);
  assert.equal(describe(window), 'The door is closed: visitors meet the page. App closed, workers open, no cron.');
  assert.equal(describe({ door: 'open' }), 'The door is open: visitors meet the app. No app, no workers, no cron.');
});

test('roles include those below them', () => {
  assert.ok(may({ role: 'admin' }, 'operator'));
  assert.ok(!may({ role: 'viewer' }, 'operator'));
  assert.ok(!may(null, 'viewer'));
  assert.ok(!may({ role: 'emperor' }, 'viewer'));
  assert.equal(needs({ role: 'operator' }, 'operator', 'Starting'), undefined);
  assert.equal(needs({ role: 'viewer' }, 'operator', 'Starting a window'), 'Starting a window needs the role operator; you are signed in as viewer.');
});
