import { Choice } from '../../ui';
import { t } from '../strings';
import { RANGES, type Range, range } from './journal';

export function RangeChoice() {
  return (
    <Choice<Range>
      legend={t('timeline.range')}
      hideLegend
      value={range.value}
      onChange={(next) => {
        range.value = next;
      }}
      options={RANGES.map((each) => ({ value: each, label: t(`timeline.range_${each}`) }))}
    />
  );
}
