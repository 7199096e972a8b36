// What a view shows of the API: asked for once, again when wanted, and over and over while the daemon
// does not answer. What was there stays there meanwhile.

import { get } from './api.js';
import { useCallback, useEffect, useRef, useState } from './view.js';

const AGAIN_MS = 2000;

/**
 * @param path undefined: nothing is asked for
 * @param every seconds after which it is asked for again while somebody looks; 0: never
 */
export function useLoad(path, { every = 0 } = {}) {
  const [state, setState] = useState({});
  const turn = useRef(0);
  const timer = useRef();

  const load = useCallback(async () => {
    clearTimeout(timer.current);
    if (path === undefined) return;
    turn.current += 1;
    const mine = turn.current;
    const later = (ms) => {
      timer.current = setTimeout(load, ms);
    };
    try {
      const data = await get(path);
      if (mine !== turn.current) return;
      setState({ data, path });
      if (every > 0) later(every * 1000);
    } catch (trouble) {
      if (mine !== turn.current) return;
      if (trouble.status === 0) {
        later(AGAIN_MS);
        return;
      }
      setState((was) => ({ ...was, path, trouble }));
      if (every > 0 && trouble.status >= 500) later(every * 1000);
    }
  }, [path, every]);

  useEffect(() => {
    load();
    return () => {
      turn.current += 1;
      clearTimeout(timer.current);
    };
  }, [load]);

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible' && every > 0) load();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [load, every]);

  return state.path === path ? { ...state, reload: load } : { reload: load };
}

/** A list that comes in parts: each answer says where the older ones begin. */
export function useParts(path, key) {
  const [parts, setParts] = useState({});
  const first = useLoad(path);
  const own = parts.path === path ? parts : {};
  const next = own.items ? own.next : first.data?.next;

  const older = async () => {
    setParts({ ...own, path, busy: true });
    try {
      const more = await get(`${path}${path.includes('?') ? '&' : '?'}before=${next}`);
      setParts({ path, items: [...(own.items ?? []), ...more[key]], next: more.next });
    } catch (trouble) {
      setParts({ ...own, path, trouble });
    }
  };

  return {
    ...first,
    items: first.data && [...first.data[key], ...(own.items ?? [])],
    trouble: first.trouble ?? own.trouble,
    busy: own.busy,
    older: next === undefined ? undefined : older,
  };
}
