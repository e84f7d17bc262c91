import { signal } from '@preact/signals';

/**
 * Routes live in the fragment ("/#/history", "/staff#/patients/0198..."), which never reaches a server or its logs.
 * A path holds ids and dates at most, never anything that a person wrote or chose.
 */
export const path = signal(currentPath());

function currentPath(): string {
  const fragment = location.hash.slice(1);
  return fragment.startsWith('/') ? fragment : '/';
}

/** How many screens deep we came inside the app: "back" must not leave it. */
let depth = 0;

export function startRouter(): void {
  addEventListener('hashchange', () => {
    path.value = currentPath();
    scrollTo(0, 0);
  });
}

export function go(to: string, options: { replace?: boolean } = {}): void {
  if (to === path.value) return;
  if (options.replace) {
    history.replaceState(null, '', `#${to}`);
    path.value = to;
    scrollTo(0, 0);
  } else {
    depth += 1;
    location.hash = to;
  }
}

export function back(fallback = '/'): void {
  if (depth > 0) {
    depth -= 1;
    history.back();
  } else {
    go(fallback, { replace: true });
  }
}

/** "/patients/:id" against "/patients/0198": the named parts, or null. */
export function match(pattern: string, actual: string = path.value): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = actual.split('/');
  if (wanted.length !== given.length) return null;
  const found: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) found[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return found;
}
