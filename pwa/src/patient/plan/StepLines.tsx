import type { PlanContact, SafetyPlan } from '../../api/plan';
import { Button } from '../../ui';
import { t } from '../messages';
import { tel } from '../parts/links';
import { isOfPeople, type Step } from './steps';

/** What is written in one step: words, or people with a button for each who can be called. */
export function StepLines({ plan, step }: { plan: SafetyPlan | null; step: Step }) {
  const lines = plan?.[step] ?? [];
  if (lines.length === 0) return null;
  return (
    <ul class={isOfPeople(step) ? 'bare stack tight' : 'step-lines'}>
      {lines.map((line, index) => (
        <li key={index} class="words">
          {typeof line === 'string' ? line : <Person {...line} />}
        </li>
      ))}
    </ul>
  );
}

function Person({ name, dial }: PlanContact) {
  return dial ? <CallButton name={name} dial={dial} /> : <span class="no-number">{name}</span>;
}

export const CallButton = ({ name, dial }: { name: string; dial: string }) => (
  <Button href={tel(dial)} wide class="call-line">
    <span>{t('help.call', { name })}</span>
    {name !== dial && <span class="small numbers">{dial}</span>}
  </Button>
);
