import { useEffect } from 'preact/hooks';
import { emergencyNumber, helpLines } from '../../crisis/directory';
import { dateTime } from '../../i18n/dates';
import { language } from '../../i18n/i18n';
import { account } from '../../session/session';
import { Button, Card, Notice, ProblemNotice } from '../../ui';
import { go } from '../../ui/router';
import { here } from '../crisis';
import { t } from '../messages';
import { tel } from '../parts/links';
import { Screen } from '../parts/Screen';
import { changedTwice, openPlan, ownPlan, plan, planIsEmpty, sayChangedTwice } from '../state/plan';
import { hotlineShown } from '../state/visit';
import { CallButton, StepLines } from './StepLines';
import { STEPS, type Step } from './steps';

/** To read and to call from, in a moment when reading is hard: the steps in order, each number one tap away. */
export function PlanScreen() {
  useEffect(() => void openPlan(), []);
  const fromHotline = hotlineShown.isFor(account.value?.account_id);
  const way = fromHotline ? { backTo: '/saved', backLabel: t('plan.back_to_help') } : {};
  return (
    <Screen title={t('plan.title')} {...way}>
      <Unknown />
      {planIsEmpty.value ? <Begin /> : <p>{t('plan.how')}</p>}
      {changedTwice.value && <ChangedTwice />}
      {!planIsEmpty.value && ownPlan.value && STEPS.map((step, index) => <StepCard key={step} step={step} n={index + 1} />)}
      <p class="soft">
        {t('plan.who')} {t('plan.here')}
      </p>
      <Since />
    </Screen>
  );
}

function Begin() {
  return (
    <Card>
      <p>{t('plan.empty')}</p>
      <Button kind="primary" wide href={`#/plan/begin/${STEPS[0]}`}>
        {t('plan.start')}
      </Button>
    </Card>
  );
}

function StepCard({ step, n }: { step: Step; n: number }) {
  const title = t(`step_title.${step}`);
  const empty = (ownPlan.value?.[step].length ?? 0) === 0;
  return (
    <Card class={empty && step !== 'professionals' ? 'step empty' : 'step'}>
      <div class="step-head">
        <h2>
          <span class="step-number numbers">{n}</span>
          <span>{title}</span>
        </h2>
        <Button kind="plain" href={`#/plan/edit/${step}`} label={t(empty ? 'plan.add_to' : 'plan.change_step', { step: title })}>
          {t(empty ? 'common.add' : 'common.change')}
        </Button>
      </div>
      <StepLines plan={ownPlan.value} step={step} />
      {step === 'professionals' && <HelpLines />}
    </Card>
  );
}

/** Always below the professionals, whoever they are. */
function HelpLines() {
  const { country, ownLine } = here();
  const lines = helpLines(country, language.value, ownLine).filter((line) => line.dial);
  const emergency = emergencyNumber(country);
  const clinic = account.value?.clinic;
  return (
    <section class="stack tight" aria-label={t('plan.lines')}>
      {clinic?.phone && <CallButton name={clinic.name} dial={clinic.phone} />}
      {lines.map((line) => (
        <CallButton key={line.name} name={line.name} dial={line.dial as string} />
      ))}
      <Button href={tel(emergency)} wide>
        {t('help.call_number', { number: emergency })}
      </Button>
    </section>
  );
}

function ChangedTwice() {
  return (
    <Notice tone="look" title={t('plan.stale_title')} live="polite">
      <p>{t('plan.stale_text')}</p>
      <Button kind="outline" wide href="#/plan/earlier">
        {t('plan.stale_look')}
      </Button>
      <Button kind="plain" onClick={() => void sayChangedTwice(false)}>
        {t('plan.stale_done')}
      </Button>
    </Notice>
  );
}

function Unknown() {
  const error = plan.error.value;
  if (plan.known.value || ownPlan.value) return null;
  if (error?.slug === 'offline') {
    return (
      <>
        <Notice>{t('plan.first_offline')}</Notice>
        <Button kind="primary" wide onClick={() => go(`/plan/begin/${STEPS[0]}`)}>
          {t('plan.start')}
        </Button>
      </>
    );
  }
  return error ? <ProblemNotice error={error} onRetry={() => void plan.refresh()} /> : <p class="soft">{t('common.loading')}</p>;
}

/** How old is what is shown, where it is, and the way to what it was before. */
function Since() {
  const own = ownPlan.value;
  if (!own) return null;
  return (
    <>
      <p class="soft small">
        {t('plan.changed_at', { when: dateTime(own.written_at) })}
        {own.state === 'waiting' && ` ${t('plan.waiting')}`}
      </p>
      {own.state === 'attention' && (
        <Notice tone="look" title={t('unsent.notice', { n: 1 })}>
          <Button kind="outline" href="#/unsent">
            {t('unsent.look')}
          </Button>
        </Notice>
      )}
      <Button kind="plain" href="#/plan/earlier">
        {t('plan.earlier')}
      </Button>
    </>
  );
}
