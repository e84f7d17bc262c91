import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../ui';
import { t } from '../messages';
import { type Fault, faultOf, LONGEST_LINE, LONGEST_NUMBER, MOST_LINES, moved, newRow, type Row } from './steps';

interface Props {
  rows: readonly Row[];
  /** What a line is called: of people, one has a number beside it. */
  name: string | null;
  /** Somebody tapped Save: now is the time to say what stands in the way. */
  asked: boolean;
  onChange: (rows: Row[]) => void;
}

/** The lines of a step. What is removed can be put back; the order is changed with two large buttons, not by dragging. */
export function Rows({ rows, name, asked, onChange }: Props) {
  const [ordering, setOrdering] = useState(false);
  const [removed, setRemoved] = useState<{ row: Row; at: number } | null>(null);
  const [fresh, setFresh] = useState<number | null>(null);
  const shown = rows.length === 0 ? [BLANK] : rows;

  const set = (key: number, part: Partial<Row>) => onChange(shown.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const remove = (row: Row) => {
    setRemoved({ row, at: shown.indexOf(row) });
    onChange(rows.filter((other) => other.key !== row.key));
  };
  const putBack = () => {
    if (removed) onChange([...rows.slice(0, removed.at), removed.row, ...rows.slice(removed.at)]);
    setRemoved(null);
  };
  const add = () => {
    const row = newRow();
    setFresh(row.key);
    onChange([...shown, row]);
  };
  return (
    <>
      <ol class="bare stack">
        {shown.map((row, index) => (
          <li key={row.key} class="plan-row">
            {ordering ? (
              <Order row={row} first={index === 0} last={index === shown.length - 1} onMove={(by) => onChange(moved(shown, row.key, by))} />
            ) : (
              <Edit
                row={row}
                n={index + 1}
                name={name}
                fault={asked ? faultOf(row) : null}
                focus={row.key === fresh}
                onChange={(part) => set(row.key, part)}
                onRemove={row.text || row.dial || rows.length > 1 ? () => remove(row) : null}
              />
            )}
          </li>
        ))}
      </ol>
      <p role="status" class="removed small">
        {removed && !ordering && (
          <>
            <span>{t('plan.removed', { what: removed.row.text || removed.row.dial })}</span>
            <Button kind="plain" onClick={putBack}>
              {t('plan.put_back')}
            </Button>
          </>
        )}
      </p>
      <div class="row">
        {!ordering && shown.length < MOST_LINES && (
          <Button onClick={add}>
            <span aria-hidden="true">+</span> {t('plan.another')}
          </Button>
        )}
        {shown.length > 1 && (
          <Button kind="plain" onClick={() => setOrdering(!ordering)}>
            {t(ordering ? 'plan.order_done' : 'plan.order')}
          </Button>
        )}
      </div>
    </>
  );
}

/** The line that stands ready in an empty step. */
const BLANK = newRow();

interface EditProps {
  row: Row;
  n: number;
  name: string | null;
  fault: Fault | null;
  focus: boolean;
  onChange: (part: Partial<Row>) => void;
  onRemove: (() => void) | null;
}

function Edit({ row, n, name, fault, focus, onChange, onRemove }: EditProps) {
  const first = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (focus) first.current?.focus();
  }, [focus]);
  const label = name ? `${name} ${n}` : t('plan.line', { n });
  const faultId = `fault-${row.key}`;
  const told = fault ? { 'aria-invalid': true, 'aria-describedby': faultId } : {};
  return (
    <>
      <div class="plan-fields">
        <textarea
          ref={first}
          class="input grows"
          rows={1}
          aria-label={label}
          placeholder={name ?? undefined}
          value={row.text}
          {...(fault === 'bad_dial' ? {} : told)}
          onInput={(event) => onChange({ text: event.currentTarget.value })}
        />
        {name && (
          <input
            class="input"
            type="tel"
            aria-label={`${t('contacts.dial')} ${n}`}
            placeholder={`${t('contacts.dial')} (${t('common.optional')})`}
            maxLength={LONGEST_NUMBER}
            value={row.dial}
            {...(fault === 'bad_dial' ? told : {})}
            onInput={(event) => onChange({ dial: event.currentTarget.value })}
          />
        )}
        {fault && (
          <p id={faultId} class="error small" role="alert">
            {t(`plan.${fault}`, { length: [...row.text.trim()].length, limit: LONGEST_LINE })}
          </p>
        )}
      </div>
      {onRemove && (
        <button type="button" class="button plain remove" aria-label={t('plan.remove', { what: row.text || label })} onClick={onRemove}>
          <span aria-hidden="true">×</span>
        </button>
      )}
    </>
  );
}

function Order({ row, first, last, onMove }: { row: Row; first: boolean; last: boolean; onMove: (by: -1 | 1) => void }) {
  const what = row.text || row.dial;
  return (
    <>
      <p class="plan-fields words">{what}</p>
      <Button disabled={first} label={t('plan.up', { what })} onClick={() => onMove(-1)}>
        <span aria-hidden="true">↑</span>
      </Button>
      <Button disabled={last} label={t('plan.down', { what })} onClick={() => onMove(1)}>
        <span aria-hidden="true">↓</span>
      </Button>
    </>
  );
}
