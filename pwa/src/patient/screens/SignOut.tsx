import { useState } from 'preact/hooks';
import { sync, unsent } from '../../sync/engine';
import { Button, Dialog, Notice, problemText } from '../../ui';
import { t } from '../messages';
import { signOut } from '../state/person';

export function SignOut() {
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const waiting = unsent.value.length;
  const leave = async () => {
    try {
      await signOut();
    } catch (problem) {
      setError(problemText(problem));
      setAsking(false);
    }
  };
  return (
    <>
      <Button kind="outline" wide onClick={() => (waiting > 0 ? setAsking(true) : void leave())}>
        {t('sign_out.button')}
      </Button>
      {error && (
        <Notice tone="look" live="alert">
          {error}
        </Notice>
      )}
      {asking && (
        <Dialog title={t('sign_out.unsent', { n: waiting })} onClose={() => setAsking(false)}>
          <p>{t('sign_out.unsent_text')}</p>
          <Button
            kind="primary"
            wide
            onClick={() => {
              setAsking(false);
              void sync();
            }}
          >
            {t('sign_out.stay')}
          </Button>
          <Button kind="danger" wide onClick={() => void leave()}>
            {t('sign_out.anyway')}
          </Button>
        </Dialog>
      )}
    </>
  );
}
