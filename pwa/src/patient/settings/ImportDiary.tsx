import { useState } from 'preact/hooks';
import { post } from '../../api/client';
import type { DiaryMapping, ImportPreview, ImportResult } from '../../api/types';
import { Button, Card, Check, Notice, problemText } from '../../ui';
import { t } from '../messages';
import { Emergency, Line } from '../parts/Lines';
import { Screen } from '../parts/Screen';
import { checkIns, sideEffects, today } from '../state/journal';
import { ImportMapping } from './ImportMapping';
import { ImportSummary } from './ImportSummary';

const LARGEST_MB = 4;

/** A diary from elsewhere: what was understood is shown, corrected and shown again before anything is saved. */
export function ImportDiary() {
  const [csv, setCsv] = useState<string | null>(null);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [replace, setReplace] = useState(false);
  const [done, setDone] = useState<ImportResult | null>(null);

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (problem) {
      setError(problemText(problem));
    }
    setBusy(false);
  };
  const look = (text: string, mapping: DiaryMapping | null) =>
    attempt(async () => setPreview(await post<ImportPreview>('/api/me/imports/preview', { csv: text, mapping })));
  const choose = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > LARGEST_MB * 2 ** 20) return setError(t('import.too_large', { n: LARGEST_MB }));
    const text = await file.text();
    setCsv(text);
    setDone(null);
    await look(text, null);
  };
  const save = (read: ImportPreview) =>
    attempt(async () => {
      setDone(await post<ImportResult>('/api/me/imports', { csv, mapping: read.mapping, digest: read.digest, replace }));
      setPreview(null);
      await Promise.all([checkIns.refresh(), sideEffects.refresh(), today.refresh()]);
    });

  const count = (preview?.days ?? []).filter((day) => replace || !day.replaces).length;

  return (
    <Screen title={t('import.title')} backTo="/more" backLabel={t('tab.more')}>
      <p class="soft">{t('import.text')}</p>
      <label class="button file">
        {t('import.choose')}
        <input type="file" accept=".csv,text/csv,text/plain" onChange={(event) => void choose(event.currentTarget.files?.[0])} />
      </label>
      {busy && (
        <p class="soft" role="status">
          {t('common.loading')}
        </p>
      )}
      {error && (
        <Notice tone="look" live="alert">
          {error}
        </Notice>
      )}
      {done && (
        <Notice live="polite">
          {t('import.saved', { n: done.days })} {done.kept.length > 0 && t('import.kept', { n: done.kept.length })}
        </Notice>
      )}
      {preview?.guidance && <HelpFirst preview={preview} />}
      {preview && csv !== null && (
        <>
          <ImportMapping key={preview.digest} preview={preview} busy={busy} onLook={(mapping) => void look(csv, mapping)} />
          <ImportSummary preview={preview} />
          {preview.days.some((day) => day.replaces) && (
            <Check checked={replace} onChange={setReplace}>
              {t('import.replace')}
            </Check>
          )}
          {count > 0 && (
            <Button kind="primary" wide busy={busy} onClick={() => void save(preview)}>
              {t('import.save', { n: count })}
            </Button>
          )}
        </>
      )}
    </Screen>
  );
}

/** Shown once, above the preview: old words of danger are met with help, not with an alarm. */
function HelpFirst({ preview }: { preview: ImportPreview }) {
  if (!preview.guidance) return null;
  return (
    <Card title={preview.guidance.headline}>
      <p>{t('import.help_first')}</p>
      {preview.guidance.lines.map((line, index) => (
        <Line key={line.name} line={line} first={index === 0} />
      ))}
      <Emergency number={preview.guidance.emergency_number} />
    </Card>
  );
}
