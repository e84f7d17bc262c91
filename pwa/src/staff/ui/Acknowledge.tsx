import { useState } from 'preact/hooks';
import { post } from '../../api/client';
import type { AlertView } from '../../api/types';
import { Button, Dialog, ProblemNotice, TextArea } from '../../ui';
import { useDraft } from '../draft';
import { useAction } from '../load';
import { t } from '../strings';

interface Props {
  alert: AlertView;
  onDone: () => void;
  onClose: () => void;
}

/** Acknowledging is a person's word that something was done. It never happens by opening a page. */
export function Acknowledge({ alert, onDone, onClose }: Props) {
  const what = useDraft(`acknowledge ${alert.alert_id}`);
  const [missing, setMissing] = useState(false);
  const saving = useAction();
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    setMissing(what.text.trim() === '');
    if (what.text.trim() === '') return;
    const saved = await saving.run(() => post(`/api/alerts/${alert.alert_id}/acknowledgement`, { what_was_done: what.text.trim() }));
    if (!saved) return;
    what.done();
    onDone();
  };
  return (
    <Dialog title={t('alerts.acknowledge_title', { name: alert.patient_name })} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void onSubmit(event)} noValidate>
        <TextArea
          label={t('alerts.what')}
          hint={t('alerts.what_hint')}
          error={missing && what.text.trim() === '' ? t('alerts.what_missing') : null}
          value={what.text}
          onInput={what.set}
        />
        {saving.error !== null && <ProblemNotice error={saving.error} />}
        <div class="row">
          <Button kind="primary" type="submit" busy={saving.busy}>
            {t('alerts.acknowledge')}
          </Button>
          <Button kind="outline" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
