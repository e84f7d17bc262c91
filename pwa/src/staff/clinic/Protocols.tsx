import { useState } from 'preact/hooks';
import { get, put } from '../../api/client';
import { uuid7 } from '../../store/uuid7';
import { Button, Dialog, Notice, ProblemNotice } from '../../ui';
import { useAction, useLoad } from '../load';
import { t } from '../strings';
import { Screen } from '../ui/Screen';
import type { PartProps } from './Clinic';
import { ProtocolForm } from './ProtocolForm';
import { type Draft, draftOf, emptyDraft, inWords, MOST_TEMPLATES, type OwnTemplate } from './protocols';

const PATH = '/api/clinic/protocols';
const read = () => get<OwnTemplate[]>(PATH);

/** The list is one document: each change is made to what is there now. */
const change = async (make: (now: OwnTemplate[]) => OwnTemplate[]) => put(PATH, make(await read()));

/** The clinic's own course templates. */
export function Protocols({ mayChange }: PartProps) {
  const load = useLoad('own protocols', read);
  return (
    <div class="stack form-page">
      <p>{t('protocols.text')}</p>
      <Screen load={load}>{(templates) => <List templates={templates} mayChange={mayChange} onChange={load.reload} />}</Screen>
    </div>
  );
}

interface ListProps extends PartProps {
  templates: OwnTemplate[];
  onChange: () => Promise<void>;
}

const newId = () => `own-${uuid7().slice(-12)}`;

function List({ templates, mayChange, onChange }: ListProps) {
  const [editing, setEditing] = useState<Draft | null>(null);
  const [retiring, setRetiring] = useState<OwnTemplate | null>(null);
  const [told, setTold] = useState('');
  const saved = async (sentence: string) => {
    setEditing(null);
    setRetiring(null);
    setTold(sentence);
    await onChange();
  };
  if (editing) {
    return (
      <ProtocolForm
        draft={editing}
        isNew={!templates.some((each) => each.id === editing.id)}
        save={(template) => change((now) => [...now.filter((each) => each.id !== template.id), template])}
        onSaved={(name) => saved(t('protocols.saved', { name }))}
        onClose={() => setEditing(null)}
      />
    );
  }
  return (
    <section class="card">
      <h2>{t('protocols.title')}</h2>
      {told && (
        <Notice live="polite">
          <p>{told}</p>
        </Notice>
      )}
      {templates.length === 0 && <p class="soft">{t('protocols.none')}</p>}
      <ul class="bare rows">
        {templates.map((template) => (
          <li key={template.id} class="listed">
            <div>
              <p>
                <strong>{template.name}</strong> <span class="soft">{t(`modality.${template.modality}`)}</span>
              </p>
              <p class="small">{inWords(template)}.</p>
            </div>
            {mayChange && (
              <div class="listed-change">
                <Button
                  kind="outline"
                  label={t('protocols.edit_label', { name: template.name })}
                  onClick={() => setEditing(draftOf(template))}
                >
                  {t('protocols.edit')}
                </Button>
                <Button kind="plain" label={t('protocols.retire_label', { name: template.name })} onClick={() => setRetiring(template)}>
                  {t('protocols.retire')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {mayChange && templates.length < MOST_TEMPLATES && (
        <div class="row">
          <Button kind="primary" onClick={() => setEditing(emptyDraft(newId()))}>
            {t('protocols.add')}
          </Button>
        </div>
      )}
      {retiring && (
        <Retire
          template={retiring}
          onClose={() => setRetiring(null)}
          onDone={() => void saved(t('protocols.retired', { name: retiring.name }))}
        />
      )}
    </section>
  );
}

function Retire({ template, onClose, onDone }: { template: OwnTemplate; onClose: () => void; onDone: () => void }) {
  const saving = useAction();
  const retire = async () => {
    if (await saving.run(() => change((now) => now.filter((each) => each.id !== template.id)))) onDone();
  };
  return (
    <Dialog title={t('protocols.retire_label', { name: template.name })} onClose={onClose}>
      <p>{t('protocols.retire_ask', { name: template.name })}</p>
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      <div class="row">
        <Button kind="primary" busy={saving.busy} onClick={() => void retire()}>
          {t('protocols.retire')}
        </Button>
        <Button kind="outline" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </Dialog>
  );
}
