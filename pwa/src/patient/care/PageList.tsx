import { useEffect } from 'preact/hooks';
import { dateTime, longDay } from '../../i18n/dates';
import { Button, Card, ProblemNotice } from '../../ui';
import { t } from '../messages';
import { Screen } from '../parts/Screen';
import { isOpen } from '../state/journal';
import { PageWords } from './PageWords';
import { forms, type OwnPage, openHomework, openWording, ownPages, pages } from './state';

/** Which forms there are, what was asked for, and what was written. */
export function PageList() {
  useEffect(() => {
    void openWording();
    void pages.open();
  }, []);
  const list = forms.value?.list;
  const known = pages.known.value;
  const error = pages.error.value;
  return (
    <Screen title={t('page.title')} backTo="/" backLabel={t('tab.today')}>
      {!list &&
        (forms.error.value ? <ProblemNotice error={forms.error.value} onRetry={() => void openWording()} /> : <p>{t('common.loading')}</p>)}
      {list && (
        <Card class="list">
          {openHomework.value.map(({ homework_id, form, asked_by }) => (
            <Item
              key={homework_id}
              to={`/therapy/for/${homework_id}`}
              title={t('homework.asked_by', { name: asked_by })}
              about={list.find((each) => each.id === form)?.name ?? ''}
            />
          ))}
          {list.map(({ id, name, about }) => (
            <Item key={id} to={`/therapy/new/${id}`} title={name} about={about} />
          ))}
        </Card>
      )}
      <h2>{t('page.yours')}</h2>
      {known && !known.fresh && error && <p class="soft small">{t('common.as_of', { when: dateTime(known.at) })}</p>}
      {ownPages.value.length === 0 && <p class="soft">{t('page.none')}</p>}
      {ownPages.value.map((page) => (
        <WrittenPage key={page.page_id} page={page} />
      ))}
    </Screen>
  );
}

function Item({ to, title, about }: { to: string; title: string; about: string }) {
  return (
    <a class="item" href={`#${to}`}>
      <span>
        <strong>{title}</strong>
        <span class="soft">{about}</span>
      </span>
      <span aria-hidden="true">›</span>
    </a>
  );
}

function WrittenPage({ page }: { page: OwnPage }) {
  const form = forms.value?.list.find((each) => each.id === page.form);
  return (
    <Card class="entry">
      <div class="row apart">
        <h3 class="sentence">{longDay(page.day)}</h3>
        {isOpen(page.day) && (
          <Button kind="plain" href={`#/therapy/page/${page.page_id}`} label={`${t('common.change')}: ${form?.name ?? ''}`}>
            {t('common.change')}
          </Button>
        )}
      </div>
      <PageWords page={page} form={form} />
    </Card>
  );
}
