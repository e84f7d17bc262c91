import { ProblemNotice } from '../ui';
import { t } from './strings';

export function NoServer({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <main class="narrow stack">
      <h1>{t('app.name')}</h1>
      <p>{t('gate.no_server')}</p>
      <ProblemNotice error={error} onRetry={onRetry} />
    </main>
  );
}
