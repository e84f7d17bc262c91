import { useState } from 'preact/hooks';
import { get, post } from '../../api/client';
import type { Id, Modality } from '../../api/types';
import { Button, Choice, ProblemNotice } from '../../ui';
import { inWords, type OwnTemplate } from '../clinic/protocols';
import { useAction, useLoad } from '../load';
import { t } from '../strings';
import type { Protocol } from '../types';
import { Screen } from '../ui/Screen';
import { CourseOptions } from './CourseOptions';
import { bodyOf, isComplete, type Options, optionsFor } from './courseOptions';
import { Preview } from './Preview';

interface Props {
  patientId: Id;
  onClose: () => void;
  onDone: () => void;
}

/** What the clinic made for itself comes with the templates; how it goes on, its own document says. */
export function StartCourse(props: Props) {
  const load = useLoad('protocols', async () => ({
    protocols: await get<Protocol[]>('/api/protocols'),
    own: await get<OwnTemplate[]>('/api/clinic/protocols'),
  }));
  return <Screen load={load}>{(known) => <Form {...props} {...known} />}</Screen>;
}

const MODALITIES: readonly Modality[] = ['ketamine_iv', 'esketamine', 'tms'];

/** Treatment, template, then what can be chosen in it, then every date before anything is created. */
function Form({ patientId, protocols, own, onClose, onDone }: Props & { protocols: Protocol[]; own: OwnTemplate[] }) {
  const [modality, setModality] = useState<Modality | null>(null);
  const [chosen, setChosen] = useState<Id | null>(null);
  const [options, setOptions] = useState<Options | null>(null);
  const saving = useAction();
  const offered = protocols.filter((each) => each.modality === modality);
  const protocol = offered.find((each) => each.id === chosen) ?? null;
  const choose = (id: Id) => {
    const next = protocols.find((each) => each.id === id);
    setChosen(id);
    if (next) setOptions(optionsFor(next, options?.first_at ?? ''));
  };
  const complete = protocol !== null && options !== null && isComplete(protocol, options);
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    if (!complete) return;
    if (await saving.run(() => post(`/api/patients/${patientId}/courses`, bodyOf(protocol, options)))) onDone();
  };
  return (
    <form class="stack" onSubmit={(event) => void onSubmit(event)}>
      <Choice
        legend={t('course.modality')}
        value={modality}
        onChange={(next) => {
          setModality(next);
          setChosen(null);
        }}
        options={MODALITIES.map((each) => ({ value: each, label: t(`modality.${each}`) }))}
      />
      {modality && (
        <Choice
          key={modality}
          legend={t('course.protocol')}
          column
          value={chosen}
          onChange={choose}
          options={offered.map((each) => ({ value: each.id, label: nameOf(each, own) }))}
        />
      )}
      {protocol && options && <CourseOptions protocol={protocol} options={options} onChange={setOptions} />}
      {complete && <Preview path="/api/protocols/preview" body={bodyOf(protocol, options)} />}
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      <div class="row">
        <Button kind="primary" type="submit" busy={saving.busy} disabled={!complete}>
          {t('course.make')}
        </Button>
        <Button kind="outline" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}

function nameOf(protocol: Protocol, own: readonly OwnTemplate[]): string {
  const template = own.find((each) => each.id === protocol.id);
  if (template) return `${protocol.name} (${t('course.own')}). ${inWords(template)}`;
  return protocol.phases ? `${protocol.name}. ${protocol.phases}` : protocol.name;
}
