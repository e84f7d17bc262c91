import type { Contact, HelpLine } from '../../api/types';
import { emergencySentence } from '../../crisis/hotline';
import { language } from '../../i18n/i18n';
import { Button, Card } from '../../ui';
import { t } from '../messages';
import { sms, tel } from './links';

/** One line: the call first and large, text and chat beside it. */
export function Line({ line, first }: { line: HelpLine; first: boolean }) {
  return (
    <Card title={line.name}>
      {line.dial && (
        <Button kind={first ? 'primary' : 'quiet'} wide href={tel(line.dial)} class="call">
          {t('help.call_number', { number: line.dial })}
        </Button>
      )}
      {(line.sms || line.chat_url) && (
        <div class="pair">
          {line.sms && (
            <Button href={sms(line.sms, line.sms_keyword)} wide>
              {line.sms_keyword
                ? t('help.text_keyword', { keyword: line.sms_keyword, number: line.sms })
                : t('help.text', { number: line.sms })}
            </Button>
          )}
          {line.chat_url && (
            <Button href={line.chat_url} wide>
              {t('help.chat')}
            </Button>
          )}
        </div>
      )}
      {line.text && <p>{line.text}</p>}
      {about(line) && <p class="soft small">{about(line)}</p>}
    </Card>
  );
}

function about(line: HelpLine): string {
  const names = new Intl.DisplayNames([language.value], { type: 'language' });
  const list = new Intl.ListFormat(language.value).format(line.languages.map((code) => names.of(code) ?? code));
  const speaks = list && t('help.speaks', { languages: list }); // of a clinic's own line, the clinic's words say it
  const hours = line.hours === '24/7' ? t('help.always') : line.hours && `${line.hours}.`;
  return [speaks, hours, line.how].filter(Boolean).join(' ');
}

/** The sentence is clinical data; the number in it can be tapped. */
export function Emergency({ number }: { number: string }) {
  const sentence = emergencySentence(language.value);
  const [before, after] = sentence.split('{emergency}');
  return (
    <div class="notice danger emergency">
      <p>
        {before}
        <a href={tel(number)}>{number}</a>
        {after}
      </p>
    </div>
  );
}

interface PeopleProps {
  contacts: readonly Contact[];
  clinicPhone: string | null;
  /** There is a safety plan to open. */
  plan: boolean;
}

/** Whom the person chose, their clinic, and their safety plan. */
export function People({ contacts, clinicPhone, plan }: PeopleProps) {
  if (contacts.length === 0 && !clinicPhone && !plan) return null;
  return (
    <Card title={contacts.length > 0 ? t('help.people') : clinicPhone ? t('help.your_clinic') : t('plan.title')}>
      <div class="pair">
        {contacts.map((contact) => (
          <Button key={contact.name + contact.dial} href={tel(contact.dial)} wide>
            {t('help.call', { name: contact.name })}
          </Button>
        ))}
        {clinicPhone && (
          <Button href={tel(clinicPhone)} wide>
            {t('help.call_clinic')}
          </Button>
        )}
      </div>
      {plan && (
        <Button href="#/plan" wide>
          {t('plan.open')}
        </Button>
      )}
    </Card>
  );
}
