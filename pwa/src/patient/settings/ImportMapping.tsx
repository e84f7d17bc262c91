import { useState } from 'preact/hooks';
import type { DateFormat, DiaryField, DiaryMapping, ImportPreview, RatingColumn } from '../../api/types';
import { Button, Card, Check, Field, Select } from '../../ui';
import { t } from '../messages';

const FIELDS: readonly DiaryField[] = ['mood', 'anxiety', 'energy', 'sleep_hours', 'sleep_quality'];
const FORMATS: readonly DateFormat[] = ['ymd', 'dmy', 'mdy', 'd_mon_y', 'mon_d_y'];
const NONE = '';

const EMPTY: DiaryMapping = { date: NONE, date_format: null, fields: {}, side_effects: [], note: null };

/** Which column means what. Side effects that the server recognised go along unchanged. */
export function ImportMapping({
  preview,
  busy,
  onLook,
}: {
  preview: ImportPreview;
  busy: boolean;
  onLook: (mapping: DiaryMapping) => void;
}) {
  const [mapping, setMapping] = useState<DiaryMapping>(preview.mapping ?? EMPTY);
  const columns = preview.columns.map((value) => ({ value, label: value }));
  const orNone = [{ value: NONE, label: t('import.none') }, ...columns];
  const setField = (field: DiaryField, rating: RatingColumn | undefined) => {
    const { [field]: _, ...others } = mapping.fields;
    setMapping({ ...mapping, fields: rating ? { ...others, [field]: rating } : others });
  };
  return (
    <Card title={t('import.columns')}>
      {!preview.mapping && <p>{t('import.no_date')}</p>}
      <Select
        label={t('import.date')}
        value={mapping.date}
        onChange={(date) => setMapping({ ...mapping, date })}
        options={mapping.date === NONE ? orNone : columns}
      />
      <Select
        label={t('import.date_format')}
        value={mapping.date_format ?? NONE}
        onChange={(format) => setMapping({ ...mapping, date_format: (format || null) as DateFormat | null })}
        options={[
          { value: NONE, label: t('import.format_auto') },
          ...FORMATS.map((value) => ({ value: value as string, label: t(`import.format_${value}`) })),
        ]}
      />
      {FIELDS.map((field) => (
        <RatingFields
          key={field}
          field={field}
          rating={mapping.fields[field]}
          columns={orNone}
          onChange={(rating) => setField(field, rating)}
        />
      ))}
      <Select
        label={t('import.note')}
        value={mapping.note?.column ?? NONE}
        onChange={(column) => setMapping({ ...mapping, note: column === NONE ? null : { column } })}
        options={orNone}
      />
      <Button wide busy={busy} disabled={mapping.date === NONE} onClick={() => onLook(mapping)}>
        {t('import.again')}
      </Button>
    </Card>
  );
}

interface RatingProps {
  field: DiaryField;
  rating: RatingColumn | undefined;
  columns: { value: string; label: string }[];
  onChange: (rating: RatingColumn | undefined) => void;
}

function RatingFields({ field, rating, columns, onChange }: RatingProps) {
  const name = t(`field.${field}`);
  const choose = (column: string) => {
    if (column === NONE) return onChange(undefined);
    const fresh: RatingColumn = { column, low: 0, high: field === 'sleep_hours' ? 24 : 10, reversed: false, take: 'median' };
    onChange({ ...(rating ?? fresh), column });
  };
  return (
    <>
      <Select label={name} value={rating?.column ?? NONE} onChange={choose} options={columns} />
      {rating && (
        <div class="pair">
          <Field
            label={t('import.low', { field: name })}
            type="number"
            step="any"
            value={String(rating.low)}
            onInput={(value) => onChange({ ...rating, low: Number(value) })}
          />
          <Field
            label={t('import.high', { field: name })}
            type="number"
            step="any"
            value={String(rating.high)}
            onInput={(value) => onChange({ ...rating, high: Number(value) })}
          />
        </div>
      )}
      {rating && field !== 'sleep_hours' && (
        <Check checked={rating.reversed} onChange={(reversed) => onChange({ ...rating, reversed })}>
          {t('import.reversed', { field: name })}
        </Check>
      )}
    </>
  );
}
