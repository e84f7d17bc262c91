import { useState } from 'preact/hooks';
import { Button, Field, Notice, ProblemNotice, TextArea } from '../../ui';
import { useAction, useLoad } from '../load';
import { t } from '../strings';
import { Screen } from '../ui/Screen';
import type { PartProps } from './Clinic';
import { changeSettings, isPhone, readSettings } from './settings';
import type { OwnLine } from './shapes';

interface Props extends PartProps {
  onChange: () => void;
}

export function OwnLinePart({ mayChange, onChange }: Props) {
  const load = useLoad('crisis', readSettings);
  const reload = () => {
    void load.reload();
    onChange();
  };
  return (
    <section class="card">
      <h2>{t('own_line.title')}</h2>
      <p class="soft">{t('own_line.text')}</p>
      <Screen load={load}>
        {({ own_line }) => (mayChange ? <Form line={own_line} onSaved={reload} /> : own_line === null && <p>{t('own_line.none')}</p>)}
      </Screen>
    </section>
  );
}

const EMPTY = { name: '', dial: '', sms: '', hours: '', text: '' };

type Draft = typeof EMPTY;

const draftOf = (line: OwnLine | null): Draft =>
  line ? { name: line.name, dial: line.dial ?? '', sms: line.sms ?? '', hours: line.hours ?? '', text: line.text ?? '' } : EMPTY;

function lineOf(draft: Draft): OwnLine {
  const orNull = (text: string) => text.trim() || null;
  return {
    name: draft.name.trim(),
    dial: orNull(draft.dial),
    sms: orNull(draft.sms),
    hours: orNull(draft.hours),
    text: orNull(draft.text),
  };
}

function problemsOf({ name, dial, sms }: OwnLine): { name: string | null; dial: string | null; sms: string | null } {
  const bad = (number: string | null) => (number !== null && !isPhone(number) ? t('own_line.bad_number') : null);
  return {
    name: name === '' ? t('form.needed') : null,
    dial: dial === null && sms === null ? t('own_line.one_of') : bad(dial),
    sms: bad(sms),
  };
}

/** What is typed stays as typed until it is saved, also when the settings are read again meanwhile. */
function Form({ line, onSaved }: { line: OwnLine | null; onSaved: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(line));
  const [tried, setTried] = useState(false);
  const [saved, setSaved] = useState(false);
  const saving = useAction();
  const set = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    setSaved(false);
  };
  const typed = lineOf(draft);
  const problems = problemsOf(typed);
  const save = async (own_line: OwnLine | null) => {
    if (!(await saving.run(() => changeSettings(() => ({ own_line }))))) return;
    setDraft(draftOf(own_line));
    setTried(false);
    setSaved(true);
    onSaved();
  };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (Object.values(problems).every((problem) => problem === null)) void save(typed);
  };
  return (
    <form class="stack" onSubmit={onSubmit} noValidate>
      <Field
        label={t('own_line.name')}
        maxLength={80}
        error={tried ? problems.name : null}
        value={draft.name}
        onInput={(name) => set({ name })}
      />
      <Field
        label={t('own_line.dial')}
        type="tel"
        maxLength={40}
        error={tried ? problems.dial : null}
        value={draft.dial}
        onInput={(dial) => set({ dial })}
      />
      <Field
        label={t('own_line.sms')}
        type="tel"
        optional
        maxLength={40}
        error={tried ? problems.sms : null}
        value={draft.sms}
        onInput={(sms) => set({ sms })}
      />
      <Field
        label={t('own_line.hours')}
        hint={t('own_line.hours_hint')}
        optional
        maxLength={80}
        value={draft.hours}
        onInput={(hours) => set({ hours })}
      />
      <TextArea
        label={t('own_line.words')}
        hint={t('own_line.words_hint')}
        optional
        maxLength={300}
        value={draft.text}
        onInput={(text) => set({ text })}
      />
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      {saved && (
        <Notice live="polite">
          <p>{t('clinic.saved')}</p>
        </Notice>
      )}
      <div class="row">
        <Button kind="primary" type="submit" busy={saving.busy}>
          {t('common.save')}
        </Button>
        {line !== null && (
          <Button kind="plain" busy={saving.busy} onClick={() => void save(null)}>
            {t('own_line.remove')}
          </Button>
        )}
      </div>
    </form>
  );
}
