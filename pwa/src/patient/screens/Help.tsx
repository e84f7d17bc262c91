import { useEffect } from 'preact/hooks';
import { COUNTRIES, EVERYWHERE, emergencyNumber, helpLines } from '../../crisis/directory';
import { language } from '../../i18n/i18n';
import { account } from '../../session/session';
import { Select } from '../../ui';
import { here } from '../crisis';
import { t } from '../messages';
import { Emergency, Line, People } from '../parts/Lines';
import { Screen } from '../parts/Screen';
import { changeSettings } from '../settings/change';
import { settings } from '../state/journal';
import { help } from '../state/local';
import { openPlan, plan } from '../state/plan';

/** One tap away from every screen, offline and signed out: lines and the emergency number, from data on this phone. */
export function Help() {
  useEffect(() => {
    if (!account.value) return;
    if (!settings.value) void settings.open();
    if (!plan.value) void openPlan();
  }, []);
  const { country, ownLine, contacts } = here();
  const view = account.value;
  return (
    <Screen title={t('help.title')} backTo="/" help={false}>
      <p>{t('help.text_top')}</p>
      {helpLines(country, language.value, ownLine).map((line, index) => (
        <Line key={line.name} line={line} first={index === 0} />
      ))}
      <Emergency number={emergencyNumber(country)} />
      <People contacts={contacts} clinicPhone={view?.clinic.phone ?? null} plan={view?.role === 'patient'} />
      {view === null && <p class="soft">{t('help.sign_in_for_people')}</p>}
      <Select
        label={t('help.country')}
        value={COUNTRIES.includes(country) ? country : EVERYWHERE}
        onChange={chooseCountry}
        options={countryOptions()}
      />
      <p class="soft">{t('help.not_watched')}</p>
    </Screen>
  );
}

/** Holds here at once. The server is told as well, so that its answers name the same lines. */
function chooseCountry(country: string): void {
  help.choose(country);
  if (account.value) void changeSettings({ country }).catch(() => undefined);
}

function countryOptions() {
  const names = new Intl.DisplayNames([language.value], { type: 'region', fallback: 'code' });
  const known = COUNTRIES.map((value) => ({ value, label: names.of(value) ?? value }));
  known.sort((a, b) => a.label.localeCompare(b.label, language.value));
  return [...known, { value: EVERYWHERE, label: t('help.no_country') }];
}
