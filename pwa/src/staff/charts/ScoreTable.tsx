import type { Day } from '../../api/types';
import { datedDay } from '../../i18n/dates';
import { language } from '../../i18n/i18n';
import type { Band, ScorePoint } from '../scores';
import { t } from '../strings';
import { howScored } from '../words/scores';

interface Props {
  title: string;
  bands: Band[];
  points: ScorePoint[];
  declined: Day[];
}

/** Every time it was answered or declined, the newest first. */
export function ScoreTable({ title, bands, points, declined }: Props) {
  const rows = [
    ...points.map((point) => ({ key: point.revision_id, day: point.day, point })),
    ...declined.map((day) => ({ key: day, day, point: null })),
  ].sort((a, b) => b.day.localeCompare(a.day));
  const nameOf = (point: ScorePoint) => bands.find((band) => band.en === point.band)?.[language.value] ?? point.band ?? '';
  return (
    <table class="table">
      <caption class="sr-only">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('chart.day')}</th>
          <th scope="col">{t('score.score')}</th>
          {bands.length > 0 && <th scope="col">{t('score.band')}</th>}
          <th scope="col">{t('score.days_after')}</th>
          <th scope="col">{t('score.how')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, day, point }) => (
          <tr key={key}>
            <th scope="row">{datedDay(day)}</th>
            <td>{point?.total ?? <span class="soft">{t('score.no_total')}</span>}</td>
            {bands.length > 0 && <td>{point && nameOf(point)}</td>}
            <td>{point?.days_after_session}</td>
            <td>{point ? howScored(point) : t('score.was_declined')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
