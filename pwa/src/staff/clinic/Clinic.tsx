import type { AccountView } from '../../api/types';
import { t } from '../strings';
import { lazy } from '../ui/lazy';
import { TabLinks } from '../ui/TabLinks';

const PARTS = ['general', 'measures', 'protocols', 'lines', 'words', 'escalation', 'reach'] as const;
type Part = (typeof PARTS)[number];

export interface PartProps {
  /** Administrators change settings; care staff read them. */
  mayChange: boolean;
}

const parts = () => import('./parts');
const General = lazy('general', async () => (await parts()).General);
const Lines = lazy<PartProps>('lines', async () => (await parts()).Lines);
const Words = lazy<PartProps>('words', async () => (await parts()).Words);
const Escalation = lazy<PartProps>('escalation', async () => (await parts()).Escalation);
const Measures = lazy<PartProps>('clinic measures', async () => (await parts()).Measures);
const Protocols = lazy<PartProps>('protocols', async () => (await parts()).Protocols);
const Reachable = lazy('reachable', async () => (await parts()).Reachable);

/** What an administrator sets for the clinic; what of it is about care, the staff may read. */
export function Clinic({ me, at }: { me: AccountView; at: string }) {
  const mayChange = me.role === 'admin';
  const here = mayChange ? PARTS : PARTS.slice(1);
  const asked = at.split('/')[2];
  const part: Part = here.find((known) => known === asked) ?? (mayChange ? 'general' : 'escalation');
  return (
    <div class="stack">
      <h1>{t('clinic.title')}</h1>
      <TabLinks
        label={t('patient.sections')}
        links={here.map((each) => ({
          href: each === 'general' ? '#/clinic' : `#/clinic/${each}`,
          label: t(`clinic.part_${each}`),
          here: each === part,
        }))}
      />
      {!mayChange && part !== 'reach' && <p class="soft">{t('clinic.read_only')}</p>}
      {part === 'general' && <General />}
      {part === 'measures' && <Measures mayChange={mayChange} />}
      {part === 'protocols' && <Protocols mayChange={mayChange} />}
      {part === 'lines' && <Lines mayChange={mayChange} />}
      {part === 'words' && <Words mayChange={mayChange} />}
      {part === 'escalation' && <Escalation mayChange={mayChange} />}
      {part === 'reach' && <Reachable />}
    </div>
  );
}
