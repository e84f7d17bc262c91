import { useEffect, useState } from 'preact/hooks';
import type { Severity } from '../../api/types';
import { account } from '../../session/session';
import { Button, Card, Choice, Notice } from '../../ui';
import { useForm } from '../../ui/useForm';
import { loadVocabulary, vocabulary } from '../crisis';
import { effectName } from '../effects';
import { t } from '../messages';
import { Screen } from '../parts/Screen';
import { draftOf, keepDraft } from '../state/drafts';
import { saveBaseline } from './save';
import { SaveBar, useSaving } from './saving';

type Form = Record<string, Severity>;

const DRAFT = 'baseline';
const SEVERITIES: readonly Severity[] = ['not_present', 'mild', 'moderate', 'severe'];

/** Once before the treatment: headaches and the like are there without it too. */
export function Baseline() {
  const [draft, setDraft] = useState<Form | null | undefined>(undefined);
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    loadVocabulary().catch(() => setMissing(true));
    void draftOf<Form>(DRAFT).then((found) => setDraft(found?.form ?? null));
  }, []);
  return (
    <Screen title={t('baseline.title')} backTo="/" backLabel={t('tab.today')}>
      {missing && <Notice tone="look">{t('effect.loading_failed')}</Notice>}
      {draft !== undefined && vocabulary.value && <BaselineForm draft={draft} />}
    </Screen>
  );
}

function BaselineForm({ draft }: { draft: Form | null }) {
  const { form, change, latest } = useForm<Form>(
    () => draft ?? {},
    (next) => keepDraft(DRAFT, next),
  );
  const [asked, setAsked] = useState(false);
  const { failed, store } = useSaving(DRAFT);
  const effects = vocabulary.value?.listFor(account.value?.patient?.modality ?? null).quick ?? [];
  const rest = effects.filter((effect) => !form[effect]);

  const save = (event: Event) => {
    event.preventDefault();
    setAsked(true);
    if (Object.keys(latest()).length > 0) void store(() => saveBaseline(latest()));
  };
  return (
    <form class="stack check-in" onSubmit={save}>
      <p>{t('baseline.how')}</p>
      {effects.map((effect) => (
        <Card key={effect}>
          <Choice
            legend={effectName(effect)}
            value={form[effect] ?? null}
            onChange={(severity) => change({ [effect]: severity })}
            options={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
          />
        </Card>
      ))}
      {rest.length > 0 && (
        <Button wide onClick={() => change(Object.fromEntries(rest.map((effect) => [effect, 'not_present' as const])))}>
          {t(rest.length === effects.length ? 'baseline.none' : 'baseline.none_other')}
        </Button>
      )}
      <SaveBar problem={asked && rest.length === effects.length && t('before.nothing')} failed={failed} />
    </form>
  );
}
