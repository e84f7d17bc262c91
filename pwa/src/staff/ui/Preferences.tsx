import type { Language } from '../../api/types';
import { LANGUAGES, language, useLanguage } from '../../i18n/i18n';
import { Choice } from '../../ui';
import { chooseTheme, THEMES, theme } from '../../ui/theme';
import { t } from '../strings';

export function LanguageChoice() {
  return (
    <Choice<Language>
      legend={t('language.title')}
      value={language.value}
      onChange={(next) => void useLanguage(next)}
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
