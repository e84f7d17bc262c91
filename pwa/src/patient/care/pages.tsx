import { useEffect } from 'preact/hooks';
import { go, match } from '../../ui/router';
import { Baseline } from './Baseline';
import { BeforeSession } from './BeforeSession';
import './care.css';
import { Measure } from './Measure';
import { PageList } from './PageList';
import { WritePage } from './WritePage';

export { PastForms } from './PastForms';
export { TodayAsked, TodayCare, TodayPages } from './Today';

/** Forms, questions before a session, therapy pages. */
export function CarePages({ at }: { at: string }) {
  const measure = match('/measure/:id', at);
  const before = match('/before/:id', at);
  const page = match('/therapy/:what/:id', at);
  const what = page?.what;
  const known = measure ?? before ?? (what === 'new' || what === 'for' || what === 'page' ? page : null);
  const elsewhere = !known && at !== '/therapy' && at !== '/baseline';
  useEffect(() => {
    if (elsewhere) go('/', { replace: true });
  }, [elsewhere]);
  if (elsewhere) return null;
  if (measure) return <Measure id={measure.id as string} />;
  if (before) return <BeforeSession session_id={before.id as string} />;
  if (at === '/baseline') return <Baseline />;
  if (what === 'new' || what === 'for' || what === 'page') return <WritePage what={what} id={page?.id as string} />;
  return <PageList />;
}
