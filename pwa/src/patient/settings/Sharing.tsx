import { Card, Choice } from '../../ui';
import { t } from '../messages';
import { AUDIENCES } from '../words';
import { SettingsScreen } from './SettingsScreen';

export function Sharing() {
  return (
    <SettingsScreen title={t('share.title')}>
      {(known, change) => (
        <Card>
          <Choice
            legend={t('share.default')}
            column
            value={known.share_default}
            onChange={(share_default) => void change({ share_default })}
            options={AUDIENCES.map((value) => ({ value, label: t(`share.${value}_option`) }))}
          />
          <p class="soft">{t(`share.${known.share_default}_sentence`)}</p>
          <p class="soft">{t('share.numbers')}</p>
        </Card>
      )}
    </SettingsScreen>
  );
}
