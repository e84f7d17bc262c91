import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** The width an element has, so that a drawing's letters keep their size on every screen. */
export function useWidth<E extends Element>(before: number): [RefObject<E | null>, number] {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(before);
  useLayoutEffect(() => {
    const measured = element.current;
    if (!measured) return undefined;
    const take = () => setWidth(Math.max(240, Math.round(measured.getBoundingClientRect().width)));
    take();
    const observer = new ResizeObserver(take);
    observer.observe(measured);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
