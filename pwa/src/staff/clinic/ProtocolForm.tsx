import { useState } from 'preact/hooks';
import type { Modality } from '../../api/types';
import { Button, Check, Choice, Field, Notice, ProblemNotice } from '../../ui';
import { useAction } from '../load';
import { Weekdays } from '../patient/CourseOptions';
import { Preview } from '../patient/Preview';
import { t } from '../strings';
import { PhaseFields } from './PhaseFields';
import {
  BOUNDS,
  type Draft,
  EMPTY_PHASE,
  MOST_PHASES,
  MOST_SESSIONS,
  type OwnTemplate,
  sessionsIn,
  templateOf,
  wholeIn,
} from './protocols';

interface Props {
  draft: Draft;
  isNew: boolean;
  save: (template: OwnTemplate) => Promise<unknown>;
  onSaved: (name: string) => Promise<void>;
  onClose: () => void;
}

const MODALITIES: readonly Modality[] = ['ketamine_iv', 'esketamine', 'tms'];

/** Phases one after another, and beside them every date that they make from a day to try. */
export function ProtocolForm({ draft: before, isNew, save, onSaved, onClose }: Props) {
  const [draft, setDraft] = useState(before);
  const [tried, setTried] = useState(false);
  const [trial, setTrial] = useState('');
  const saving = useAction();
  const set = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const template = templateOf(draft);
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (template && (await saving.run(() => save(template)))) await onSaved(template.name);
  };
  return (
    <form class="card" onSubmit={(event) => void onSubmit(event)} noValidate>
      <h2>{isNew ? t('protocols.new') : t('protocols.edit_label', { name: before.name })}</h2>
      <Field
        label={t('protocols.name')}
        hint={t('protocols.name_hint')}
        maxLength={120}
        error={tried && draft.name.trim() === '' ? t('form.needed') : null}
        value={draft.name}
        onInput={(name) => set({ name })}
      />
      <Choice<Modality>
        legend={t('protocols.modality')}
        value={draft.modality}
        onChange={(modality) => set({ modality })}
        options={MODALITIES.map((each) => ({ value: each, label: t(`modality.${each}`) }))}
      />
      <Weekdays chosen={draft.weekdays} onChange={(weekdays) => set({ weekdays })} />
      {draft.phases.map((phase, index) => (
        <PhaseFields
          key={index}
          n={index + 1}
          phase={phase}
          tms={draft.modality === 'tms'}
          weekdays={draft.weekdays.length}
          tried={tried}
          onChange={(next) => set({ phases: draft.phases.map((each, at) => (at === index ? next : each)) })}
          onRemove={draft.phases.length > 1 ? () => set({ phases: draft.phases.filter((_, at) => at !== index) }) : null}
        />
      ))}
      {sessionsIn(draft) > MOST_SESSIONS && <p class="error small">{t('protocols.most_sessions', { n: MOST_SESSIONS })}</p>}
      {draft.phases.length < MOST_PHASES && (
        <div class="row">
          <Button kind="outline" onClick={() => set({ phases: [...draft.phases, EMPTY_PHASE] })}>
            {t('protocols.add_phase')}
          </Button>
        </div>
      )}
      {draft.modality === 'ketamine_iv' && <Boosters draft={draft} tried={tried} set={set} />}
      <Field label={t('protocols.try')} type="datetime-local" optional value={trial} onInput={setTrial} />
      {template && trial !== '' && <Preview path="/api/protocols/preview" body={{ template, first_at: trial }} />}
      {tried && !template && <Notice tone="look">{t('protocols.incomplete')}</Notice>}
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      <div class="row">
        <Button kind="primary" type="submit" busy={saving.busy}>
          {t('common.save')}
        </Button>
        <Button kind="outline" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}

function Boosters({ draft, tried, set }: { draft: Draft; tried: boolean; set: (part: Partial<Draft>) => void }) {
  const { boosters } = draft;
  const bad = (text: string, [low, high]: readonly [number, number]) =>
    wholeIn(text, [low, high]) === null && (tried || text !== '') ? t('clinic.number_range', { low, high }) : null;
  return (
    <>
      <Check checked={boosters !== null} onChange={(on) => set({ boosters: on ? { gap: '30', months: '12' } : null })}>
        {t('protocols.boosters')}
      </Check>
      {boosters && (
        <div class="pair">
          <Field
            label={t('protocols.booster_gap')}
            inputMode="numeric"
            error={bad(boosters.gap, BOUNDS.booster_gap)}
            value={boosters.gap}
            onInput={(gap) => set({ boosters: { ...boosters, gap } })}
          />
          <Field
            label={t('protocols.booster_months')}
            inputMode="numeric"
            error={bad(boosters.months, BOUNDS.booster_months)}
            value={boosters.months}
            onInput={(months) => set({ boosters: { ...boosters, months } })}
          />
        </div>
      )}
    </>
  );
}
