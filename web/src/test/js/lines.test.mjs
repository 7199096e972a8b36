import assert from 'node:assert/strict';
import test from 'node:test';
import { each, Splitter } from '../../main/resources/lull-web/lines.js';

test('lines are whole, wherever an answer is cut', () => {
  const splitter = new Splitter();
  assert.deepEqual(splitter.add('{"a":'), []);
  assert.deepEqual(splitter.add('1}\n\n{"b":2}\n{"c'), ['{"a":1}', '{"b":2}']);
  assert.deepEqual(splitter.add('":3}'), []);
  assert.deepEqual(splitter.end(), ['{"c":3}']);
  assert.deepEqual(splitter.end(), []);
});

test('characters are whole too', async () => {
  const bytes = new TextEncoder().encode('{"text":"größer"}\n');
  const body = new ReadableStream({
    start(c) {
      for (const byte of bytes) c.enqueue(Uint8Array.of(byte));
      c.close();
    },
  });
  const seen = [];
  await each(body, (line) => seen.push(line.text));
  assert.deepEqual(seen, ['größer']);
});
