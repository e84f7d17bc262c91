/** What stands on a therapy page, field by field in the order of its form. */
import { number } from '../../i18n/dates';
import { language } from '../../i18n/i18n';
import { t } from '../strings';
import type { Skills, TherapyPage } from '../summary/shapes';

export interface FormField {
  name: string;
  label: string;
  kind: 'text' | 'rating' | 'choice' | 'yes_no' | 'count';
  high: number | null;
  options: { name: string; label: string }[] | null;
}

export interface Form {
  id: string;
  name: string;
  fields: FormField[];
}

export interface Line {
  label: string;
  value: string;
  /** The patient's own words, as against a number or a choice. */
  words: boolean;
}

/** Fields that were left empty are left out: a page asks for one at most. */
export function linesOf(page: TherapyPage, form: Form): Line[] {
  return form.fields.flatMap((field) => {
    const words = page.texts[field.name];
    const value = words ?? ratingText(page, field);
    return value === null ? [] : [{ label: field.label, value, words: words !== undefined }];
  });
}

function ratingText(page: TherapyPage, { name, kind, high, options }: FormField): string | null {
  if (kind === 'choice') {
    const chosen = (options ?? []).filter((option) => page.ratings[option.name] === 1).map((option) => option.label);
    return chosen.length > 0 ? chosen.join(', ') : null;
  }
  const rating = page.ratings[name];
  if (rating === undefined) return null;
  if (kind === 'yes_no') return t(rating === 0 ? 'common.no' : 'common.yes');
  return kind === 'rating' && high !== null ? t('therapy.rating', { value: rating, high }) : number(rating);
}

/** "Being here and now, on 3 pages". Pages that do not ask for skills say nothing of them. */
export const skillText = (used: Skills['used'][number]): string => t('therapy.skill', { skill: used[language.value], n: used.pages });
