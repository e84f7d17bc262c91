import type { Summary } from '../numbers';
import { t } from '../strings';
import { completeness } from '../words/summary';

export function Completeness({ numbers }: { numbers: Summary }) {
  const { head, rest, missing } = completeness(numbers.completeness);
  return (
    <section class="card">
      <h2>{t('complete.title')}</h2>
      <p>
        <strong>{head}</strong> {rest}
      </p>
      <p class="soft">
        {missing && t('complete.worse')} {t('sum.reported')}
      </p>
    </section>
  );
}
