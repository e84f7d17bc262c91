import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api/client';
import type { SafetyPlanView } from '../../api/plan';
import { dateTime } from '../../i18n/dates';
import { Button, Card, Notice, ProblemNotice } from '../../ui';
import { go } from '../../ui/router';
import { t } from '../messages';
import { Screen } from '../parts/Screen';
import { ownPlan } from '../state/plan';
import { Resource } from '../state/resource';
import { StepLines } from './StepLines';
import { bringBack } from './save';
import { changedSteps, STEPS } from './steps';

const revisions = new Resource<SafetyPlanView[]>('safety-plan-revisions', () => get('/api/me/safety-plan/revisions'));

/** Every version that was saved, newest first; also those of another phone that are not the plan now. */
export function Earlier() {
  useEffect(() => void revisions.open(), []);
  const known = revisions.known.value;
  const error = revisions.error.value;
  const all = known?.value ?? [];
  return (
    <Screen title={t('plan.earlier')} backTo="/plan" backLabel={t('tab.plan')}>
      <p class="soft">{t('plan.earlier_text')}</p>
      {known && !known.fresh && error && <p class="soft small">{t('common.as_of', { when: dateTime(known.at) })}</p>}
      {!known && error && <ProblemNotice error={error} onRetry={() => void revisions.refresh()} />}
      {known && all.length === 0 && <p class="soft">{t('plan.earlier_none')}</p>}
      {all.map((version) => (
        <Version key={version.revision_id} version={version} before={all.find((other) => other.revision_id === version.based_on)} />
      ))}
    </Screen>
  );
}

/** What it changed in the version that it was written over, and, opened, the whole of it. */
function Version({ version, before }: { version: SafetyPlanView; before: SafetyPlanView | undefined }) {
  const [failed, setFailed] = useState(false);
  const changed = changedSteps(before ?? null, version).map((step) => t(`step_title.${step}`));
  const isNow = version.revision_id === ownPlan.value?.revision_id;
  const back = async () => {
    try {
      await bringBack(version);
      go('/plan');
    } catch {
      setFailed(true);
    }
  };
  const written = STEPS.filter((step) => version[step].length > 0);
  return (
    <Card>
      <details>
        <summary>
          <strong class="sentence">{dateTime(version.written_at)}</strong>
        </summary>
        <div class="stack">
          {written.map((step) => (
            <section key={step} class="stack tight">
              <h3>{t(`step_title.${step}`)}</h3>
              <StepLines plan={version} step={step} />
            </section>
          ))}
          {written.length === 0 && <p class="soft">{t('plan.nothing')}</p>}
          {!isNow && (
            <Button wide onClick={() => void back()}>
              {t('plan.bring_back')}
            </Button>
          )}
        </div>
      </details>
      <p class="soft small">
        {isNow && `${t('plan.now')}. `}
        {changed.length > 0 && t('plan.changed', { steps: changed.join(', ') })}
      </p>
      {failed && (
        <Notice tone="danger" live="alert">
          {t('save.not_stored')}
        </Notice>
      )}
    </Card>
  );
}
