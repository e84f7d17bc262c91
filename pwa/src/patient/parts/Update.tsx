import { unsent } from '../../sync/engine';
import { Button } from '../../ui';
import { takeUpdate, updateReady } from '../../worker/register';
import { t } from '../messages';

/** Offered on the four places only, where no form is open, and not while something waits to be sent. */
export function Update() {
  if (!updateReady.value || unsent.value.some((item) => item.state === 'waiting')) return null;
  return (
    <div class="update" role="status">
      <span>{t('update.ready')}</span>
      <Button onClick={takeUpdate}>{t('update.take')}</Button>
    </div>
  );
}
