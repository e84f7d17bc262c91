import { useState } from 'preact/hooks';
import { Check, Field, Select } from '../../ui';
import { shortName } from '../patient/measures/words';
import { t } from '../strings';
import { type Cadence, type CadenceDraft, COUNTS, cadenceDraft, cadenceOf, FLAGS, fits, LISTS } from './measures';

interface Props {
  cadence: Cadence;
  others: string[];
  /** Called with what fits; what does not yet is kept in the form and marked. */
  onChange: (cadence: Cadence) => void;
}

export function CadenceForm({ cadence, others, onChange }: Props) {
  const [draft, setDraft] = useState(() => cadenceDraft(cadence));
  const set = (part: Partial<CadenceDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    const whole = cadenceOf(next);
    if (whole) onChange(whole);
  };
  const counts = Object.entries(COUNTS) as [keyof typeof COUNTS, number][];
  const lists = Object.entries(LISTS) as [keyof typeof LISTS, number][];
  return (
    <div class="stack">
      {others.length > 0 && (
        <Select
          label={t('care.with_instrument')}
          value={draft.with_instrument}
          onChange={(with_instrument) => set({ with_instrument })}
          options={[{ value: '', label: t('care.with_none') }, ...others.map((id) => ({ value: id, label: shortName(id) }))]}
        />
      )}
      {draft.with_instrument === '' && (
        <>
          <div class="checks wide">
            {FLAGS.map((field) => (
              <Check key={field} checked={draft[field]} onChange={(on) => set({ [field]: on })}>
                {t(`care.${field}`)}
              </Check>
            ))}
          </div>
          <div class="pair">
            {counts.map(([field, high]) => (
              <Field
                key={field}
                label={t(`care.${field}`)}
                inputMode="numeric"
                error={fits(draft, field) ? null : t('care.number_error', { high })}
                value={draft[field]}
                onInput={(text) => set({ [field]: text })}
              />
            ))}
            {lists.map(([field, high]) => (
              <Field
                key={field}
                label={t(`care.${field}`)}
                error={fits(draft, field) ? null : t('care.list_error', { high })}
                value={draft[field]}
                onInput={(text) => set({ [field]: text })}
              />
            ))}
          </div>
          <p class="soft small">{t('care.list_hint')}</p>
        </>
      )}
    </div>
  );
}
