import { useRef, useState } from 'preact/hooks';
import type { InvitationMade } from '../../api/types';
import { dateTime } from '../../i18n/dates';
import { Button } from '../../ui';
import { t } from '../strings';
import { clinicZone } from '../today';

interface Props {
  invitation: InvitationMade;
  name: string;
  onAnother: () => void;
}

/** The link is shown this once: the server keeps only its hash. */
export function InvitationReady({ invitation, name, onAnother }: Props) {
  const [copied, setCopied] = useState<boolean | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(invitation.url);
      setCopied(true);
    } catch {
      field.current?.select();
      setCopied(false);
    }
  };
  return (
    <section class="card">
      <h2>{t('invite.ready', { name })}</h2>
      <p>{t('invite.once', { when: dateTime(invitation.expires_at, clinicZone()) })}</p>
      <div class="invitation">
        <img class="qr" alt={t('invite.qr')} src={`data:image/svg+xml,${encodeURIComponent(invitation.qr_svg)}`} />
        <div class="stack">
          <label class="field">
            <span class="label">{t('invite.url')}</span>
            <input ref={field} class="input" readOnly value={invitation.url} />
          </label>
          <div class="row">
            <Button kind="primary" onClick={() => void copy()}>
              {t('invite.copy')}
            </Button>
            <Button kind="outline" onClick={onAnother}>
              {t('invite.another')}
            </Button>
          </div>
          <p role="status">{copied !== null && t(copied ? 'invite.copied' : 'invite.not_copied')}</p>
        </div>
      </div>
    </section>
  );
}
