import { t } from '../../strings';
import type { InstrumentView, MeasureView } from './shapes';
import { answerLines, titleOf, wordingOf } from './words';

/** Each answer as it was given. A question that was left out says so. */
export function Answers({ score, instrument }: { score: MeasureView; instrument: InstrumentView }) {
  const wording = wordingOf(score, instrument);
  return (
    <div class="stack tight">
      {wording === 'topics' && <p class="soft small">{t('measures.topics')}</p>}
      {wording === 'other_version' && <p class="soft small">{t('measures.other_version')}</p>}
      <table class="table answers" aria-label={t('measures.answers_of', titleOf(score))}>
        <thead class="sr-only">
          <tr>
            <th scope="col">{t('measures.question')}</th>
            <th scope="col">{t('measures.answer')}</th>
            <th scope="col">{t('measures.points')}</th>
          </tr>
        </thead>
        <tbody>
          {answerLines(score, instrument).map((line) => (
            <tr key={line.n || line.question}>
              <th scope="row">
                {line.n && `${line.n}. `}
                {line.question}
              </th>
              <td>{line.points === null && line.answer === null ? <em>{t('measures.not_answered')}</em> : line.answer}</td>
              <td class="numbers">{line.points}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {instrument.notice && <p class="soft small">{instrument.notice}</p>}
    </div>
  );
}
