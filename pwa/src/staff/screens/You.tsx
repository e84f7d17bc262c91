import { useEffect, useState } from 'preact/hooks';
import type { AccountView, Membership } from '../../api/types';
import { account, endSession, homeOf, switchMembership } from '../../session/session';
import { Button, Notice, ProblemNotice } from '../../ui';
import { forgetDrafts } from '../draft';
import { forgetAll, useAction } from '../load';
import { type PushState, pushState, sendTest, turnOff, turnOn } from '../push';
import { t } from '../strings';
import { LanguageChoice, ThemeChoice } from '../ui/Preferences';

export function You({ me }: { me: AccountView }) {
  const leaving = useAction();
  const signOut = () =>
    void leaving.run(async () => {
      // While still signed in: whoever uses this computer next gets no notification of this account.
      await turnOff().catch(() => undefined);
      await endSession();
      forgetAll();
      forgetDrafts();
      account.value = null;
    });
  return (
    <div class="stack form-page">
      <h1>{t('you.title')}</h1>
      <p>
        {t('you.signed_in_as', { name: me.name, role: t(`role.${me.role}`).toLocaleLowerCase(), clinic: me.clinic.name })}
        <br />
        <span class="soft">{me.email}</span>
      </p>
      <Memberships me={me} />
      <Push />
      <section class="card">
        <LanguageChoice />
        <ThemeChoice />
      </section>
      {leaving.error !== null && <ProblemNotice error={leaving.error} />}
      <div class="row">
        <Button kind="outline" busy={leaving.busy} onClick={signOut}>
          {t('sign_out.button')}
        </Button>
      </div>
    </div>
  );
}

function Memberships({ me }: { me: AccountView }) {
  const switching = useAction();
  const others = me.memberships.filter((membership) => membership.account_id !== me.account_id);
  if (others.length === 0) return null;
  const go = (membership: Membership) =>
    void switching.run(async () => {
      const view = await switchMembership(membership.account_id);
      forgetAll();
      location.assign(homeOf(view));
    });
  return (
    <section class="card">
      <h2>{t('you.switch')}</h2>
      <div class="stack tight">
        {others.map((membership) => (
          <Button key={membership.account_id} kind="outline" busy={switching.busy} onClick={() => go(membership)}>
            {t('you.switch_to', { clinic: membership.clinic_name, role: t(`role.${membership.role}`).toLocaleLowerCase() })}
          </Button>
        ))}
      </div>
      {switching.error !== null && <ProblemNotice error={switching.error} />}
    </section>
  );
}

function Push() {
  const [state, setState] = useState<PushState | null>(null);
  const [tested, setTested] = useState(false);
  const acting = useAction();
  const change = (act: () => Promise<PushState>) => void acting.run(async () => setState(await act()));
  useEffect(() => change(pushState), []);
  const test = async () => setTested(await acting.run(sendTest));
  return (
    <section class="card">
      <h2>{t('push.title')}</h2>
      <p class="soft">{t('push.text')}</p>
      {state && <p>{t(`push.${state}`)}</p>}
      {acting.error !== null && <ProblemNotice error={acting.error} />}
      <div class="row">
        {state === 'off' && (
          <Button kind="primary" busy={acting.busy} onClick={() => change(turnOn)}>
            {t('push.turn_on')}
          </Button>
        )}
        {state === 'on' && (
          <>
            <Button busy={acting.busy} onClick={() => void test()}>
              {t('push.test')}
            </Button>
            <Button kind="outline" busy={acting.busy} onClick={() => change(turnOff)}>
              {t('push.turn_off')}
            </Button>
          </>
        )}
      </div>
      {tested && (
        <Notice live="polite">
          <p>{t('push.test_sent')}</p>
        </Notice>
      )}
    </section>
  );
}
