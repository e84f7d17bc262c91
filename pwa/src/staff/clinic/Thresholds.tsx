import { Select } from '../../ui';
import { shortName, titleRest } from '../patient/measures/words';
import { t } from '../strings';
import { ruleText } from '../words/scores';
import type { SettingsProps } from './Measures';
import { type Candidate, candidatesOf, chosenOf, type InstrumentChoice, RULES, type Rule, withThreshold } from './measures';

/** For each rule of each instrument the threshold that counts, with who says so. */
export function Thresholds(props: SettingsProps) {
  const ruled = props.choices.instruments.filter((each) => RULES.some((rule) => candidatesOf(each, rule).length > 0));
  return (
    <section class="card">
      <h2>{t('care.thresholds')}</h2>
      <p class="soft">{t('care.thresholds_text')}</p>
      <div class="folds">
        {ruled.map((instrument) => (
          <details key={instrument.id} open={instrument.id === 'phq-9'}>
            <summary>
              {shortName(instrument.id)} <span class="soft">{titleRest(instrument)}</span>
            </summary>
            <div class="stack">
              {RULES.filter((rule) => candidatesOf(instrument, rule).length > 0).map((rule) => (
                <RuleOf key={rule} {...props} instrument={instrument} rule={rule} />
              ))}
            </div>
          </details>
        ))}
      </div>
    </section>
  );
}

interface RuleProps extends SettingsProps {
  instrument: InstrumentChoice;
  rule: Rule;
}

function RuleOf({ settings, set, mayChange, instrument, rule }: RuleProps) {
  const candidates = candidatesOf(instrument, rule);
  const chosen = chosenOf(settings, instrument, rule);
  if (!chosen) return null;
  const label = (each: (typeof candidates)[number]) =>
    each.default ? t('care.usual', { label: thresholdText(each) }) : thresholdText(each);
  const only = candidates.length === 1 || !mayChange;
  return (
    <div class="stack tight">
      {only ? (
        <p>
          <strong>{t(`care.rule_${rule}`)}</strong>: {label(chosen)}
        </p>
      ) : (
        <Select
          label={t(`care.rule_${rule}`)}
          value={chosen.id}
          onChange={(id) => set({ thresholds: withThreshold(settings, instrument, rule, id) })}
          options={candidates.map((each) => ({ value: each.id, label: label(each) }))}
        />
      )}
      {chosen.note && <p class="small">{chosen.note}</p>}
      <p class="soft small">{t('care.source', { source: chosen.sources.join('; ') })}</p>
    </div>
  );
}

/** "6 points, Bischoff 2020": the number, and who says so. */
const thresholdText = (candidate: Candidate) => ruleText({ ...candidate, name: candidate.label });
