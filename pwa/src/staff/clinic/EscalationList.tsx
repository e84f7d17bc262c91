import { useState } from 'preact/hooks';
import { Button, Select } from '../../ui';
import type { Reachable } from '../alerts/shapes';
import { t } from '../strings';
import { moved } from './order';
import type { Escalation, When } from './shapes';

type People = Escalation['people'];

interface Props {
  people: People;
  staff: Reachable[];
  mayChange: boolean;
  onChange: (people: People) => void;
}

const MOST = 20;

export function EscalationList({ people, staff, mayChange, onChange }: Props) {
  const [told, setTold] = useState('');
  const change = (next: People, sentence: string) => {
    onChange(next);
    setTold(sentence);
  };
  const move = (person: People[number], by: -1 | 1) => {
    const next = moved(people, person.account_id, by);
    change(next, t('escalation.moved', { name: person.name, n: next.indexOf(person) + 1, of: next.length }));
  };
  return (
    <section class="card">
      <h2>{t('escalation.people')}</h2>
      {people.length === 0 && <p>{t('escalation.nobody')}</p>}
      <ol class="bare rows">
        {people.map((person, index) => (
          <Row
            key={person.account_id}
            person={person}
            place={index + 1}
            of={people.length}
            reach={staff.find((each) => each.account_id === person.account_id)}
            mayChange={mayChange}
            onMove={(by) => move(person, by)}
            onWhen={(when) => onChange(people.map((each) => (each === person ? { ...each, when } : each)))}
            onRemove={() =>
              change(
                people.filter((each) => each !== person),
                t('escalation.removed', { name: person.name }),
              )
            }
          />
        ))}
      </ol>
      <p class="sr-only" role="status">
        {told}
      </p>
      {mayChange && people.length < MOST && (
        <Add
          staff={staff.filter((person) => !people.some((each) => each.account_id === person.account_id))}
          onAdd={(person) => change([...people, person], t('escalation.added', { name: person.name }))}
        />
      )}
    </section>
  );
}

interface RowProps {
  person: People[number];
  place: number;
  of: number;
  reach: Reachable | undefined;
  mayChange: boolean;
  onMove: (by: -1 | 1) => void;
  onWhen: (when: When) => void;
  onRemove: () => void;
}

const WHENS: readonly When[] = ['always', 'day', 'on_call'];

function Row({ person, place, of, reach, mayChange, onMove, onWhen, onRemove }: RowProps) {
  const { name } = person;
  return (
    <li class="listed">
      <div>
        <p>
          <span class="numbers soft">{place}.</span> <strong>{name}</strong>{' '}
          <span class="soft small">{mayChange ? '' : t(`escalation.when_${person.when}`)}</span>
        </p>
        {reach && !reach.reachable && <p class="small look-ink">{t('escalation.unreachable')}</p>}
      </div>
      {mayChange && (
        <div class="listed-change">
          <label>
            <span class="sr-only">{t('escalation.when_of', { name })}</span>
            <select class="input" value={person.when} onChange={(event) => onWhen(event.currentTarget.value as When)}>
              {WHENS.map((when) => (
                <option key={when} value={when}>
                  {t(`escalation.when_${when}`)}
                </option>
              ))}
            </select>
          </label>
          {/* Not disabled at the ends: a disabled button would drop the focus of whoever moves a person there. */}
          <Button kind="outline" label={t('escalation.up_label', { name })} class={place === 1 ? 'spent' : ''} onClick={() => onMove(-1)}>
            {t('escalation.up')}
          </Button>
          <Button kind="outline" label={t('escalation.down_label', { name })} class={place === of ? 'spent' : ''} onClick={() => onMove(1)}>
            {t('escalation.down')}
          </Button>
          <Button kind="plain" label={t('escalation.remove_label', { name })} onClick={onRemove}>
            {t('common.remove')}
          </Button>
        </div>
      )}
    </li>
  );
}

function Add({ staff, onAdd }: { staff: Reachable[]; onAdd: (person: People[number]) => void }) {
  const [chosen, setChosen] = useState('');
  const person = staff.find((each) => each.account_id === chosen);
  const add = () => {
    if (!person) return;
    onAdd({ account_id: person.account_id, name: person.name, role: person.role, when: 'always' });
    setChosen('');
  };
  if (staff.length === 0) return null;
  return (
    <div class="add-line">
      <Select
        label={t('escalation.add')}
        value={chosen}
        onChange={setChosen}
        options={[
          { value: '', label: t('escalation.choose') },
          ...staff.map(({ account_id, name }) => ({ value: account_id, label: name })),
        ]}
      />
      <Button disabled={!person} onClick={add}>
        {t('common.add')}
      </Button>
    </div>
  );
}
