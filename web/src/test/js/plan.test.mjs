import assert from 'node:assert/strict';
import test from 'node:test';
import { Attempt } from '../../main/resources/lull-web/attempt.js';
import { changeOf, draftOf, isTyped } from '../../main/resources/lull-web/change.js';
import { route, planAddress, stackAddress } from '../../main/resources/lull-web/route.js';
import { words } from '../../main/resources/lull-web/words.js';

const draft = (fields) => ({ ...draftOf(new URLSearchParams()), ...fields });

test('a draft is a change once nothing is missing', () => {
  assert.deepEqual(changeOf(draft({})), { type: 'update' });
  assert.deepEqual(changeOf(draft({ pull: true, images: { app: ' shop:2 ', db: ' ' } })), { type: 'update', images: { app: 'shop:2' }, pull: true });
  assert.deepEqual(changeOf(draft({ type: 'none', pull: true })), { type: 'none' });
  assert.equal(changeOf(draft({ type: 'exec', service: 'app' })), undefined);
  assert.equal(changeOf(draft({ type: 'exec', service: 'app', command: 'say "' })), undefined);
  assert.deepEqual(changeOf(draft({ type: 'exec', service: 'app', command: 'say "a b"' })), { type: 'exec', service: 'app', command: ['say', 'a b'] });
  assert.equal(changeOf(draft({ type: 'restore' })), undefined);
});

test('a restore can be linked to', () => {
  const here = route(planAddress('shop', { change: 'restore', point: 'shop-w1' }));
  assert.deepEqual(changeOf(draftOf(here.query)), { type: 'restore', point: 'shop-w1' });
  assert.equal(draftOf(new URLSearchParams('change=rm')).type, 'update');
});

test('what is typed waits until its plan is asked for', () => {
  assert.ok(isTyped(draft({ type: 'exec' })));
  assert.ok(isTyped(draft({ images: { app: 'shop:2' } })));
  assert.ok(!isTyped(draft({})));
});

test('a command line is taken apart as a shell would', () => {
  assert.deepEqual(words('  ./manage.py  reindex --all ').words, ['./manage.py', 'reindex', '--all']);
  assert.deepEqual(words(`sh -c 'a "b" $c' "" x\\ y "q\\"r\\n"`).words, ['sh', '-c', 'a "b" $c', '', 'x y', 'q"r\\n']);
  assert.match(words('say "a').problem, /not closed/);
  assert.deepEqual(words(''), { words: [] });
});

test('the same form sent again has the same key', () => {
  let n = 0;
  const attempt = new Attempt(() => `key ${n += 1}`);
  assert.equal(attempt.keyFor({ stack: 'a' }), 'key 1');
  assert.equal(attempt.keyFor({ stack: 'a' }), 'key 1');
  assert.equal(attempt.keyFor({ stack: 'a', reason: 'b' }), 'key 2');
  attempt.refused();
  assert.equal(attempt.keyFor({ stack: 'a', reason: 'b' }), 'key 3');
  assert.match(new Attempt().keyFor({}), /^[0-9a-f]{32}$/);
});

test('addresses lead to views', () => {
  const place = (hash) => [route(hash).place, route(hash).of];
  assert.deepEqual(place(''), ['stacks', undefined]);
  assert.deepEqual(place('#/'), ['stacks', undefined]);
  assert.deepEqual(place('#/windows/12'), ['window', '12']);
  assert.deepEqual(place('#/windows/0'), ['nowhere', undefined]);
  assert.deepEqual(place('#/snapshots'), ['points', undefined]);
  assert.deepEqual(place(planAddress('a b')), ['plan', 'a b']);
  assert.deepEqual(place(stackAddress('a b')), ['stack', 'a b']);
  assert.deepEqual(place('#/schedules'), ['schedules', undefined]);
  assert.deepEqual(place('#/stacks/%E0%A4%A/plan'), ['plan', '%E0%A4%A']);
  assert.equal(route('#/windows?stack=shop').query.get('stack'), 'shop');
});
