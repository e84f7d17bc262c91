import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Problem } from '../../api/client';
import { ProblemNotice } from '../../ui';
import { t } from '../messages';
import { Screen } from './Screen';

/** A screen that is fetched when it is first opened (from the service worker's store, once that is filled). `part`: of a screen. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>, part = false): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function Lazy(props: P) {
    const [, redraw] = useState(0);
    const [missing, setMissing] = useState(false);
    useEffect(() => {
      if (loaded || missing) return;
      load().then(
        (component) => {
          loaded = component;
          redraw((count) => count + 1);
        },
        () => setMissing(true),
      );
    }, [missing]);
    if (loaded) {
      const Loaded = loaded;
      return <Loaded {...props} />;
    }
    if (part) return null;
    return (
      <Screen title={t('app.name')} backTo="/">
        {missing ? (
          <ProblemNotice error={new Problem('offline', 0)} onRetry={() => setMissing(false)} />
        ) : (
          <p class="soft">{t('common.loading')}</p>
        )}
      </Screen>
    );
  };
}
