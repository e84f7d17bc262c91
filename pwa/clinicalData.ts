import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** What only people who maintain the data need, and what only the server says. */
const NOT_FOR_PHONES = new Set(['about', 'sources', 'cross_checked', 'verified_at', 'note', 'term', 'card', 'warn', 'why']);

/** The data of clinical/ is one source for server and browser; the browser's copy leaves out what it never shows. */
export function clinicalData(): Plugin {
  return {
    name: 'clinical-data',
    enforce: 'pre',
    load(id) {
      const file = id.split('?')[0] as string;
      if (!/\/clinical\/.*\.json$/.test(file)) return null;
      const data: unknown = JSON.parse(readFileSync(file, 'utf8'), (key, value) =>
        NOT_FOR_PHONES.has(key) && value !== true ? undefined : value,
      );
      // The suffix is dropped, so that Vite does not read the module as JSON again.
      return { code: `export default JSON.parse(${JSON.stringify(JSON.stringify(data))})`, moduleType: 'js' };
    },
  };
}
