import { useEffect, useState } from 'preact/hooks';
import type { Reminder } from '../../api/types';
import { weekdayName } from '../../i18n/dates';
import { Button, Card, Check, Field, Notice, problemText } from '../../ui';
import { useForm } from '../../ui/useForm';
import { t } from '../messages';
import { type PushState, pushState, sendTest, subscribe, unsubscribe } from '../push';
import { today } from '../state/journal';
import { reachedText } from '../words';
import { type Change, SettingsScreen } from './SettingsScreen';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

export function Reminders() {
  return (
    <SettingsScreen title={t('reminders.title')}>
      {(known, change) => (
        <>
          <ReminderForm key={JSON.stringify(known.reminder)} reminder={known.reminder} zone={known.zone} change={change} />
          <ThisPhone />
        </>
      )}
    </SettingsScreen>
  );
}

function ReminderForm({ reminder, zone, change }: { reminder: Reminder; zone: string; change: Change }) {
  const { form, change: set, latest } = useForm(() => reminder);
  const [quiet, setQuiet] = useState(reminder.quiet_from !== null);
  const toggle = (day: number) =>
    set({ weekdays: form.weekdays.includes(day) ? form.weekdays.filter((other) => other !== day) : [...form.weekdays, day].sort() });
  const save = (event: Event) => {
    event.preventDefault();
    const now = latest();
    const hours = quiet
      ? { quiet_from: now.quiet_from ?? '22:00', quiet_until: now.quiet_until ?? '08:00' }
      : { quiet_from: null, quiet_until: null };
    void change({ reminder: { ...now, ...hours } });
  };
  return (
    <Card>
      <form class="stack" onSubmit={save}>
        <p class="soft">{t('reminders.text')}</p>
        <Check checked={form.on} onChange={(on) => set({ on })}>
          {t('reminders.on')}
        </Check>
        {form.on && (
          <>
            <Field
              label={t('reminders.time')}
              hint={t('reminders.zone', { zone: zone.replaceAll('_', ' ') })}
              type="time"
              required
              value={form.time}
              onInput={(time) => set({ time })}
            />
            <fieldset>
              <legend>
                <strong>{t('reminders.days')}</strong>
              </legend>
              <div class="weekdays">
                {WEEKDAYS.map((day) => (
                  <label key={day}>
                    <input
                      type="checkbox"
                      checked={form.weekdays.includes(day)}
                      aria-label={weekdayName(day, 'long')}
                      onChange={() => toggle(day)}
                    />
                    <span aria-hidden="true">{weekdayName(day, 'short')}</span>
                  </label>
                ))}
              </div>
            </fieldset>
            <Check checked={quiet} onChange={setQuiet}>
              {t('reminders.quiet')}
            </Check>
            {quiet && (
              <div class="pair">
                <Field
                  label={t('reminders.quiet_from')}
                  type="time"
                  required
                  value={form.quiet_from ?? '22:00'}
                  onInput={(quiet_from) => set({ quiet_from })}
                />
                <Field
                  label={t('reminders.quiet_until')}
                  type="time"
                  required
                  value={form.quiet_until ?? '08:00'}
                  onInput={(quiet_until) => set({ quiet_until })}
                />
              </div>
            )}
          </>
        )}
        <Button kind="primary" type="submit" wide>
          {t('common.save')}
        </Button>
      </form>
    </Card>
  );
}

/** Notifications are this phone's matter: permission from a tap, and a test that shows what a lock screen will show. */
function ThisPhone() {
  const [state, setState] = useState<PushState | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => void pushState().then(setState), []);
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (problem) {
      setSaid(problemText(problem));
    }
  };
  const on = () => attempt(async () => setState(await subscribe()));
  const off = () =>
    attempt(async () => {
      await unsubscribe();
      setState(await pushState());
    });
  const test = () =>
    attempt(async () => {
      await sendTest();
      setSaid(t('push.test_sent'));
    });
  const reached = today.value?.last_reached_at;
  return (
    <Card title={t('push.title')}>
      {state && <p class="soft">{t(`push.${state}`)}</p>}
      {reached && <p class="soft">{reachedText(reached)}</p>}
      {state === 'off' && (
        <Button wide onClick={() => void on()}>
          {t('push.allow')}
        </Button>
      )}
      {state === 'on' && (
        <div class="pair">
          <Button wide onClick={() => void test()}>
            {t('push.test')}
          </Button>
          <Button wide kind="outline" onClick={() => void off()}>
            {t('push.stop')}
          </Button>
        </div>
      )}
      {said && <Notice live="polite">{said}</Notice>}
    </Card>
  );
}
