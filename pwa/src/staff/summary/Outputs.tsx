import { Button } from '../../ui';
import { t } from '../strings';
import { shortName } from '../words/scores';
import type { Page } from './shapes';

/** Print, PDF, and what other systems read. The letter and the exports are the treating clinic's, not the therapist's. */
export function Outputs({ page }: { page: Page }) {
  const files = page.form === 'clinician' ? exportsOf(page) : [];
  return (
    <>
      <Button kind="outline" pill onClick={() => print()}>
        {t('sum.print')}
      </Button>
      <a class="button outline pill" href={pdfOf(page)} download>
        {t('out.pdf')}
      </a>
      {files.length > 0 && (
        <details class="out-more">
          <summary class="button outline pill">{t('out.more')}</summary>
          <ul class="bare card">
            {files.map(({ href, label }) => (
              <li key={href}>
                <a href={href} download>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

const query = (pairs: Record<string, string | null | undefined>): string => {
  const given = Object.entries(pairs).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
};

function pdfOf(page: Page): string {
  if (page.summary_id !== null) return `/api/summaries/${page.summary_id}/pdf`;
  return `/api/patients/${page.patient.patient_id}/summary/pdf${query({ session_id: page.session?.session_id, course_id: page.course_id })}`;
}

/** A letter for each measure that has a score before and now: it says nothing else. */
function exportsOf({ patient, numbers, course_id }: Page): { href: string; label: string }[] {
  const at = `/api/patients/${patient.patient_id}`;
  const letters = (numbers.measures ?? [])
    .filter((measure) => measure.change_baseline !== null)
    .map(({ instrument }) => ({
      href: `${at}/letter${query({ instrument, course_id })}`,
      label: t('out.letter', { name: shortName({ instrument }) }),
    }));
  return [{ href: `${at}/fhir`, label: t('out.fhir') }, { href: `${at}/csv`, label: t('out.csv') }, ...letters];
}
