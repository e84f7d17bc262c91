import { useState } from 'preact/hooks';
import { post } from '../../api/client';
import type { AccountView, Id, PatientView } from '../../api/types';
import { Button, Field, ProblemNotice, Select } from '../../ui';
import { useAction } from '../load';
import { t } from '../strings';

interface Props {
  me: AccountView;
  patient: PatientView;
  onChange: () => void;
}

export function Appointment({ me, patient, onChange }: Props) {
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <Button kind="outline" onClick={() => setOpen(true)}>
        {t('appointment.add')}
      </Button>
    );
  }
  return (
    <Form
      me={me}
      patient={patient}
      onClose={() => setOpen(false)}
      onDone={() => {
        setOpen(false);
        onChange();
      }}
    />
  );
}

function Form({ me, patient, onClose, onDone }: Omit<Props, 'onChange'> & { onClose: () => void; onDone: () => void }) {
  const [startsAt, setStartsAt] = useState('');
  const [withId, setWithId] = useState<Id>(patient.care_team.find((each) => each.role === 'therapist')?.account_id ?? me.account_id);
  const saving = useAction();
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    const body = { starts_at: startsAt, with_account_id: withId };
    if (await saving.run(() => post(`/api/patients/${patient.patient_id}/appointments`, body))) onDone();
  };
  const people = patient.care_team.map((each) => ({
    value: each.account_id,
    label: `${each.name}, ${t(`role.${each.role}`).toLocaleLowerCase()}`,
  }));
  return (
    <section class="card">
      <h2>{t('appointment.add')}</h2>
      <form class="stack" onSubmit={(event) => void onSubmit(event)}>
        <Field label={t('appointment.at')} type="datetime-local" required value={startsAt} onInput={setStartsAt} />
        <Select label={t('appointment.with')} value={withId} onChange={setWithId} options={people} />
        {saving.error !== null && <ProblemNotice error={saving.error} />}
        <div class="row">
          <Button kind="primary" type="submit" busy={saving.busy}>
            {t('appointment.save')}
          </Button>
          <Button kind="outline" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </div>
      </form>
    </section>
  );
}
