import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Button, Notice } from '../../ui';
import { t } from '../messages';
import { dropDraft } from '../state/drafts';

/** Once, however often the button is tapped. What this phone could not store is still in the form. */
export function useSaving(draft: string) {
  const [failed, setFailed] = useState(false);
  const busy = useRef(false);
  const store = async (how: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    try {
      await how();
      await dropDraft(draft);
    } catch {
      setFailed(true);
      busy.current = false;
    }
  };
  return { failed, store };
}

interface Props {
  /** What is in the way, once the person has tried. */
  problem: string | null | false;
  failed: boolean;
  children?: ComponentChildren;
}

/** The bar that a form is saved with. */
export function SaveBar({ problem, failed, children }: Props) {
  return (
    <div class="save-bar">
      {problem && (
        <Notice tone="look" live="alert">
          {problem}
        </Notice>
      )}
      {failed && <NotStored />}
      {children}
      <Button kind="primary" type="submit" wide>
        {t('common.save')}
      </Button>
    </div>
  );
}

export const NotStored = () => (
  <Notice tone="danger" live="alert">
    {t('save.not_stored')}
  </Notice>
);
