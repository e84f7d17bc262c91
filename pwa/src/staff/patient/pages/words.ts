/** What stands in a therapy page, field by field in the order of its form. */
import { number } from '../../../i18n/dates';
import { t } from '../../strings';
import type { FieldView, FormView, PageView } from './shapes';

export interface Line {
  name: string;
  label: string;
  /** Null: left empty. */
  value: string | null;
  /** The patient's own words, as against a number or a choice. */
  words: boolean;
}

export function linesOf(page: PageView, form: FormView): Line[] {
  return form.fields.map((field) => {
    const text = page.texts[field.name];
    return { name: field.name, label: field.label, value: text ?? ratingText(field, page.ratings), words: text !== undefined };
  });
}

/** "70 (0 Not at all, 100 As strong as can be)", "Yes", the options that were chosen. Null: left empty. */
export function ratingText(field: FieldView, ratings: PageView['ratings']): string | null {
  if (field.options) return chosen(field.options, ratings);
  const value = ratings[field.name];
  if (value === undefined) return null;
  if (field.kind === 'yes_no') return t(value === 0 ? 'common.no' : 'common.yes');
  const { low, high, low_label, high_label } = field;
  if (field.kind === 'count' || low === null || high === null) return number(value);
  if (low_label && high_label) return t('pages.rating', { value: number(value), low, low_label, high, high_label });
  return t('pages.rating_plain', { value: number(value), high });
}

/** Each option is a rating of its own. None chosen is not the same as never asked: then there is no rating at all. */
function chosen(options: NonNullable<FieldView['options']>, ratings: PageView['ratings']): string | null {
  const labels = options.filter((option) => ratings[option.name] === 1).map((option) => option.label);
  if (labels.length > 0) return labels.join('; ');
  return options.some((option) => option.name in ratings) ? t('pages.none_chosen') : null;
}

export const newestFirst = (pages: readonly PageView[]): PageView[] =>
  [...pages].sort((a, b) => b.day.localeCompare(a.day) || b.written_at.localeCompare(a.written_at));

export const formName = (id: string, forms: readonly FormView[]): string => forms.find((form) => form.id === id)?.name ?? id.toUpperCase();
