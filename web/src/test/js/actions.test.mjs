import assert from 'node:assert/strict';
import test from 'node:test';
import { offers } from '../../main/resources/lull-web/actions.js';

const window = (fields) => ({ id: 12, stack: 'guestbook', change: { type: 'update' }, phase: 'changing', offers: [], ...fields });
const words = (all) => all.map((o) => o.action);

test('only what the window offers is there, what leads on first', () => {
  assert.deepEqual(offers(window({})), []);
  assert.deepEqual(words(offers(window({ offers: ['rollback', 'abort', 'retry', 'extend'] }))), ['retry', 'extend', 'abort', 'rollback']);
});

test('an action of a later daemon is left out', () => {
  assert.deepEqual(words(offers(window({ offers: ['dance', 'retry'] }))), ['retry']);
});

test('each says what it does and what would be lost', () => {
  const held = { step: 'validate', why: 'it does not answer' };
  for (const at of [undefined, held, { step: 'work', why: '' }, { step: 'watch', why: 'logs' }, { step: 'reopen-app', why: '' }]) {
    for (const offer of offers(window({ held: at, offers: ['approve', 'retry', 'reopen', 'rollback', 'abort', 'extend'] }))) {
      assert.match(offer.does, /\.$/);
      assert.match(offer.loses, /\.$/);
      assert.ok(offer.label && offer.name);
    }
  }
});

test('a rollback that loses what visitors wrote says so and wants the name of the stack', () => {
  const [rollback] = offers(window({ offers: ['rollback'], rollbackLoses: 'What visitors wrote in the last 4m is lost.' }));
  assert.equal(rollback.loses, 'What visitors wrote in the last 4m is lost.');
  assert.equal(rollback.confirm, 'guestbook');
  const [behindTheDoor] = offers(window({ offers: ['rollback'] }));
  assert.equal(behindTheDoor.confirm, undefined);
  assert.match(behindTheDoor.loses, /Nothing that visitors wrote is lost/);
});

test('a rollback of a none window says that the work is undone', () => {
  assert.match(offers(window({ change: { type: 'none' }, offers: ['rollback'] }))[0].does, /work that was done in this window is undone/);
});

test('reopen means another thing at work, at watch, at copy-offsite and when stuck', () => {
  const labels = ['work', 'watch', 'copy-offsite'].map((step) => offers(window({ held: { step, why: 'x' }, offers: ['reopen'] }))[0].label);
  labels.push(offers(window({ phase: 'stuck', held: { step: 'restore-volumes', why: 'x' }, offers: ['reopen'] }))[0].label);
  assert.equal(new Set(labels).size, 4);
});

test('approve lets visitors in at reopen-app, and only goes on elsewhere', () => {
  assert.match(offers(window({ held: { step: 'reopen-app', why: '' }, offers: ['approve'] }))[0].label, /let visitors in/);
  assert.match(offers(window({ held: { step: 'migrate', why: '' }, offers: ['approve'] }))[0].label, /go on with migrate/);
});

test('an abort before the change undoes nothing', () => {
  assert.match(offers(window({ offers: ['abort'] }))[0].loses, /nothing was changed/);
  assert.match(offers(window({ offers: ['abort', 'rollback'] }))[0].loses, /change is undone/);
});

test('extend asks for how long', () => {
  assert.equal(offers(window({ offers: ['extend'] }))[0].asksHowLong, true);
});
