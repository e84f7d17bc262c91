import { useState } from 'preact/hooks';
import { post } from '../../api/client';
import type { AccountView, Id, Instant } from '../../api/types';
import { Button, Notice } from '../../ui';
import { clinicTime } from '../alerts/words';
import { t } from '../strings';
import { Say } from '../ui/Say';

interface Props {
  me: AccountView;
  patientId: Id;
  since?: Instant | undefined;
  onCleared: () => void;
}

/** Stands from a crisis entry until a clinician puts their name to its end. */
export function Hold({ me, patientId, since, onCleared }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <Notice tone="look" title={since ? t('hold.since', { when: clinicTime(since) }) : t('hold.title')}>
      <div class="beside">
        <p>
          {t('hold.text')} {me.role !== 'clinician' && t('hold.clinician_only')}
        </p>
        {me.role === 'clinician' && (
          <Button kind="outline" onClick={() => setAsking(true)}>
            {t('hold.clear')}
          </Button>
        )}
      </div>
      {asking && (
        <Say
          about={`hold ${patientId}`}
          title={t('hold.clear')}
          label={t('hold.reason')}
          missing={t('form.needed')}
          button={t('hold.clear')}
          send={(reason) => post(`/api/patients/${patientId}/hold/clearance`, { reason })}
          onDone={() => {
            setAsking(false);
            onCleared();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Notice>
  );
}
