import { useState } from 'preact/hooks';
import { get, put } from '../../api/client';
import type { ClinicSettings } from '../../api/types';
import { Button, Field, Notice, ProblemNotice, Select, TextArea } from '../../ui';
import { useAction, useLoad } from '../load';
import { t } from '../strings';
import { countries, zones } from '../ui/places';
import { Screen } from '../ui/Screen';

export function General() {
  const load = useLoad('clinic', () => get<ClinicSettings>('/api/clinic'));
  return (
    <div class="stack form-page">
      <Screen load={load}>{(clinic) => <Form clinic={clinic} onSaved={load.reload} />}</Screen>
    </div>
  );
}

const whole = (text: string, low: number, high: number) => {
  const value = Number(text);
  return text.trim() !== '' && Number.isInteger(value) && value >= low && value <= high ? value : null;
};

/** What is typed stays as typed until it is saved, also when the settings are read again meanwhile. */
function Form({ clinic, onSaved }: { clinic: ClinicSettings; onSaved: () => Promise<void> }) {
  const [draft, setDraft] = useState(() => ({
    ...clinic,
    phone: clinic.phone ?? '',
    back_fill_days: String(clinic.back_fill_days),
    summary_lead_hours: String(clinic.summary_lead_hours),
  }));
  const [saved, setSaved] = useState(false);
  const saving = useAction();
  const set = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    setSaved(false);
  };
  const backFill = whole(draft.back_fill_days, 0, 7);
  const lead = whole(draft.summary_lead_hours, 1, 96);
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    if (backFill === null || lead === null) return;
    const body = { ...draft, phone: draft.phone.trim() || null, back_fill_days: backFill, summary_lead_hours: lead };
    if (!(await saving.run(() => put('/api/clinic', body)))) return;
    setSaved(true);
    await onSaved();
  };
  const outside = (low: number, high: number) => t('clinic.number_range', { low, high });
  return (
    <form class="card" onSubmit={(event) => void onSubmit(event)}>
      <Field label={t('clinic.name')} required value={draft.name} onInput={(name) => set({ name })} />
      <Select
        label={t('clinic.zone')}
        hint={t('clinic.zone_hint')}
        value={draft.zone}
        onChange={(zone) => set({ zone })}
        options={zones(clinic.zone)}
      />
      <Select label={t('clinic.country')} value={draft.country} onChange={(country) => set({ country })} options={countries()} />
      <Field
        label={t('clinic.phone')}
        hint={t('clinic.phone_hint')}
        type="tel"
        optional
        value={draft.phone}
        onInput={(phone) => set({ phone })}
      />
      <Field
        label={t('clinic.back_fill')}
        hint={t('clinic.back_fill_hint')}
        inputMode="numeric"
        error={backFill === null ? outside(0, 7) : null}
        value={draft.back_fill_days}
        onInput={(back_fill_days) => set({ back_fill_days })}
      />
      <Field
        label={t('clinic.lead')}
        hint={t('clinic.lead_hint')}
        inputMode="numeric"
        error={lead === null ? outside(1, 96) : null}
        value={draft.summary_lead_hours}
        onInput={(summary_lead_hours) => set({ summary_lead_hours })}
      />
      <TextArea
        label={t('clinic.after_hours')}
        optional
        value={draft.after_hours_text}
        onInput={(after_hours_text) => set({ after_hours_text })}
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
      </div>
    </form>
  );
}
