import type { SelfCare, UrgentInstruction } from '../../api/types';
import { Button, Card, Notice } from '../../ui';
import { t } from '../messages';
import { held } from '../state/journal';
import { tel } from './links';

/** Fixed instructions of the clinic for a red-flag effect. Nothing suppresses them. */
export function Urgent({ items }: { items: readonly UrgentInstruction[] }) {
  return (
    <>
      {items.map((item) => (
        <Notice key={item.effect} tone="danger" live="alert">
          <p>
            <strong>{item.text}</strong>
          </p>
          {item.dial && (
            <Button kind="danger" wide href={tel(item.dial)}>
              {item.level === 'call_clinic' ? t('help.call_clinic') : t('help.call_number', { number: item.dial })}
            </Button>
          )}
        </Notice>
      ))}
    </>
  );
}

/** Short education, said to be that, with the clinic's phone. None while a hold is on, also of an answer from before it. */
export function SelfCareCards({ guidance }: { guidance: SelfCare }) {
  if (guidance.cards.length === 0 || held.value) return null;
  return (
    <section class="stack" aria-label={guidance.label}>
      <p class="soft small label-line">{guidance.label}</p>
      {guidance.cards.map((card) => (
        <Card key={card.id} title={card.title}>
          <p>{card.body}</p>
        </Card>
      ))}
      {guidance.clinic_phone && (
        <p class="soft">
          {t('guidance.questions')} <a href={tel(guidance.clinic_phone)}>{guidance.clinic_phone}</a>
        </p>
      )}
    </section>
  );
}
