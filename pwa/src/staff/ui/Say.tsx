import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button, Check, Dialog, ProblemNotice, TextArea } from '../../ui';
import { said } from '../alerts/words';
import { useDraft } from '../draft';
import { useAction } from '../load';
import { t } from '../strings';

interface Props {
  /** What it is about, so that a text that is not sent yet is found again: "acknowledge 0198...". */
  about: string;
  title: string;
  /** Sentences to choose from, besides the text. */
  quick?: readonly string[];
  label: string;
  hint?: string;
  /** Said when there is neither. */
  missing: string;
  button: string;
  send: (text: string) => Promise<unknown>;
  onDone: () => void;
  onClose: () => void;
  children?: ComponentChildren;
}

/** A person's word that something was done, under their name. It never happens by opening a page. */
export function Say({ about, title, quick = [], label, hint, missing, button, send, onDone, onClose, children }: Props) {
  const text = useDraft(about);
  const picked = useDraft(`${about} chosen`);
  const [tried, setTried] = useState(false);
  const saving = useAction();
  const chosen = quick.filter((each) => picked.text.split('\n').includes(each));
  const all = said(chosen, text.text);
  const choose = (each: string, on: boolean) => picked.set(quick.filter((one) => (one === each ? on : chosen.includes(one))).join('\n'));
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (all === '' || !(await saving.run(() => send(all)))) return;
    text.done();
    picked.done();
    onDone();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <form class="stack" onSubmit={(event) => void onSubmit(event)} noValidate>
        {quick.length > 0 && (
          <fieldset class="field">
            <legend class="label legend">{t('alerts.quick')}</legend>
            <div class="checks">
              {quick.map((each) => (
                <Check key={each} checked={chosen.includes(each)} onChange={(on) => choose(each, on)}>
                  {each}
                </Check>
              ))}
            </div>
          </fieldset>
        )}
        <TextArea
          label={label}
          hint={hint}
          optional={chosen.length > 0}
          error={tried && all === '' ? missing : null}
          value={text.text}
          onInput={text.set}
          maxLength={1_700}
        />
        {saving.error !== null && <ProblemNotice error={saving.error} />}
        <div class="row">
          <Button kind="primary" type="submit" busy={saving.busy}>
            {button}
          </Button>
          <Button kind="outline" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
