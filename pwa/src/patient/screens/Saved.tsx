import { useEffect } from 'preact/hooks';
import type { PreSessionSaved } from '../../api/care';
import type { CheckInSaved } from '../../api/types';
import { account } from '../../session/session';
import { Button, Card, Notice, problemText } from '../../ui';
import { go } from '../../ui/router';
import { urgentFor } from '../crisis';
import { t } from '../messages';
import { SelfCareCards, Urgent } from '../parts/Guidance';
import { Screen } from '../parts/Screen';
import { SaveState } from '../parts/SyncLine';
import { type Result, result } from '../state/result';
import { hotlineShown } from '../state/visit';
import { sharedWith } from '../words';

/** What a save came to, when it is calm. The hotline is a screen of its own, in front of everything. */
export function Saved() {
  const shown = result.value;
  const nothing = shown === null && !hotlineShown.isFor(account.value?.account_id);
  useEffect(() => {
    if (nothing) go('/', { replace: true });
    if (shown && !shown.hotline) hotlineShown.forget();
  }, [shown, nothing]);
  if (!shown || shown.hotline) return null;
  return (
    <Screen title={t('saved.title')} backTo="/" backLabel={t('tab.today')}>
      <UrgentOf result={shown} />
      <TellStaff result={shown} />
      <SaveState sent_at={shown.sent_at} refused={shown.refusal !== null} />
      {shown.refusal && (
        <Notice tone="look" title={t('unsent.notice', { n: 1 })} live="polite">
          <p>{problemText(shown.refusal)}</p>
          <Button href="#/unsent" kind="outline">
            {t('unsent.look')}
          </Button>
        </Notice>
      )}
      <BothNotes result={shown} />
      {shown.guidance?.kind === 'self_care' && shown.guidance.held && <p class="soft">{t('today.held')}</p>}
      {shown.guidance?.kind === 'self_care' && <SelfCareCards guidance={shown.guidance} />}
      <Button kind="primary" wide onClick={() => go('/', { replace: true })}>
        {t('saved.done')}
      </Button>
    </Screen>
  );
}

/** The phone knows the instruction at once; the server's has the clinic's own number. */
function UrgentOf({ result: shown }: { result: Result }) {
  const server = shown.guidance?.urgent ?? [];
  const local = shown.write.kind === 'side_effect' ? urgentFor(shown.write.body) : [];
  return <Urgent items={server.length > 0 ? server : local} />;
}

/** What an answer before the session leads to. The server knows the clinic's own numbers; it takes nothing back. */
function TellStaff({ result: { said, saved } }: { result: Result }) {
  const { action = 'none', sentence = null } = (saved ?? {}) as Partial<PreSessionSaved>;
  const stops = action === 'stop_and_tell_staff' || said?.action === 'stop_and_tell_staff';
  const text = action === 'stop_and_tell_staff' ? sentence : (said?.sentence ?? sentence);
  if (!text) return null;
  return (
    <Notice tone={stops ? 'danger' : 'look'} live="alert">
      <p>
        <strong>{text}</strong>
      </p>
    </Notice>
  );
}

/** The day was changed on another phone as well: both are kept, both are shown. */
function BothNotes({ result: shown }: { result: Result }) {
  if (!shown.saved?.stale || shown.write.kind !== 'check_in') return null;
  const { entry, other } = shown.saved as CheckInSaved;
  return (
    <Notice tone="look" title={t('stale.title')}>
      <p>{t('stale.text')}</p>
      {[entry, other].map(
        (each, index) =>
          each && (
            <Card key={each.revision_id} title={index === 0 ? t('stale.counts') : t('stale.also')}>
              <p>
                {t('field.mood')} <strong class="numbers">{each.mood}</strong>
              </p>
              {each.note && (
                <>
                  <p class="words">{each.note.text}</p>
                  <p class="soft small">{sharedWith(each.note.audience)}</p>
                </>
              )}
            </Card>
          ),
      )}
    </Notice>
  );
}
