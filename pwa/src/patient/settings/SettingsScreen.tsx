import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SettingsView } from '../../api/types';
import { dateTime } from '../../i18n/dates';
import { Notice, ProblemNotice, problemText } from '../../ui';
import { t } from '../messages';
import { Screen } from '../parts/Screen';
import { settings } from '../state/journal';
import { changeSettings } from './change';

export type Change = (part: Partial<SettingsView>) => Promise<boolean>;

interface Props {
  title: string;
  children: (known: SettingsView, change: Change) => ComponentChildren;
}

/** A page of settings: shows the last known ones, changes one thing at a time, says in words what came of it. */
export function SettingsScreen({ title, children }: Props) {
  const [outcome, setOutcome] = useState<{ error: string | null } | null>(null);
  useEffect(() => void settings.open(), []);
  const known = settings.known.value;
  const failure = settings.error.value;
  const change: Change = async (part) => {
    try {
      await changeSettings(part);
      setOutcome({ error: null });
      return true;
    } catch (problem) {
      setOutcome({ error: problemText(problem) });
      return false;
    }
  };
  return (
    <Screen title={title} backTo="/more" backLabel={t('tab.more')}>
      {known && !known.fresh && failure && <p class="soft small">{t('common.as_of', { when: dateTime(known.at) })}</p>}
      {known ? (
        children(known.value, change)
      ) : failure ? (
        <ProblemNotice error={failure} onRetry={() => void settings.refresh()} />
      ) : (
        <p class="soft">{t('common.loading')}</p>
      )}
      {outcome?.error && (
        <Notice tone="look" live="alert">
          {t('settings.not_saved')} {outcome.error}
        </Notice>
      )}
      {outcome?.error === null && (
        <p class="soft" role="status">
          {t('settings.saved')}
        </p>
      )}
    </Screen>
  );
}
