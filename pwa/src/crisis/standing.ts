import { type Found, type Role, roleOf } from './patterns';

/** What of the phrases found in one sentence stands: the twin of clinical/crisis/standing.py. */

type ByRole = Map<Role, Found[]>;

const byFirst = (a: Found, b: Found) => a.first - b.first;

/** Dangers, and signs. What is denied is asked of the dangers alone, so that no sign takes a danger with it. */
export function standing(found: readonly Found[]): { dangers: Found[]; signs: Found[] } {
  const byRole: ByRole = new Map();
  for (const match of [...found].sort(byFirst)) {
    const others = byRole.get(roleOf(match.group));
    if (others) others.push(match);
    else byRole.set(roleOf(match.group), [match]);
  }
  const dangers = byRole.get('danger') ?? [];
  const signs = byRole.get('sign');
  const left = (matches: Found[]) => outside(byRole.get('idiom') ?? [], byRole.has('trap') ? matches : undenied(matches, byRole));
  const both = signs ? left([...dangers, ...signs].sort(byFirst)) : [];
  return { dangers: left(dangers), signs: both.filter((match) => roleOf(match.group) === 'sign') };
}

/** Without the dangers right after a denial, right before one, or linked to one that is denied. */
function undenied(dangers: readonly Found[], byRole: ByRole): Found[] {
  const startsDenied = new Set(byRole.get('denial_before')?.map((match) => match.last + 1));
  const endsDenied = new Set(byRole.get('denial_after')?.map((match) => match.first - 1));
  const links = new Map<number, number[]>();
  for (const { first, last } of byRole.get('link') ?? []) links.set(last + 1, [...(links.get(last + 1) ?? []), first - 1]);
  const deniedUntil = new Set<number>();
  const left: Found[] = [];
  for (const danger of dangers) {
    const linked = links.get(danger.first)?.some((end) => deniedUntil.has(end)) ?? false;
    const deniable = danger.group.deniable ?? false;
    if (deniable && (startsDenied.has(danger.first) || endsDenied.has(danger.last) || linked)) deniedUntil.add(danger.last);
    if (!deniedUntil.has(danger.last) || danger.group.tier === 'urgent' || !deniable) left.push(danger);
  }
  return left;
}

/** Without the dangers that lie inside an idiom. Both lists are in order of their first words. */
function outside(idioms: readonly Found[], dangers: readonly Found[]): Found[] {
  const left: Found[] = [];
  let next = 0;
  let until = -1;
  for (const danger of dangers) {
    for (let idiom = idioms[next]; idiom !== undefined && idiom.first <= danger.first; idiom = idioms[++next])
      until = Math.max(until, idiom.last);
    if (danger.last > until || danger.group.tier === 'urgent') left.push(danger);
  }
  return left;
}
