import { Fragment } from 'preact';
import type { Bucket, DayCount, SideEffect, Summary } from '../numbers';
import { t } from '../strings';
import { effectName } from '../words/effects';
import { beforeTreatment, dayCount, inInterval, overCourse } from '../words/summary';

const BUCKETS: readonly Bucket[] = ['same_day', 'day_1', 'days_2_6', 'day_7_plus'];

export function SideEffects({ numbers }: { numbers: Summary }) {
  const effects = numbers.side_effects;
  const byDay = effects.some((effect) => effect.rows.length > 0);
  return (
    <section class="card">
      <h2>{t(byDay ? 'effects.title' : 'journal.effects')}</h2>
      {effects.length === 0 && <p>{t('effects.none')}</p>}
      {effects.length > 0 && (byDay ? <ByDay effects={effects} /> : <Plain effects={effects} />)}
      {byDay && (
        <p class="soft small">
          {t('effects.rule')} {t('effects.also_outside')}
        </p>
      )}
    </section>
  );
}

function ByDay({ effects }: { effects: SideEffect[] }) {
  const before = effects.some((effect) => effect.before);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard
    <section class="scroll-x" tabIndex={0} aria-label={t('effects.title')}>
      <table class="table dense">
        <thead>
          <tr>
            <th scope="col">{t('effects.effect')}</th>
            {before && <th scope="col">{t('effects.before')}</th>}
            {BUCKETS.map((bucket) => (
              <th key={bucket} scope="col">
                {t(`effects.${bucket}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {effects.map((effect) => (
            <Fragment key={effect.effect}>
              <tr class="has-remark">
                <th scope="row">{effectName(effect.effect)}</th>
                {before && <td>{beforeTreatment(effect)}</td>}
                {BUCKETS.map((bucket) => (
                  <Cell key={bucket} row={effect.rows.find((row) => row.bucket === bucket)} />
                ))}
              </tr>
              <tr class="remark">
                <td class="soft small" colSpan={BUCKETS.length + (before ? 2 : 1)}>
                  <span>{remarks(effect)}</span>
                </td>
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const remarks = (effect: SideEffect): string =>
  [t('sum.sentence', { said: inInterval(effect) }), effect.course && overCourse(effect.course)].filter(Boolean).join(' ');

function Cell({ row }: { row: DayCount | undefined }) {
  const { count, aside } = row ? dayCount(row) : { count: '', aside: t('effects.cell_none') };
  return (
    <td>
      <span class="whole">{count}</span> <span class="soft small aside">{aside}</span>
    </td>
  );
}

function Plain({ effects }: { effects: SideEffect[] }) {
  return (
    <ul class="bare stack tight">
      {effects.map((effect) => (
        <li key={effect.effect}>
          <strong>{effectName(effect.effect)}</strong> <span class="soft">{remarks(effect)}</span>
        </li>
      ))}
    </ul>
  );
}
