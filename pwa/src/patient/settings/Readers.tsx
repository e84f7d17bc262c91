import { useEffect } from 'preact/hooks';
import { dateTime } from '../../i18n/dates';
import { Card, ProblemNotice } from '../../ui';
import { type Key, t } from '../messages';
import { Screen } from '../parts/Screen';
import { readers } from '../state/journal';

/** Who looked at my journal. */
export function Readers() {
  useEffect(() => void readers.open(), []);
  const known = readers.known.value;
  const error = readers.error.value;
  return (
    <Screen title={t('readers.title')} backTo="/more" backLabel={t('tab.more')}>
      <p class="soft">{t('readers.text')}</p>
      {known && !known.fresh && error && <p class="soft small">{t('common.as_of', { when: dateTime(known.at) })}</p>}
      {!known && error && <ProblemNotice error={error} onRetry={() => void readers.refresh()} />}
      {known?.value.length === 0 && <p class="soft">{t('readers.none')}</p>}
      {known && known.value.length > 0 && (
        <Card>
          <ul class="bare stack">
            {known.value.map((reader) => (
              <li key={reader.at + reader.name}>
                <strong>{reader.name}</strong> <span class="soft">{t(`role.${reader.role}`)}</span>
                <br />
                <span class="soft small">
                  {dateTime(reader.at)}, {whatText(reader.what)}
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Screen>
  );
}

/** A kind of reading that this version does not know yet is shown as the server names it. */
function whatText(what: string): string {
  const key = `readers.what_${what}`;
  const text = t(key as Key);
  return text === key ? what.replaceAll('_', ' ') : text;
}
