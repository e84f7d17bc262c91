import type { Language } from '../../api/types';
import { LANGUAGES, language, useLanguage } from '../../i18n/i18n';
import { Button, Card, Choice } from '../../ui';
import { chooseTheme, THEMES, theme } from '../../ui/theme';
import { canInstall, install, isInstalled, isIos } from '../install';
import { t } from '../messages';
import { Screen } from '../parts/Screen';
import { settings } from '../state/journal';
import { changeSettings } from './change';

/** Language, appearance, home screen: what belongs to this phone. */
export function Device() {
  const speak = async (next: Language) => {
    await useLanguage(next);
    if (settings.value) await changeSettings({ language: next }).catch(() => undefined); // reminders follow at the next change
  };
  return (
    <Screen title={t('device.title')} backTo="/more" backLabel={t('tab.more')}>
      <Card>
        <Choice
          legend={t('language.title')}
          value={language.value}
          onChange={(next) => void speak(next)}
          options={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
        />
      </Card>
      <Card>
        <Choice
          legend={t('theme.title')}
          column
          value={theme.value}
          onChange={chooseTheme}
          options={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
        />
      </Card>
      <Card title={t('install.title')}>
        <p class="soft">
          {isInstalled() ? t('install.done') : canInstall.value ? t('install.ready') : isIos() ? t('install.ios') : t('install.android')}
        </p>
        {canInstall.value && (
          <Button wide onClick={() => void install()}>
            {t('install.button')}
          </Button>
        )}
      </Card>
    </Screen>
  );
}
