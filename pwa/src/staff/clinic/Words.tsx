import { useState } from 'preact/hooks';
import { Button, Choice, Field, ProblemNotice } from '../../ui';
import { useAction, useLoad } from '../load';
import { t } from '../strings';
import { Screen } from '../ui/Screen';
import type { PartProps } from './Clinic';
import { changeSettings, isPhrase, readSettings, samePhrase } from './settings';
import type { ClinicWord, WordTier } from './shapes';
import { TrySentence } from './TrySentence';

const MOST = 100;

/** The clinic's own words, beside those that are shipped, and a place to try what a sentence would do. */
export function Words({ mayChange }: PartProps) {
  const load = useLoad('crisis', readSettings);
  return (
    <div class="stack form-page">
      <Screen load={load}>
        {({ words }) => (
          <>
            <section class="card">
              <h2>{t('own_words.title')}</h2>
              <p>{t('own_words.text')}</p>
              <p>{t('own_words.what_happens')}</p>
              <p>{t('own_words.too_common')}</p>
              <List words={words} mayChange={mayChange} onChange={load.reload} />
            </section>
            <TrySentence words={words} />
          </>
        )}
      </Screen>
    </div>
  );
}

interface ListProps extends PartProps {
  words: ClinicWord[];
  onChange: () => Promise<void>;
}

function List({ words, mayChange, onChange }: ListProps) {
  const [told, setTold] = useState('');
  const saving = useAction();
  const change = async (sentence: string, next: (words: ClinicWord[]) => ClinicWord[]) => {
    const saved = await saving.run(() => changeSettings((now) => ({ words: next(now.words) })));
    if (!saved) return false;
    setTold(sentence);
    await onChange();
    return true;
  };
  const remove = ({ phrase }: ClinicWord) =>
    void change(t('own_words.removed', { phrase }), (now) => now.filter((word) => word.phrase !== phrase));
  return (
    <>
      {words.length === 0 && <p class="soft">{t('own_words.none')}</p>}
      <ul class="bare rows">
        {words.map((word) => (
          <li key={word.phrase} class="row apart">
            <span>
              {word.phrase} <span class="soft small">{t(`own_words.tier_${word.tier}`).toLocaleLowerCase()}</span>
            </span>
            {mayChange && (
              <Button kind="plain" label={t('own_words.remove', { phrase: word.phrase })} busy={saving.busy} onClick={() => remove(word)}>
                {t('common.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      <p class={told ? '' : 'sr-only'} role="status">
        {told}
      </p>
      {mayChange && (
        <Add
          words={words}
          busy={saving.busy}
          onAdd={(word) => change(t('own_words.added', { phrase: word.phrase }), (now) => [...now, word])}
        />
      )}
    </>
  );
}

interface AddProps {
  words: ClinicWord[];
  busy: boolean;
  onAdd: (word: ClinicWord) => Promise<boolean>;
}

function Add({ words, busy, onAdd }: AddProps) {
  const [phrase, setPhrase] = useState('');
  const [tier, setTier] = useState<WordTier>('explicit');
  const [tried, setTried] = useState(false);
  const problem = problemWith(phrase.trim(), words);
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (problem !== null || !(await onAdd({ phrase: phrase.trim(), tier }))) return;
    setPhrase('');
    setTried(false);
  };
  return (
    <form class="stack" onSubmit={(event) => void onSubmit(event)} noValidate>
      <Field
        label={t('own_words.phrase')}
        hint={t('own_words.phrase_hint')}
        autocomplete="off"
        maxLength={80}
        error={tried ? problem : null}
        value={phrase}
        onInput={setPhrase}
      />
      <Choice<WordTier>
        legend={t('own_words.tier')}
        value={tier}
        onChange={setTier}
        options={[
          { value: 'explicit', label: t('own_words.tier_explicit') },
          { value: 'veiled', label: t('own_words.tier_veiled') },
        ]}
      />
      <p class="soft small">{t('own_words.tier_hint')}</p>
      <div class="row">
        <Button kind="primary" type="submit" busy={busy}>
          {t('own_words.add')}
        </Button>
      </div>
    </form>
  );
}

function problemWith(phrase: string, words: ClinicWord[]): string | null {
  if (words.length >= MOST) return t('own_words.full');
  if (!isPhrase(phrase)) return t('own_words.bad_phrase');
  return words.some((word) => samePhrase(word.phrase, phrase)) ? t('own_words.already') : null;
}
