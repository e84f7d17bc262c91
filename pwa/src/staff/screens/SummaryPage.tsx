import { useEffect } from 'preact/hooks';
import { get } from '../../api/client';
import type { Id } from '../../api/types';
import { type Loaded, useLoad } from '../load';
import type { Page } from '../summary/shapes';
import { lazy } from '../ui/lazy';
import { Screen } from '../ui/Screen';

const part = () => import('../summary/Page');
const PageOf = lazy<{ page: Page; load: Loaded<Page> }>('summary', async () => (await part()).PageOf);

export function StoredSummary({ id }: { id: Id }) {
  return <Summary about={`summary:${id}`} path={`/api/summaries/${id}`} />;
}

/** Of now, of the course that is asked for; else of the one whose session comes next. */
export function LiveSummary({ patientId, courseId }: { patientId: Id; courseId: Id | null }) {
  const query = courseId ? `?course_id=${courseId}` : '';
  return <Summary about={`live:${patientId}:${courseId}`} path={`/api/patients/${patientId}/summary${query}`} />;
}

/** Charts and numbers come on the same way at the same time, and neither waits for the other. */
function Summary({ about, path }: { about: string; path: string }) {
  const load = useLoad(about, () => get<Page>(path), { whenSeen: true });
  useEffect(() => void part().catch(() => undefined), []);
  return <Screen load={load}>{(page) => <PageOf page={page} load={load} />}</Screen>;
}
