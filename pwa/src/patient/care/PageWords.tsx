import { useState } from 'preact/hooks';
import type { FieldView, FormView } from '../../api/care';
import { put } from '../../api/client';
import type { Audience } from '../../api/types';
import { problemText } from '../../ui';
import { t } from '../messages';
import { AudiencePill } from '../parts/NoteField';
import { sharedWith } from '../words';
import { type OwnPage, pages } from './state';

/** A page as it was written, and whom it is shared with: which can be changed once the server has it. */
export function PageWords({ page, form }: { page: OwnPage; form: FormView | undefined }) {
  const [error, setError] = useState<string | null>(null);
  const share = async (audience: Audience) => {
    try {
      await put(`/api/me/pages/${page.page_id}/audience`, { audience });
      setError(null);
      await pages.refresh();
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  return (
    <div class="stack tight">
      <p class="soft">{form?.name ?? page.form}</p>
      <dl class="page-words">
        {(form?.fields ?? []).map((field) => {
          const said = saidIn(field, page);
          return (
            said && (
              <div key={field.name}>
                <dt class="soft small">{field.label}</dt>
                <dd class="words">{said}</dd>
              </div>
            )
          );
        })}
      </dl>
      <div>
        {page.state === 'sent' ? (
          <AudiencePill value={page.audience} label={t('page.who')} onChange={(audience) => void share(audience)} />
        ) : (
          <span class="soft small">
            {sharedWith(page.audience)}. {t(page.state === 'waiting' ? 'history.waiting' : 'history.attention')}
          </span>
        )}
      </div>
      {error && (
        <p class="error small" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function saidIn(field: FieldView, { texts, ratings }: OwnPage): string | null {
  if (field.kind === 'text') return texts[field.name] ?? null;
  if (field.kind === 'choice') {
    const chosen = (field.options ?? []).filter((option) => ratings[option.name] === 1);
    return chosen.map((option) => option.label).join('\n') || null;
  }
  const rated = ratings[field.name];
  if (rated === undefined) return null;
  if (field.kind === 'yes_no') return t(rated === 1 ? 'common.yes' : 'common.no');
  return field.kind === 'rating' ? t('page.of', { n: rated, high: field.high ?? 0 }) : String(rated);
}
