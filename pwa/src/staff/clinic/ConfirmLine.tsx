import { useState } from 'preact/hooks';
import { post } from '../../api/client';
import { Button, Check, Dialog, Notice, ProblemNotice } from '../../ui';
import { useAction } from '../load';
import { t } from '../strings';
import type { LineView } from './shapes';

interface Props {
  line: LineView;
  onDone: () => void;
  onClose: () => void;
}

/** An administrator's word that they dialled it. Nothing else confirms a line. */
export function ConfirmLine({ line, onDone, onClose }: Props) {
  const [checked, setChecked] = useState(false);
  const saving = useAction();
  const confirm = async () => {
    if (await saving.run(() => post(`/api/clinic/lines/${encodeURIComponent(line.key)}/confirmation`, {}))) onDone();
  };
  return (
    <Dialog title={t('lines.confirm_title', { name: line.name })} onClose={onClose}>
      <Notice tone="look">
        <p>{t('lines.confirm_warning')}</p>
      </Notice>
      <p>{t('lines.confirm_tell')}</p>
      <Check checked={checked} onChange={setChecked}>
        {t('lines.confirm_check', { dial: line.dial ?? line.sms ?? line.chat_url ?? '' })}
      </Check>
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      <div class="row">
        <Button kind="primary" busy={saving.busy} disabled={!checked} onClick={() => void confirm()}>
          {t('lines.confirm_save')}
        </Button>
        <Button kind="outline" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </Dialog>
  );
}
