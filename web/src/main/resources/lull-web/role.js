// What a role may do. The daemon decides; this is for not showing what it would refuse.

const RANK = ['viewer', 'operator', 'admin'];

export function may(session, role) {
  return RANK.indexOf(session?.role) >= RANK.indexOf(role);
}

/** The line in place of buttons; nothing where they are there. */
export function needs(session, role, what) {
  return may(session, role) ? undefined
    : `${what} needs the role ${role}; you are signed in as ${session?.role ?? 'nobody'}.`;
}
