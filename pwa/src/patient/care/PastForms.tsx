import { useEffect } from 'preact/hooks';
import type { MeasureView } from '../../api/care';
import { datedDay } from '../../i18n/dates';
import { Card } from '../../ui';
import { t } from '../messages';
import { measures, openWording, shortName, wordingOf } from './state';

/** Forms that were answered and totals that the clinic entered: numbers and days, and nothing about what they mean. */
export function PastForms() {
  useEffect(() => {
    void openWording();
    void measures.open();
  }, []);
  const given = (measures.value ?? []).filter((each) => !each.declined).sort((a, b) => (a.day < b.day ? 1 : -1));
  if (given.length === 0) return null;
  return (
    <Card title={t('measure.past')}>
      <ul class="plain-list">
        {given.map((each) => (
          <li key={each.measure_id}>
            <span class="soft">{datedDay(each.day)}</span> {shortName(each.instrument)} <strong class="numbers">{totalOf(each)}</strong>
            {each.entered_by && <span class="soft small"> {t('measure.by_clinic')}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function totalOf({ total, instrument }: MeasureView): string {
  const max = wordingOf(instrument)?.max;
  if (total === null) return t('measure.no_total');
  return max ? t('page.of', { n: total, high: max }) : String(total);
}
