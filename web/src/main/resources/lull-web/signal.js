// A value that views follow.

import { useEffect, useState } from './view.js';

export class Signal {
  #followers = new Set();

  constructor(value) {
    this.value = value;
  }

  set(value) {
    if (Object.is(value, this.value)) return;
    this.value = value;
    this.#followers.forEach((follower) => follower(value));
  }

  follow(follower) {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}

export function useSignal(signal) {
  const [value, set] = useState(signal.value);
  useEffect(() => {
    set(signal.value);
    return signal.follow(set);
  }, [signal]);
  return value;
}
