import { useState } from 'preact/hooks';
import { post } from '../../api/client';
import type { Day, Id, SessionStatus, SessionView } from '../../api/types';
import { Button, Choice, Dialog, Field, ProblemNotice, TextArea } from '../../ui';
import { useDraft } from '../draft';
import { useAction } from '../load';
import { t } from '../strings';
import { sessionName, sessionTime } from '../words/sessions';

interface Props {
  session: SessionView;
  patientId: Id;
  today: Day;
  onClose: () => void;
  onDone: () => void;
}

type What = 'complete' | 'miss' | 'move' | 'cancel' | 'restore';
const STATUS: Record<What, SessionStatus> = {
  complete: 'completed',
  miss: 'missed',
  move: 'planned',
  cancel: 'cancelled',
  restore: 'planned',
};

/** Nothing is chosen beforehand; a session that has not come yet cannot have been held or missed. */
function choices(session: SessionView, today: Day): What[] {
  const come: What[] = session.local_day <= today ? ['complete', 'miss'] : ['restore'];
  return [...come, 'move' as const, 'cancel' as const].filter((what) => what === 'move' || STATUS[what] !== session.status);
}

export function ChangeSession({ session, patientId, today, onClose, onDone }: Props) {
  const [what, setWhat] = useState<What | null>(null);
  const [startsAt, setStartsAt] = useState(`${session.local_day}T${session.local_time}`);
  const reason = useDraft(`change ${session.session_id}`);
  const saving = useAction();
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    if (what === null) return;
    const body = { status: STATUS[what], starts_at: what === 'move' ? startsAt : null, reason: reason.text.trim() || null };
    if (!(await saving.run(() => post(`/api/patients/${patientId}/sessions/${session.session_id}/changes`, body)))) return;
    reason.done();
    onDone();
  };
  return (
    <Dialog title={`${sessionName(session)}, ${sessionTime(session, 'short')}`} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void onSubmit(event)}>
        <Choice<What>
          legend={t('schedule.what')}
          column
          value={what}
          onChange={setWhat}
          options={choices(session, today).map((each) => ({ value: each, label: t(`schedule.${each}`) }))}
        />
        {what === 'move' && <Field label={t('schedule.new_time')} type="datetime-local" required value={startsAt} onInput={setStartsAt} />}
        {what !== null && what !== 'complete' && (
          <TextArea label={t('schedule.reason')} optional rows={2} value={reason.text} onInput={reason.set} />
        )}
        {saving.error !== null && <ProblemNotice error={saving.error} />}
        <div class="row">
          <Button kind="primary" type="submit" busy={saving.busy} disabled={what === null}>
            {t('schedule.confirm')}
          </Button>
          <Button kind="outline" onClick={onClose}>
            {t('common.back')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
