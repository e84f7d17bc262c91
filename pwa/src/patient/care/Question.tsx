import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../ui';
import { t } from '../messages';
import { Screen } from '../parts/Screen';

interface Props {
  text: string;
  /** What the question continues: "Over the last 2 weeks, ..." */
  stem: string;
  progress: string;
  options: readonly { score: number; text: string }[];
  value: number | null;
  onChoose: (score: number) => void;
  onBack: (() => void) | null;
  onNext: () => void;
  onSkip: () => void;
  children: ComponentChildren;
}

const SETTLE_MS = 250;

/** One question. A tap answers it and goes on; the second half of a double tap does not answer the next. */
export function Question({ text, stem, progress, options, value, onChoose, onBack, onNext, onSkip, children }: Props) {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    scrollTo(0, 0);
    const timer = setTimeout(() => setReady(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Screen title={text} above={stem ? `${progress}. ${stem}` : progress} backTo="/" backLabel={t('tab.today')}>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons that go on, not fields */}
      <div class="answers" role="group" aria-label={text} inert={!ready}>
        {options.map((option) => (
          <button
            key={option.score}
            type="button"
            class="answer"
            aria-pressed={value === option.score}
            onClick={() => onChoose(option.score)}
          >
            {option.text}
          </button>
        ))}
      </div>
      <div class="row apart">
        {onBack ? <Button onClick={onBack}>{t('measure.previous')}</Button> : <span />}
        <Button onClick={onSkip}>{t('measure.skip')}</Button>
        {value !== null && <Button onClick={onNext}>{t('measure.next')}</Button>}
      </div>
      {children}
    </Screen>
  );
}
