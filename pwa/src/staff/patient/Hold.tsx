import { useState } from 'preact/hooks';
import { post } from '../../api/client';
import type { AccountView, Id } from '../../api/types';
import { Button, Notice } from '../../ui';
import { t } from '../strings';
import { Say } from '../ui/Say';

interface Props {
  me: AccountView;
  patientId: Id;
  onCleared: () => void;
}

/** Stands from a crisis entry until a clinician puts their name to its end. */
export function Hold({ me, patientId, onCleared }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <Notice tone="look" title={t('hold.title')}>
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
