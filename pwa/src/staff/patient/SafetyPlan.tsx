import { useState } from 'preact/hooks';
import { get } from '../../api/client';
import type { PatientView } from '../../api/types';
import { Button, Select } from '../../ui';
import { clinicTime } from '../alerts/words';
import { useLoad } from '../load';
import { t } from '../strings';
import type { PlanContact, SafetyPlanView } from '../types';
import { Screen } from '../ui/Screen';

/** In the order of Stanley and Brown: what one does alone first, others after that. */
const STEPS = ['warning_signs', 'coping', 'distractions', 'helpers', 'professionals', 'safe_environment', 'reasons_to_live'] as const;

/** The plan as the patient wrote it. Staff read it and talk about it; they do not write in it. */
export function SafetyPlan({ patient }: { patient: PatientView }) {
  const load = useLoad(
    `plan:${patient.patient_id}`,
    () => get<{ plan: SafetyPlanView | null }>(`/api/patients/${patient.patient_id}/safety-plan`),
    { whenSeen: true },
  );
  return (
    <section class="stack">
      <h2 class="sr-only">{t('plan.title')}</h2>
      <p class="soft">{t('plan.text')}</p>
      <Screen load={load}>{({ plan }) => (plan ? <Versions patient={patient} plan={plan} /> : <p>{t('plan.none')}</p>)}</Screen>
    </section>
  );
}

/** Earlier versions are read when somebody asks for them: each reading is listed for the patient. */
function Versions({ patient, plan }: { patient: PatientView; plan: SafetyPlanView }) {
  const [asked, setAsked] = useState(false);
  if (asked) return <Earlier patient={patient} plan={plan} />;
  return (
    <>
      <Plan plan={plan} />
      <div class="row no-print">
        <Button kind="outline" onClick={() => setAsked(true)}>
          {t('plan.show_revisions')}
        </Button>
      </div>
    </>
  );
}

function Earlier({ patient, plan }: { patient: PatientView; plan: SafetyPlanView }) {
  const [chosen, setChosen] = useState(plan.revision_id);
  const load = useLoad(`plans:${patient.patient_id}`, () =>
    get<SafetyPlanView[]>(`/api/patients/${patient.patient_id}/safety-plan/revisions`),
  );
  return (
    <Screen load={load}>
      {(versions) => (
        <>
          {versions.length < 2 && <p class="soft">{t('plan.revisions_none')}</p>}
          {versions.length > 1 && (
            <div class="filter no-print">
              <Select label={t('plan.version')} value={chosen} onChange={setChosen} options={versions.map(option(plan.revision_id))} />
            </div>
          )}
          <Plan plan={versions.find((version) => version.revision_id === chosen) ?? plan} />
        </>
      )}
    </Screen>
  );
}

const option = (current: string) => (version: SafetyPlanView) => {
  const when = clinicTime(version.written_at);
  return { value: version.revision_id, label: version.revision_id === current ? t('plan.current', { when }) : when };
};

const HOUR_MS = 3_600_000;

function Plan({ plan }: { plan: SafetyPlanView }) {
  const when = clinicTime(plan.written_at);
  const waited = Date.parse(plan.received_at) - Date.parse(plan.written_at) > HOUR_MS;
  return (
    <>
      <p class="soft small">{waited ? t('plan.synced', { when, received: clinicTime(plan.received_at) }) : t('plan.written', { when })}</p>
      <ol class="bare plan">
        {STEPS.map((step, index) => (
          <li key={step} class="card">
            <h3>
              {index + 1}. {t(`plan.${step}`)}
            </h3>
            {plan[step].length === 0 && <p class="soft">{t('plan.empty_step')}</p>}
            <ul class="plan-lines">
              {plan[step].map((line, at) => (
                <li key={at}>{typeof line === 'string' ? line : <Person person={line} />}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </>
  );
}

function Person({ person }: { person: PlanContact }) {
  return (
    <>
      {person.name}
      {person.dial && (
        <>
          {' '}
          <a href={`tel:${person.dial.replace(/[^+*#\d]/g, '')}`}>{person.dial}</a>
        </>
      )}
    </>
  );
}
