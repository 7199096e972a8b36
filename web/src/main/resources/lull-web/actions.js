// What can be asked of a window: what each action is called, does, and would lose. Only what a window
// offers is ever shown.

const LABELS = {
  approve: 'Approve',
  retry: 'Retry',
  reopen: 'Reopen',
  rollback: 'Roll back',
  abort: 'Abort',
  extend: 'Extend',
};

/** The one that leads on comes first, those that give something up last. */
const ORDER = ['approve', 'retry', 'reopen', 'extend', 'abort', 'rollback'];

const NO_WRITE_LOST = 'Nothing that visitors wrote is lost.';
const NOTHING_LOST = 'Nothing is lost.';

function stuck(window) {
  return window.phase === 'stuck';
}

const MAKERS = {
  approve(window) {
    const step = window.held?.step ?? 'reopen-app';
    return step === 'reopen-app'
      ? {
          label: 'Approve: let visitors in',
          does: 'The door opens: visitors meet the app that was checked backstage. Then workers and cron are opened.',
          loses: 'Nothing is lost now. But what visitors write from then on would be lost by a rollback.',
        }
      : {
          label: `Approve: go on with ${step}`,
          does: `The window goes on with ${step}.`,
          loses: NOTHING_LOST,
        };
  },
  retry(window) {
    const step = window.held?.step;
    return {
      label: step ? `Retry ${step}` : 'Retry',
      does: stuck(window)
        ? `The way back does ${step ?? 'the step'} again and goes on. Mend first what it stumbled over.`
        : `The window does ${step ?? 'the step'} again and goes on. Mend the cause first.`,
      loses: `${NOTHING_LOST} Doing a step again does no harm.`,
    };
  },
  reopen(window) {
    if (stuck(window)) {
      return {
        label: 'I have finished the way back by hand',
        does: 'The window ends as rolled-back. Lull touches nothing any more: what is not in place stays as it is now.',
        loses: 'Lull will not finish what is not in place.',
        tone: 'danger',
      };
    }
    if (window.held?.step === 'work') {
      return {
        label: 'My work is done: reopen',
        does: 'The app is started and checked backstage, then visitors are let in, then workers and cron are opened.',
        loses: 'Nothing is lost now. But what visitors write from then on would be lost by a rollback.',
      };
    }
    if (window.held?.step === 'watch') {
      return {
        label: 'Accept it and go on',
        does: `What the watch found is accepted, and the window goes on to its end: ${window.held.why}.`,
        loses: 'Nothing is lost. The rollback point stays; from then on only a restore leads back to it.',
      };
    }
    return {
      label: 'Reopen: go on without waiting',
      does: 'The window ends without the off-site copy. Visitors are in already.',
      loses: 'There will be no copy of this rollback point elsewhere. The point itself stays on this host.',
    };
  },
  rollback(window) {
    const work = window.change.type === 'none' ? ' The work that was done in this window is undone.' : '';
    return {
      label: 'Roll back',
      does: `The layers are closed, and the stack returns to the rollback point${window.point ? ` ${window.point}` : ''}: volumes and containers. Then it is checked and opened again.${work}`,
      loses: window.rollbackLoses ?? `The door was closed all the while. ${NO_WRITE_LOST}`,
      confirm: window.rollbackLoses ? window.stack : undefined,
      tone: 'danger',
    };
  },
  abort(window) {
    return window.offers.includes('rollback')
      ? {
          label: 'Abort',
          does: 'The window is given up. The change may have begun, so the stack returns to the rollback point, is checked and opened again.',
          loses: `The change is undone. ${NO_WRITE_LOST}`,
          tone: 'danger',
        }
      : {
          label: 'Abort',
          does: 'The window is given up. What was closed is opened again as it was.',
          loses: 'Nothing is lost: nothing was changed yet.',
          tone: 'danger',
        };
  },
  extend(window) {
    return {
      label: 'Extend',
      does: 'Visitors are expected in again that much later. Nothing else changes.',
      loses: NOTHING_LOST,
      asksHowLong: true,
      stack: window.stack,
    };
  },
};

/**
 * What this window offers now.
 *
 * @returns {Array<{action: string, label: string, does: string, loses: string, confirm?: string,
 *   tone?: string, asksHowLong?: boolean}>} confirm: the text to be typed first
 */
export function offers(window) {
  return ORDER.filter((action) => window.offers.includes(action)).map((action) => ({
    action,
    name: LABELS[action],
    ...MAKERS[action](window),
  }));
}

/** One of them, also when it is not offered any more: somebody may just read what it would do. */
export function offer(window, action) {
  return { action, name: LABELS[action], ...MAKERS[action](window) };
}
