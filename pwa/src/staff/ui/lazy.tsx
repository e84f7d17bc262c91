import type { ComponentType } from 'preact';
import { Problem } from '../../api/client';
import { addWords } from '../../i18n/i18n';
import { useLoad } from '../load';
import { parts } from '../strings';
import { Screen } from './Screen';

/** A part that is fetched when it is first opened, with its words: most of staff never do. */
export function lazy<P extends object>(name: string, load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const read = async () => {
    try {
      const [part] = await Promise.all([load(), addWords(parts)]);
      return part;
    } catch {
      throw new Problem('offline', 0);
    }
  };
  return function Lazy(props: P) {
    const part = useLoad(`part:${name}`, read);
    return <Screen load={part}>{(Part) => <Part {...props} />}</Screen>;
  };
}
