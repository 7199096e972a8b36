import assert from 'node:assert/strict';
import test from 'node:test';
import { outcomeOf } from '../../main/resources/lull-web/audit.js';
import { partsOf } from '../../main/resources/lull-web/certificate.js';
import { containerLine, volumeLines } from '../../main/resources/lull-web/preview.js';
import { healthOf, imagesOf, inOrder } from '../../main/resources/lull-web/stacks.js';
import { openWindow, wrongWith } from '../../main/resources/lull-web/start.js';
import { stateOfToken } from '../../main/resources/lull-web/tokens.js';

test('a preview names what would become of a volume', () => {
  const none = { count: 0, bytes: 0, first: [] };
  assert.deepEqual(volumeLines({ returning: none, overwritten: none, removed: none }), ['looks as it did']);
  assert.deepEqual(volumeLines({ returning: none, overwritten: { count: 3, bytes: 2048, first: ['a', 'b'] }, removed: none }),
    ['3 would be overwritten (2.0 KiB): a, b, …']);
});

test('a preview names the images of a container that would be made again', () => {
  const image = (reference, id) => ({ reference, id: `sha256:${id}` });
  assert.equal(containerLine({ name: 'a', change: 'kept' }), 'a is the one of the point and stays');
  assert.equal(containerLine({ name: 'a', change: 'made-again', image: image('app:1', 'aa'), imageNow: image('app:2', 'bb') }),
    'a would be made again: app:1 (aa) instead of app:2 (bb)');
  assert.equal(containerLine({ name: 'a', change: 'removed', imageNow: image('app:2', 'bb') }), 'a came since and would be removed: app:2 (bb)');
});

test('a certificate of a later daemon is shown whole', () => {
  const parts = partsOf({ stack: 's', at: 'x', stopped: ['a-1'], host_processes: [{ pid: 1 }], seen: 'mounts' });
  assert.deepEqual(parts.map((p) => [p.name, p.lines]), [
    ['Seen stopped', ['a-1']], ['host processes', ['{"pid":1}']], ['What was looked at', ['mounts']]]);
});

test('a service is as well as its worst container', () => {
  const service = (...containers) => ({ image: 'app:2', containers });
  assert.deepEqual(healthOf(service()), { text: 'no container', tone: 'careful' });
  assert.deepEqual(healthOf(service({ state: 'running', health: '' })), { text: 'running', tone: 'good' });
  assert.deepEqual(healthOf(service({ state: 'running', health: 'healthy' }, { state: 'running', health: 'unhealthy' })),
    { text: '1 healthy, 1 unhealthy', tone: 'bad' });
  assert.equal(healthOf(service({ state: 'running', health: 'Up 3 minutes (healthy)' })).tone, 'good');
  assert.equal(healthOf(service({ state: 'running', health: 'Up 3 minutes' })).tone, 'good');
  assert.equal(healthOf(service({ state: 'running', health: 'Up 2 seconds (health: starting)' })).tone, 'careful');
  assert.equal(healthOf(service({ state: 'running', health: 'Up 3 minutes (unhealthy)' })).tone, 'bad');
  assert.equal(healthOf(service({ state: 'exited', health: 'Exited (1) 2 hours ago' })).tone, 'bad');
  assert.deepEqual(imagesOf(service()), ['app:2']);
  assert.deepEqual(imagesOf(service({ image: 'app:1' }, { image: 'app:1' })), ['app:1']);
});

test('stacks with an open window come first, then those to mend', () => {
  const stacks = [{ name: 'b', ready: true }, { name: 'a', ready: true }, { name: 'm', ready: false }, { name: 'z', ready: true, window: 3 }];
  assert.deepEqual(inOrder(stacks).map((s) => s.name), ['z', 'm', 'a', 'b']);
});

test('a window to open says no more than what was filled in', () => {
  const form = { reason: ' v2 ', expected: '', gitSha: '', changeUrl: '', approve: false, holdBefore: '' };
  assert.deepEqual(openWindow('shop', { type: 'update' }, form), { stack: 'shop', change: { type: 'update' }, reason: 'v2' });
  assert.deepEqual(openWindow('shop', { type: 'none' }, { ...form, reason: '', expected: '5m', approve: true, holdBefore: 'change' }),
    { stack: 'shop', change: { type: 'none' }, expected: '5m', approve: true, holdBefore: ['change'] });
});

test('a restore wants the name of the stack', () => {
  assert.match(wrongWith({ expected: '', confirm: '' }, 'shop'), /confirm: shop/);
  assert.equal(wrongWith({ expected: '5m', confirm: 'shop' }, 'shop'), undefined);
  assert.match(wrongWith({ expected: 'soon' }), /duration/);
  assert.match(wrongWith({ expected: '0s' }), /duration/);
  assert.match(wrongWith({ expected: '8d' }), /7 days/);
});

test('the audit log tells done, refused, failed and unknown apart', () => {
  assert.equal(outcomeOf({ status: 201 }).text, 'done (201)');
  assert.equal(outcomeOf({ status: 403, problem: 'forbidden' }).text, 'refused: forbidden (403)');
  assert.equal(outcomeOf({ status: 503, problem: 'engine' }).text, 'failed: engine (503)');
  assert.match(outcomeOf({}).text, /no answer/);
});

test('a token is valid, expired or revoked', () => {
  const now = Date.parse('2026-03-01T00:00:00Z');
  assert.equal(stateOfToken({}, now), 'valid');
  assert.equal(stateOfToken({ expiresAt: '2026-03-01T00:00:00Z' }, now), 'expired');
  assert.equal(stateOfToken({ expiresAt: '2026-04-01T00:00:00Z', revokedAt: '2026-02-01T00:00:00Z' }, now), 'revoked');
});
