import { useState } from 'preact/hooks';
import { Button, Select } from '../../ui';
import { shortName } from '../patient/measures/words';
import { t } from '../strings';
import type { Protocol } from '../types';
import { CadenceForm } from './CadenceForm';
import type { SettingsProps } from './Measures';
import { type Cadence, cadenceText, NEVER, proposedFor, type Settings } from './measures';

interface Props extends SettingsProps {
  protocols: Protocol[];
}

/** When each instrument is asked in the courses of one template: as proposed, or as the clinic sets it. */
export function Cadences(props: Props) {
  const { protocols, settings } = props;
  const [chosen, setChosen] = useState('');
  const protocol = protocols.find((each) => each.id === chosen);
  const label = (each: Protocol) => (settings.cadence[each.id] ? `${each.name} (${t('care.own').toLocaleLowerCase()})` : each.name);
  return (
    <section class="card">
      <h2>{t('care.cadence')}</h2>
      <p class="soft">{t('care.cadence_text')}</p>
      <Select
        label={t('care.protocol')}
        value={chosen}
        onChange={setChosen}
        options={[{ value: '', label: t('care.choose_protocol') }, ...protocols.map((each) => ({ value: each.id, label: label(each) }))]}
      />
      {protocol && (
        <ul class="bare rows">
          {settings.asked.map((id) => (
            <li key={`${protocol.id} ${id}`}>
              <OfInstrument {...props} protocol={protocol} instrument={id} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface OneProps extends Props {
  protocol: Protocol;
  instrument: string;
}

function OfInstrument({ settings, choices, set, mayChange, protocol, instrument }: OneProps) {
  const proposed = proposedFor(choices, protocol, instrument);
  const own = settings.cadence[protocol.id]?.[instrument];
  const change = (cadence: Cadence | null) => set({ cadence: withCadence(settings, protocol.id, instrument, cadence) });
  const usual = proposed ? cadenceText(proposed.cadence, shortName) : t('care.by_instrument');
  return (
    <div class="stack tight">
      <h3>{shortName(instrument)}</h3>
      <p>
        <span class="soft">{t(own ? 'care.own' : 'care.proposed')}:</span> {own ? cadenceText(own, shortName) : usual}
      </p>
      {!own && proposed && <p class="soft small">{t('care.source', { source: proposed.sources.join('; ') })}</p>}
      {own && mayChange && (
        <CadenceForm
          cadence={own}
          others={settings.asked.filter((id) => id !== instrument && !settings.cadence[protocol.id]?.[id]?.with_instrument)}
          onChange={change}
        />
      )}
      {mayChange && (
        <div class="row">
          {own ? (
            <Button kind="plain" label={`${t('care.back_to_proposed')}: ${shortName(instrument)}`} onClick={() => change(null)}>
              {t('care.back_to_proposed')}
            </Button>
          ) : (
            <Button
              kind="outline"
              label={`${t('care.set')}: ${shortName(instrument)}`}
              onClick={() => change(proposed?.cadence ?? { ...NEVER, start: true })}
            >
              {t('care.set')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function withCadence(settings: Settings, protocol: string, instrument: string, cadence: Cadence | null): Settings['cadence'] {
  const { [instrument]: _, ...others } = settings.cadence[protocol] ?? {};
  const { [protocol]: __, ...rest } = settings.cadence;
  const set = cadence ? { ...others, [instrument]: cadence } : others;
  return Object.keys(set).length === 0 ? rest : { ...rest, [protocol]: set };
}
