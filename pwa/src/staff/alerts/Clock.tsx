import { useEffect, useState } from 'preact/hooks';
import { serverNow } from '../../api/client';
import { type Next, nextText } from './clock';

const EVERY_MS = 5_000;

/** Counts by itself. Not announced: a clock that speaks every minute would speak over everything else. */
export function Clock({ next }: { next: Next }) {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const tick = () => setNow(serverNow());
    const timer = setInterval(tick, EVERY_MS);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, []);
  return <>{nextText(next, now)}</>;
}
