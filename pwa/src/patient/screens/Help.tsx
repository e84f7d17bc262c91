import { useEffect } from 'preact/hooks';
import { COUNTRIES, emergencyNumber, helpLines } from '../../crisis/directory';
import { language } from '../../i18n/i18n';
import { account } from '../../session/session';
import { Select } from '../../ui';
import { here } from '../crisis';
import { t } from '../messages';
import { Emergency, Line, People } from '../parts/Lines';
import { Screen } from '../parts/Screen';
import { settings } from '../state/journal';
import { help } from '../state/local';

/** One tap away from every screen, offline and signed out: local lines and the emergency number, from data on this phone. */
export function Help() {
  useEffect(() => {
    if (account.value && !settings.value) void settings.open();
  }, []);
  const { country, contacts } = here();
  return (
    <Screen title={t('help.title')} backTo="/" help={false}>
      <p>{t('help.text_top')}</p>
      {helpLines(country, language.value).map((line, index) => (
        <Line key={line.name} line={line} first={index === 0} />
      ))}
      <Emergency number={emergencyNumber(country)} />
      <People contacts={contacts} clinicPhone={account.value?.clinic.phone ?? null} />
      {account.value === null && <p class="soft">{t('help.sign_in_for_people')}</p>}
      <Select label={t('help.country')} value={country} onChange={help.choose} options={countryOptions(COUNTRIES, country)} />
      <p class="soft">{t('help.not_watched')}</p>
    </Screen>
  );
}

function countryOptions(known: readonly string[], current: string) {
  const names = new Intl.DisplayNames([language.value], { type: 'region', fallback: 'code' });
  const codes = known.includes(current) ? known : [current, ...known];
  const options = codes.map((value) => ({ value, label: names.of(value) ?? value }));
  return options.sort((a, b) => a.label.localeCompare(b.label, language.value));
}
