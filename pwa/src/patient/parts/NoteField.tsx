import { useId } from 'preact/hooks';
import type { Audience } from '../../api/types';
import { t } from '../messages';
import { AUDIENCES, sharedWith } from '../words';

/** The server's limit, in code points. */
export const LONGEST_NOTE = 10_000;
const WARN_FROM = 9_000;

interface Props {
  label: string;
  text: string;
  onText: (text: string) => void;
  audience: Audience;
  onAudience: (audience: Audience) => void;
}

/** Words, with whom they are shared visible where they are written. */
export function NoteField({ label, text, onText, audience, onAudience }: Props) {
  const id = useId();
  const length = [...text].length;
  return (
    <div class="field">
      <div class="row apart">
        <label for={`${id}-text`}>{label}</label>
        <AudiencePill value={audience} onChange={onAudience} />
      </div>
      <textarea
        id={`${id}-text`}
        class="input"
        rows={3}
        placeholder={t('note.placeholder')}
        value={text}
        aria-describedby={`${id}-who`}
        aria-invalid={length > LONGEST_NOTE}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      <p id={`${id}-who`} class="soft small">
        {t(`share.${audience}_sentence`)}
      </p>
      {length > WARN_FROM && (
        <p class={length > LONGEST_NOTE ? 'error small' : 'soft small'} role="status">
          {t('note.length', { length, limit: LONGEST_NOTE })}
        </p>
      )}
    </div>
  );
}

interface PillProps {
  value: Audience;
  onChange: (audience: Audience) => void;
  label?: string;
}

export function AudiencePill({ value, onChange, label = t('share.label') }: PillProps) {
  return (
    <select class="pill-select" aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value as Audience)}>
      {AUDIENCES.map((audience) => (
        <option key={audience} value={audience}>
          {sharedWith(audience)}
        </option>
      ))}
    </select>
  );
}
