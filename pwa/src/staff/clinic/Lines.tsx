import { useState } from 'preact/hooks';
import { get } from '../../api/client';
import { datedDay } from '../../i18n/dates';
import { Button, Notice } from '../../ui';
import { useLoad } from '../load';
import { t } from '../strings';
import { clinicZone, dayIn } from '../today';
import { Screen } from '../ui/Screen';
import type { PartProps } from './Clinic';
import { ConfirmLine } from './ConfirmLine';
import { OwnLinePart } from './OwnLine';
import type { LineView } from './shapes';
import { languageName, sourcesIn } from './sources';

/** What the clinic's patients are shown, and which of it somebody of the clinic has dialled. */
export function Lines({ mayChange }: PartProps) {
  const load = useLoad('lines', () => get<LineView[]>('/api/clinic/lines'));
  const reload = () => void load.reload();
  return (
    <div class="stack form-page">
      <p class="soft">{t('lines.text')}</p>
      <Screen load={load}>{(lines) => <List lines={lines} mayChange={mayChange} onChange={reload} />}</Screen>
      <OwnLinePart mayChange={mayChange} onChange={reload} />
    </div>
  );
}

interface ListProps extends PartProps {
  lines: LineView[];
  onChange: () => void;
}

function List({ lines, mayChange, onChange }: ListProps) {
  const [confirming, setConfirming] = useState<LineView | null>(null);
  const open = lines.filter((line) => line.state !== 'confirmed').length;
  return (
    <>
      {open > 0 && (
        <Notice tone="look">
          <p>{t('lines.to_confirm', { n: open })}</p>
        </Notice>
      )}
      {lines.length === 0 && <p>{t('lines.none')}</p>}
      <ul class="bare stack">
        {lines.map((line) => (
          <Line key={line.key} line={line} {...(mayChange ? { onConfirm: () => setConfirming(line) } : {})} />
        ))}
      </ul>
      {confirming && (
        <ConfirmLine
          line={confirming}
          onClose={() => setConfirming(null)}
          onDone={() => {
            setConfirming(null);
            onChange();
          }}
        />
      )}
    </>
  );
}

function Line({ line, onConfirm }: { line: LineView; onConfirm?: () => void }) {
  return (
    <li class="card">
      <div class="row apart">
        <h2>{line.name}</h2>
        <span class={line.state === 'confirmed' ? 'small soft' : 'small look-ink'}>{stateText(line)}</span>
      </div>
      <dl class="facts">
        {facts(line).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Sources text={line.source} own={line.key === 'own'} />
      {onConfirm && line.state !== 'confirmed' && (
        <div class="row">
          <Button kind="outline" onClick={onConfirm}>
            {t(line.dial ? 'lines.confirm' : 'lines.confirm_texted')}
            <span class="sr-only">: {line.name}</span>
          </Button>
        </div>
      )}
    </li>
  );
}

function stateText(line: LineView): string {
  if (line.state === 'unconfirmed' || line.confirmed_at === null) return t('lines.state_unconfirmed');
  const day = datedDay(dayIn(clinicZone(), new Date(line.confirmed_at)));
  return t(`lines.state_${line.state}`, { name: line.confirmed_by ?? '', day });
}

function facts(line: LineView): [string, string][] {
  const found: [string, string | null][] = [
    [t('lines.call'), line.dial],
    [t('lines.text_to'), line.sms && line.sms_keyword ? t('lines.text_word', { word: line.sms_keyword, number: line.sms }) : line.sms],
    [t('lines.chat'), line.chat_url && new URL(line.chat_url).host],
    [t('lines.hours'), line.hours],
    [t('lines.languages'), line.languages.map(languageName).join(', ')],
  ];
  return found.filter((fact): fact is [string, string] => Boolean(fact[1]));
}

/** So that whoever confirms a line can look where its number comes from. */
function Sources({ text, own }: { text: string; own: boolean }) {
  if (own) return null;
  return (
    <details class="small">
      <summary>{t('lines.source')}</summary>
      <ul class="plan-lines">
        {sourcesIn(text).map((source) => (
          <li key={source.text}>
            {source.text}
            {source.url && (
              <>
                {' '}
                <a href={source.url} target="_blank" rel="noopener noreferrer">
                  {t('lines.open_source')}
                </a>
              </>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
