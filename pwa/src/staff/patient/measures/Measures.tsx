import { useState } from 'preact/hooks';
import { get } from '../../../api/client';
import type { AccountView, Day, PatientView } from '../../../api/types';
import { Select } from '../../../ui';
import { useLoad } from '../../load';
import { t } from '../../strings';
import { Screen } from '../../ui/Screen';
import { EnterScore } from './EnterScore';
import { ScoreTable } from './ScoreTable';
import type { InstrumentView, MeasureView } from './shapes';
import { newestFirst, shortName } from './words';

interface Props {
  me: AccountView;
  patient: PatientView;
  today: Day;
}

/** Every score of a patient, newest first, whoever gave it. */
export function Measures({ me, patient, today }: Props) {
  const scores = useLoad(`measures:${patient.patient_id}`, () => get<MeasureView[]>(`/api/patients/${patient.patient_id}/measures`), {
    whenSeen: true,
  });
  const instruments = useLoad('instruments', () => get<InstrumentView[]>('/api/instruments'));
  return (
    <section class="stack" aria-label={t('measures.title')}>
      <p class="soft">
        {t('measures.text')}{' '}
        <a class="no-print" href="#/clinic/measures">
          {t('measures.settings')}
        </a>
      </p>
      <Screen load={instruments}>
        {(known) => (
          <>
            {me.role === 'clinician' && <EnterScore patient={patient} today={today} instruments={known} onSaved={scores.reload} />}
            <Screen load={scores}>
              {(all) => <List me={me} patient={patient} today={today} scores={all} instruments={known} onChange={scores.reload} />}
            </Screen>
          </>
        )}
      </Screen>
    </section>
  );
}

interface ListProps extends Props {
  scores: MeasureView[];
  instruments: InstrumentView[];
  onChange: () => Promise<void>;
}

const ALL = 'all';

function List(props: ListProps) {
  const [chosen, setChosen] = useState(ALL);
  const { scores } = props;
  if (scores.length === 0) return <p>{t('measures.none')}</p>;
  const used = [...new Set(scores.map((score) => score.instrument))].sort();
  const options = [{ value: ALL, label: t('measures.all') }, ...used.map((id) => ({ value: id, label: shortName(id) }))];
  const shown = newestFirst(scores).filter((score) => chosen === ALL || score.instrument === chosen);
  return (
    <>
      {used.length > 1 && (
        <div class="filter no-print">
          <Select label={t('measures.show')} value={chosen} onChange={setChosen} options={options} />
        </div>
      )}
      <ScoreTable key={chosen} {...props} scores={shown} />
    </>
  );
}
