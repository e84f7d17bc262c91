import { Problem } from '../api/client';
import { t } from '../i18n/common';
import { language } from '../i18n/i18n';
import { Button } from './Button';
import { Notice } from './Notice';

/** The sentence for the person: the server's own where it speaks their language (it answers in the account's), else ours. */
export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return t('problem.internal');
  const ours = t(`problem.${error.slug}`);
  const specific = error.status >= 400 && error.status < 500 && error.slug !== 'unauthenticated';
  return specific && error.detail && language.value === 'en' ? error.detail : ours;
}

export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <Notice tone="look" live="alert">
      <p>{problemText(error)}</p>
      {onRetry && <Button onClick={onRetry}>{t('common.try_again')}</Button>}
    </Notice>
  );
}
