import type { Language } from '../../api/types';
import { LANGUAGES, language, useLanguage } from '../../i18n/i18n';
import { speaks } from '../../session/session';
import { Choice } from '../../ui';
import { chooseTheme, THEMES, theme } from '../../ui/theme';
import { forgetAll } from '../load';
import { t } from '../strings';

/** The account first: what the next page reads of the server comes in that language already. */
async function choose(next: Language): Promise<void> {
  await speaks(next).catch(() => undefined); // tried again at the next start
  forgetAll();
  await useLanguage(next);
}

export function LanguageChoice() {
  return (
    <Choice<Language>
      legend={t('language.title')}
      value={language.value}
      onChange={(next) => void choose(next)}
      options={LANGUAGES.map((each) => ({ value: each, label: t(`language.${each}`) }))}
    />
  );
}

export function ThemeChoice() {
  return (
    <Choice
      legend={t('theme.title')}
      value={theme.value}
      onChange={chooseTheme}
      options={THEMES.map((each) => ({ value: each, label: t(`theme.${each}`) }))}
    />
  );
}
