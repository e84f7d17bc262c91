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

/** An administrator's word that they tried every way that patients are offered. Nothing else confirms a line. */
export function ConfirmLine({ line, onDone, onClose }: Props) {
  const [checked, setChecked] = useState<readonly string[]>([]);
  const ways = waysOf(line);
  const saving = useAction();
  const confirm = async () => {
    const { dial, sms, chat_url } = line;
    const where = `/api/clinic/lines/${encodeURIComponent(line.key)}/confirmation`;
    if (await saving.run(() => post(where, { dial, sms, chat_url }))) onDone();
  };
  return (
    <Dialog title={t('lines.confirm_title', { name: line.name })} onClose={onClose}>
      <Notice tone="look">
        <p>{t('lines.confirm_warning')}</p>
      </Notice>
      <p>{t('lines.confirm_tell')}</p>
      <div>
        {ways.map((way) => (
          <Check
            key={way}
            checked={checked.includes(way)}
            onChange={(on) => setChecked(on ? [...checked, way] : checked.filter((each) => each !== way))}
          >
            {way}
          </Check>
        ))}
      </div>
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      <div class="row">
        <Button kind="primary" busy={saving.busy} disabled={checked.length < ways.length} onClick={() => void confirm()}>
          {t('lines.confirm_save')}
        </Button>
        <Button kind="outline" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </Dialog>
  );
}

function waysOf({ dial, sms, chat_url }: LineView): string[] {
  return [
    dial && t('lines.confirm_call', { way: dial }),
    sms && t('lines.confirm_sms', { way: sms }),
    chat_url && t('lines.confirm_chat', { way: new URL(chat_url).host }),
  ].filter((way): way is string => Boolean(way));
}
