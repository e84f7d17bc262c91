import type { ComponentType } from 'preact';
import { Problem } from '../../api/client';
import { useLoad } from '../load';
import { Screen } from './Screen';

/** A part that is fetched when it is first opened: most of staff never do. */
export function lazy<P extends object>(name: string, load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const read = () =>
    load().catch(() => {
      throw new Problem('offline', 0);
    });
  return function Lazy(props: P) {
    const part = useLoad(`part:${name}`, read);
    return <Screen load={part}>{(Part) => <Part {...props} />}</Screen>;
  };
}
