import { get } from '../../../api/client';
import type { Id } from '../../../api/types';
import type { ChartSession } from '../../charts/DayChart';
import { ScoreChart } from '../../charts/ScoreChart';
import { useLoad } from '../../load';
import type { Window } from '../../numbers';
import { t } from '../../strings';
import { Screen } from '../../ui/Screen';
import { declinedIn, pointsIn } from './points';
import type { InstrumentView, MeasureView } from './shapes';
import { shortName } from './words';

interface Props {
  patientId: Id;
  shown: Window;
  sessions: ChartSession[];
}

/** The scores of the days that the timeline shows, a chart for each instrument. Nothing where there are none. */
export function ScoresOver({ patientId, shown, sessions }: Props) {
  const load = useLoad(`scores over:${patientId}`, async () => ({
    scores: await get<MeasureView[]>(`/api/patients/${patientId}/measures`),
    instruments: await get<InstrumentView[]>('/api/instruments'),
  }));
  return (
    <Screen load={load}>
      {({ scores, instruments }) => (
        <>
          {instruments.map((instrument) => (
            <Chart key={instrument.id} instrument={instrument} scores={scores} shown={shown} sessions={sessions} />
          ))}
        </>
      )}
    </Screen>
  );
}

interface ChartProps extends Omit<Props, 'patientId'> {
  instrument: InstrumentView;
  scores: MeasureView[];
}

function Chart({ instrument, scores, shown, sessions }: ChartProps) {
  const points = pointsIn(shown, instrument, scores, sessions);
  const { min, max } = instrument;
  if (min === null || max === null || !points.some((point) => point.total !== null)) return null;
  const direction = t(`score.higher_${instrument.higher_is}`);
  return (
    <div class="card">
      <h2>
        {shortName(instrument.id)} <span class="soft small">{direction}</span>
      </h2>
      <ScoreChart
        title={shortName(instrument.id)}
        direction={direction}
        min={min}
        max={max}
        bands={instrument.bands.map((band) => ({ min: band.min, max: band.max, en: band.key, es: band.label }))}
        points={points}
        declined={declinedIn(shown, instrument, scores)}
        shown={shown}
        sessions={sessions}
        recall=""
      />
    </div>
  );
}
