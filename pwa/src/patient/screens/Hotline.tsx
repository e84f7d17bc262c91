import { useEffect, useRef } from 'preact/hooks';
import type { Hotline } from '../../api/types';
import { hotlineAgain } from '../../crisis/hotline';
import { account } from '../../session/session';
import { go, path } from '../../ui/router';
import { asKnownHere, here } from '../crisis';
import { t } from '../messages';
import { Urgent } from '../parts/Guidance';
import { Emergency, Line, People } from '../parts/Lines';
import { SaveState } from '../parts/SyncLine';
import { settings } from '../state/journal';
import { planIsEmpty } from '../state/plan';
import { backToForm, earlyHotline, type Result, result } from '../state/result';
import { hotlineShown } from '../state/visit';

interface Props {
  hotline: Hotline;
  /** What is known of the save that it answers; null before the entry is on the disk, and after a reload. */
  result: Result | null;
}

export const isPlan = (at: string) => at === '/plan' || at.startsWith('/plan/');

/** The hotline that the screen belongs to now, if to any. The same screen from the tap on Save to the server's answer. */
export function shownHotline(): Props | null {
  const early = earlyHotline.value;
  if (early) return path.value === '/help' || isPlan(path.value) ? null : { hotline: early.hotline, result: null };
  if (path.value !== '/saved') return null;
  const shown = result.value;
  if (shown?.hotline) return { hotline: asKnownHere(shown.hotline), result: shown };
  return !shown && hotlineShown.isFor(account.value?.account_id) ? { hotline: hotlineAgain(here()), result: null } : null;
}

/**
 * The crisis message and nothing that competes with it: no card, no praise, no timer, nothing that closes by accident, and
 * always a way back.
 */
export function HotlineScreen({ hotline, result: save }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const whose = account.value?.account_id;
  useEffect(() => {
    heading.current?.focus();
    scrollTo(0, 0);
    if (!settings.value) void settings.open(); // the people whom they chose
  }, []);
  useEffect(() => {
    if (whose) hotlineShown.keep(whose);
  }, [whose]);
  const back = () => {
    hotlineShown.forget();
    if (earlyHotline.value) backToForm();
    else go('/', { replace: true });
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
      <People contacts={hotline.contacts} clinicPhone={account.value?.clinic.phone ?? null} plan={Boolean(whose) && !planIsEmpty.value} />
      <p class="soft">{hotline.aftermath}</p>
      {save && <SaveState sent_at={save.sent_at} refused={save.refusal !== null} />}
      <button type="button" class="button plain" onClick={back}>
        {t('help.back_to_journal')}
      </button>
    </main>
  );
}
