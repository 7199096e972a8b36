import assert from 'node:assert/strict';
import test from 'node:test';
import { approvableUntil, noneComing, signsOf } from '../../main/resources/lull-web/schedule.js';
import { offersOf, only } from '../../main/resources/lull-web/schedule-ask.js';
import { byField, orderOf, timingOf, wrongsOf } from '../../main/resources/lull-web/schedule-form.js';
import { Schedules } from '../../main/resources/lull-web/schedules.js';
import { StackPage } from '../../main/resources/lull-web/stack.js';

const schedule = (fields) => ({ source: 'person', paused: false, skipping: false, ended: false, next: ['2026-12-06T02:00:00Z'], ...fields });
const waiting = { state: 'waiting for approval', due: '2026-12-01T02:00:00Z' };

test('what is loaded later is where it is looked for', () => {
  assert.equal(typeof Schedules, 'function');
  assert.equal(typeof StackPage, 'function');
});

test('of a schedule only that is offered which it can do now', () => {
  assert.deepEqual(offersOf(schedule()), ['run', 'skip', 'pause', 'remove']);
  assert.deepEqual(offersOf(schedule({ paused: true, next: [] })), ['run', 'resume', 'remove']);
  assert.deepEqual(offersOf(schedule({ skipping: true })), ['run', 'pause', 'remove']);
  assert.deepEqual(offersOf(schedule({ ended: true, next: [], last: { state: 'opened' } })), ['run', 'remove']);
});

test('no other run is offered before the last one is over', () => {
  assert.deepEqual(offersOf(schedule({ last: waiting })), ['approve', 'skip', 'pause', 'remove']);
  for (const state of ['looking', 'waiting for room', 'opening']) {
    assert.deepEqual(offersOf(schedule({ last: { state } })), ['skip', 'pause', 'remove'], state);
    assert.deepEqual(offersOf(schedule({ last: { state }, ended: true, next: [] })), ['remove'], state);
  }
  for (const state of ['opened', 'nothing to do', 'skipped', 'refused']) {
    assert.equal(offersOf(schedule({ last: { state } }))[0], 'run', state);
  }
});

test('one of a compose file is not removed here', () => {
  assert.deepEqual(offersOf(schedule({ source: 'file' })), ['run', 'skip', 'pause']);
  assert.deepEqual(offersOf(schedule({ source: 'file', last: { state: 'refused' } })), ['run', 'skip', 'pause', 'remove'], 'for its stack may be gone');
});

test('what must not be missed of a schedule is said, several things at once too', () => {
  const signs = (fields) => signsOf(schedule(fields)).map(([text]) => text);
  assert.deepEqual(signs({}), []);
  assert.deepEqual(signs({ last: { state: 'opened' } }), []);
  assert.deepEqual(signs({ last: { state: 'refused' }, paused: true }), ['Refused last time', 'Paused']);
  assert.deepEqual(signs({ last: waiting, skipping: true }), ['Waits for approval', 'Skips its next run']);
  assert.deepEqual(signs({ ended: true }), ['Over']);
});

test('why nothing comes is said', () => {
  assert.match(noneComing(schedule({ paused: true })), /paused/);
  assert.match(noneComing(schedule({ ended: true })), /over/);
});

test('conditions are words, those of a later daemon too', () => {
  assert.equal(only([]), '');
  assert.equal(only(['changed', 'healthy']), 'there is something to do, and the stack is healthy');
  assert.equal(only(['full-moon']), 'full-moon');
});

test('a run can be approved as long as its schedule says', () => {
  assert.equal(approvableUntil('2026-12-01T02:00:00Z', 4 * 3600), '2026-12-01T06:00:00.000Z');
});

const form = (fields) => ({
  stack: 'shop', name: ' nightly ', when: 'cron', cron: ' 0 3 * * 0 ', at: '', zone: ' Europe/Berlin ', type: 'update', pull: true, images: {},
  service: '', command: '', length: '10m', late: '', changed: false, healthy: false, approve: '', ...fields,
});

test('a schedule to add says no more than what was filled in', () => {
  assert.deepEqual(orderOf(form()), {
    stack: 'shop', name: 'nightly', cron: '0 3 * * 0', zone: 'Europe/Berlin', change: 'update', pull: true, length: '10m',
  });
  assert.deepEqual(
    orderOf(form({
      when: 'at', at: '2026-12-01T03:00', zone: '', type: 'exec', service: 'app', command: 'say "a b"', late: '0s', changed: true, healthy: true, approve: '4h',
    })),
    {
      stack: 'shop', name: 'nightly', at: '2026-12-01T03:00', change: 'exec', service: 'app', command: ['say', 'a b'], length: '10m', late: '0s',
      onlyIf: ['changed', 'healthy'], approve: '4h',
    },
  );
  assert.deepEqual(orderOf(form({ images: { app: ' shop:2 ', db: ' ' } })).images, { app: 'shop:2' });
  assert.equal('images' in orderOf(form({ type: 'none', images: { app: 'shop:2' } })), false);
  assert.equal(orderOf(form({ pull: false })).pull, false);
  assert.equal('pull' in orderOf(form({ type: 'migrate' })), false);
});

test('nothing is previewed as long as it is not said when', () => {
  assert.equal(timingOf(form({ cron: ' ' })), undefined);
  assert.equal(timingOf(form({ when: 'at' })), undefined);
  assert.deepEqual(timingOf(form()), { cron: '0 3 * * 0', zone: 'Europe/Berlin' });
});

test('what is missing in a form is said beside its field', () => {
  const wrong = (fields) => Object.keys(wrongsOf(form(fields)));
  assert.deepEqual(wrong({}), []);
  assert.deepEqual(wrong({ late: '0s', approve: '4h' }), []);
  assert.deepEqual(wrong({ stack: '', name: ' ', cron: '', length: '' }), ['stack', 'name', 'cron', 'length']);
  assert.deepEqual(wrong({ name: 'each night' }), ['name']);
  assert.deepEqual(wrong({ when: 'at' }), ['at']);
  assert.deepEqual(wrong({ type: 'exec', service: 'app', command: 'say "' }), ['change']);
  assert.deepEqual(wrong({ length: '0s', late: 'soon', approve: '0s' }), ['length', 'late', 'approve']);
});

test('what the daemon refuses stands beside the field that it is about', () => {
  assert.deepEqual(byField(['cron has four fields', 'zone is missing']), { wrongs: { cron: 'cron has four fields', zone: 'zone is missing' }, all: true });
  assert.deepEqual(byField(['cron is this', 'cron is that']).wrongs, { cron: 'cron is this; cron is that' });
  assert.deepEqual(byField(['service is missing: say in which']), { wrongs: {}, all: false });
  assert.deepEqual(byField([]), { wrongs: {}, all: false });
});
