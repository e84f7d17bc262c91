import { useEffect, useRef } from 'preact/hooks';
import type { Hotline } from '../../api/types';
import { account } from '../../session/session';
import { go } from '../../ui/router';
import { t } from '../messages';
import { Urgent } from '../parts/Guidance';
import { Emergency, Line, People } from '../parts/Lines';
import { SaveState } from '../parts/SyncLine';
import type { Result } from '../state/result';
import { hotlineShown } from '../state/visit';

/**
 * The crisis message and nothing that competes with it: no card, no praise, no timer, nothing that closes by accident, and
 * always a way back.
 */
export function HotlineScreen({ hotline, result }: { hotline: Hotline; result: Result | null }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    if (account.value) hotlineShown.keep(account.value.account_id);
  }, []);
  const back = () => {
    hotlineShown.forget();
    go('/', { replace: true });
  };
  return (
    <main id="content" class="stack hotline">
      <h1 ref={heading} tabIndex={-1}>
        {hotline.headline}
      </h1>
      <p>{hotline.message}</p>
      <Urgent items={hotline.urgent} />
      {hotline.lines.map((line, index) => (
        <Line key={line.name} line={line} first={index === 0} />
      ))}
      <Emergency number={hotline.emergency_number} />
      <People contacts={hotline.contacts} clinicPhone={account.value?.clinic.phone ?? null} />
      <p class="soft">{hotline.aftermath}</p>
      {result && <SaveState sent_at={result.sent_at} refused={result.refusal !== null} />}
      <button type="button" class="button plain" onClick={back}>
        {t('help.back_to_journal')}
      </button>
    </main>
  );
}
