import { useEffect, useState } from 'preact/hooks';
import { Problem } from '../../api/client';
import type { Match, Screen as ScreenText } from '../../crisis/screen';
import { Notice, TextArea } from '../../ui';
import { useLoad } from '../load';
import { t } from '../strings';
import { Screen } from '../ui/Screen';
import type { ClinicWord } from './shapes';

/** The screen of the phones, with its word lists: fetched when somebody opens this page. */
async function loadScreen(): Promise<{ screen: ScreenText }> {
  try {
    return { screen: await (await import('../../crisis/lexicon')).loadScreen() };
  } catch {
    throw new Problem('offline', 0);
  }
}

/** Checked here and now, by the program that the phones have. What is typed goes nowhere. */
export function TrySentence({ words }: { words: ClinicWord[] }) {
  const load = useLoad('screen', loadScreen);
  return (
    <section class="card">
      <h2>{t('try.title')}</h2>
      <p class="soft">{t('try.text')}</p>
      <Screen load={load}>{({ screen }) => <Try screen={screen} words={words} />}</Screen>
    </section>
  );
}

const PAUSE_MS = 400;

function Try({ screen, words }: { screen: ScreenText; words: ClinicWord[] }) {
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');
  // The answer follows a pause, so that a screen reader does not hear one for every letter.
  useEffect(() => {
    const timer = setTimeout(() => setSaid(text.trim() === '' ? '' : verdict(text, screen(text, words))), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, words]);
  return (
    <>
      <TextArea label={t('try.label')} rows={2} maxLength={2_000} value={text} onInput={setText} />
      <div role="status">{said && <Notice>{said}</Notice>}</div>
    </>
  );
}

function verdict(text: string, match: Match | null): string {
  if (match === null) return t('try.none');
  const span = [...text].slice(match.start, match.end).join('');
  const own = match.category === 'clinic_word' ? t('try.own') : '';
  return [t('try.match', { span }), t(`try.as_${match.tier}`), own].filter(Boolean).join(' ');
}
