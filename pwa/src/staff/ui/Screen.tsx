import type { ComponentChildren } from 'preact';
import { Problem } from '../../api/client';
import { timeOf } from '../../i18n/dates';
import { Notice, ProblemNotice } from '../../ui';
import type { Loaded } from '../load';
import { t } from '../strings';

interface Props<T> {
  load: Loaded<T>;
  children: (value: T) => ComponentChildren;
}

/** The last known data at once; what went wrong beside it; grey lines only when there is nothing to show yet. */
export function Screen<T>({ load, children }: Props<T>) {
  if (load.value === undefined) return load.error ? <Failed load={load} /> : <Skeleton />;
  return (
    <>
      {load.error !== null && load.at && <Notice tone="look">{t('load.stale', { when: timeOf(load.at) })}</Notice>}
      {children(load.value)}
    </>
  );
}

function Failed<T>({ load }: { load: Loaded<T> }) {
  if (load.error instanceof Problem && load.error.slug === 'not-found') {
    return (
      <Notice tone="look" live="polite">
        {t('load.missing')}
      </Notice>
    );
  }
  return <ProblemNotice error={load.error} onRetry={() => void load.reload()} />;
}

function Skeleton() {
  return (
    <div class="card skeleton" role="status" aria-label={t('common.loading')}>
      <span />
      <span />
      <span />
    </div>
  );
}
