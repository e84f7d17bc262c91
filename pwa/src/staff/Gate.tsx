import { SignIn } from '../session/SignIn';
import { homeOf } from '../session/session';
import { sessionEnded } from './load';
import { t } from './strings';
import { LanguageChoice } from './ui/Preferences';

/** Sign-in of the workspace. Whoever turns out to be a patient goes on to the journal. */
export function Gate() {
  return (
    <main class="narrow stack">
      <p class="brand">
        {t('app.name')} <span class="soft">{t('gate.title')}</span>
      </p>
      <SignIn
        {...(sessionEnded.value ? { reason: t('gate.ended') } : {})}
        onSignedIn={(view) => {
          sessionEnded.value = false;
          if (view.role === 'patient') location.assign(homeOf(view));
        }}
      />
      <p class="small">
        <a href="/">{t('gate.patient')}</a>
      </p>
      <LanguageChoice />
    </main>
  );
}
