import { useState } from 'preact/hooks';
import { del } from '../../../api/client';
import type { AccountView, Day, PatientView } from '../../../api/types';
import { datedDay } from '../../../i18n/dates';
import { Button, Dialog, Notice, ProblemNotice } from '../../../ui';
import { useAction } from '../../load';
import { t } from '../../strings';
import { AskHomework } from './AskHomework';
import { pageAnchor } from './Pages';
import type { FormView, HomeworkView, PageView } from './shapes';
import { formName } from './words';

interface Props {
  me: AccountView;
  patient: PatientView;
  today: Day;
  forms: FormView[];
  asked: HomeworkView[];
  pages: PageView[];
  onChange: () => Promise<void>;
}

/** What the care team asks for, open ones first. */
export function Homework({ patient, today, forms, asked, pages, onChange }: Props) {
  const [asking, setAsking] = useState(false);
  const [told, setTold] = useState('');
  const [withdrawing, setWithdrawing] = useState<HomeworkView | null>(null);
  const sorted = [...asked].sort((a, b) => order(a) - order(b) || b.due_on.localeCompare(a.due_on));
  return (
    <section class="card">
      <h2>{t('homework.title')}</h2>
      <p class="soft small">{t('homework.text')}</p>
      {told && (
        <Notice live="polite">
          <p>{told}</p>
        </Notice>
      )}
      {asking ? (
        <AskHomework
          patientId={patient.patient_id}
          today={today}
          forms={forms}
          onClose={() => setAsking(false)}
          onDone={(sentence) => {
            setAsking(false);
            setTold(sentence);
            void onChange();
          }}
        />
      ) : (
        <div class="row no-print">
          <Button kind="primary" onClick={() => setAsking(true)}>
            {t('homework.ask')}
          </Button>
        </div>
      )}
      {asked.length === 0 && <p>{t('homework.none')}</p>}
      <ul class="bare rows">
        {sorted.map((each) => (
          <li key={each.homework_id} class="stack tight">
            <Row asked={each} forms={forms} pages={pages} onWithdraw={() => setWithdrawing(each)} />
          </li>
        ))}
      </ul>
      {withdrawing && (
        <Withdraw
          patient={patient}
          asked={withdrawing}
          forms={forms}
          onClose={() => setWithdrawing(null)}
          onDone={() => {
            setWithdrawing(null);
            void onChange();
          }}
        />
      )}
    </section>
  );
}

const order = (asked: HomeworkView) => (asked.state === 'open' ? 0 : 1);

interface RowProps {
  asked: HomeworkView;
  forms: FormView[];
  pages: PageView[];
  onWithdraw: () => void;
}

function Row({ asked, forms, pages, onWithdraw }: RowProps) {
  const shared = pages.filter((page) => asked.done_page_ids.includes(page.page_id));
  const values = { form: formName(asked.form, forms), day: datedDay(asked.due_on) };
  return (
    <>
      <div class="row apart">
        <p>
          <strong>{values.form}</strong> <span class="soft">{t('homework.by', values)}</span>
        </p>
        <span class={asked.state === 'open' ? 'state' : 'state soft'}>{t(`homework.state_${asked.state as State}`)}</span>
      </div>
      {asked.words && <blockquote>{asked.words}</blockquote>}
      <p class="soft small">{t('homework.asked', { name: asked.asked_by, day: datedDay(asked.asked_at.slice(0, 10)) })}</p>
      {asked.state === 'done' && shared.length === 0 && <p class="soft small">{t('homework.done_outside')}</p>}
      {shared.map((page) => (
        <button key={page.page_id} type="button" class="link" onClick={() => show(page.page_id)}>
          {t('homework.see', { day: datedDay(page.day) })}
        </button>
      ))}
      {asked.state === 'open' && (
        <div class="row no-print">
          <Button kind="plain" label={t('homework.withdraw_label', values)} onClick={onWithdraw}>
            {t('homework.withdraw')}
          </Button>
        </div>
      )}
    </>
  );
}

type State = 'open' | 'done' | 'withdrawn';

function show(pageId: string): void {
  const page = document.getElementById(pageAnchor(pageId));
  page?.scrollIntoView({ block: 'start' });
  page?.focus({ preventScroll: true });
}

interface WithdrawProps {
  patient: PatientView;
  asked: HomeworkView;
  forms: FormView[];
  onClose: () => void;
  onDone: () => void;
}

function Withdraw({ patient, asked, forms, onClose, onDone }: WithdrawProps) {
  const saving = useAction();
  const withdraw = async () => {
    if (await saving.run(() => del(`/api/patients/${patient.patient_id}/homework/${asked.homework_id}`))) onDone();
  };
  return (
    <Dialog title={t('homework.withdraw_label', { form: formName(asked.form, forms), day: datedDay(asked.due_on) })} onClose={onClose}>
      <p>{t('homework.withdraw_ask')}</p>
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      <div class="row">
        <Button kind="primary" busy={saving.busy} onClick={() => void withdraw()}>
          {t('homework.withdraw')}
        </Button>
        <Button kind="outline" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </Dialog>
  );
}
