import type { Summary } from '../numbers';
import { t } from '../strings';
import { completeness, missing } from '../words/summary';

/** Each kind of missing in a line of its own: they mean different things. */
export function Completeness({ numbers }: { numbers: Summary }) {
  const { head, rest } = completeness(numbers.completeness);
  const kinds = missing(numbers);
  return (
    <section class="card">
      <h2>{t('complete.title')}</h2>
      <p>
        <strong>{head}</strong> {rest}
      </p>
      {kinds.length > 0 && (
        <ul class="kinds">
          {kinds.map((kind) => (
            <li key={kind}>{kind}</li>
          ))}
        </ul>
      )}
      <p class="soft small">{t('sum.reported')}</p>
    </section>
  );
}
