import { useState } from 'preact/hooks';
import { post } from '../../../api/client';
import type { Day, Id } from '../../../api/types';
import { addDays, datedDay } from '../../../i18n/dates';
import { Button, Field, ProblemNotice, Select, TextArea } from '../../../ui';
import { useDraft } from '../../draft';
import { useAction } from '../../load';
import { t } from '../../strings';
import type { FormView } from './shapes';
import { formName } from './words';

interface Props {
  patientId: Id;
  today: Day;
  forms: FormView[];
  onClose: () => void;
  onDone: (sentence: string) => void;
}

const WEEK = 7;
const MOST = 500;

export function AskHomework({ patientId, today, forms, onClose, onDone }: Props) {
  const [form, setForm] = useState('');
  const [due, setDue] = useState<Day>(addDays(today, WEEK));
  const [tried, setTried] = useState(false);
  const words = useDraft(`homework ${patientId}`);
  const saving = useAction();
  const chosen = forms.find((each) => each.id === form);
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!chosen || due < today) return;
    const body = { form, due_on: due, words: words.text.trim() || null };
    if (!(await saving.run(() => post(`/api/patients/${patientId}/homework`, body)))) return;
    words.done();
    onDone(t('homework.sent', { form: formName(form, forms), day: datedDay(due) }));
  };
  return (
    <form class="stack" onSubmit={(event) => void onSubmit(event)} noValidate>
      <Select
        label={t('homework.form')}
        hint={chosen?.about}
        error={tried && !chosen ? t('form.needed') : null}
        value={form}
        onChange={setForm}
        options={[{ value: '', label: t('homework.choose') }, ...forms.map((each) => ({ value: each.id, label: each.name }))]}
      />
      <Field
        label={t('homework.due')}
        type="date"
        min={today}
        error={due === '' ? (tried ? t('form.needed') : null) : due < today ? t('homework.past') : null}
        value={due}
        onInput={setDue}
      />
      <TextArea
        label={t('homework.words')}
        hint={t('homework.words_hint')}
        optional
        rows={3}
        maxLength={MOST}
        value={words.text}
        onInput={words.set}
      />
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      <div class="row">
        <Button kind="primary" type="submit" busy={saving.busy}>
          {t('homework.send')}
        </Button>
        <Button kind="outline" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}
