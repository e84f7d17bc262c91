import { useState } from 'preact/hooks';
import { post } from '../../api/client';
import type { AccountView, CourseView, Id, PatientView } from '../../api/types';
import { shortDay } from '../../i18n/dates';
import { Button, Dialog, ProblemNotice, TextArea } from '../../ui';
import { useDraft } from '../draft';
import { useAction } from '../load';
import { t } from '../strings';
import { lazy } from '../ui/lazy';
import { sessionName, sessionTime } from '../words/sessions';

interface Props {
  me: AccountView;
  patient: PatientView;
  onChange: () => void;
}

interface StartProps {
  patientId: Id;
  onClose: () => void;
  onDone: () => void;
}

const StartCourse = lazy<StartProps>('start course', async () => (await import('./parts')).StartCourse);

export function Courses({ me, patient, onChange }: Props) {
  const [starting, setStarting] = useState(false);
  const clinician = me.role === 'clinician';
  return (
    <section class="card">
      <h2>{t('course.title')}</h2>
      {patient.courses.length === 0 && <p class="soft">{t('course.none')}</p>}
      {patient.courses.map((course) => (
        <Course key={course.course_id} course={course} patient={patient} mayEnd={clinician} onChange={onChange} />
      ))}
      {clinician && !starting && (
        <div class="row">
          <Button kind={patient.courses.length === 0 ? 'primary' : 'outline'} onClick={() => setStarting(true)}>
            {t('course.start')}
          </Button>
        </div>
      )}
      {starting && (
        <StartCourse
          patientId={patient.patient_id}
          onClose={() => setStarting(false)}
          onDone={() => {
            setStarting(false);
            onChange();
          }}
        />
      )}
    </section>
  );
}

function Course({
  course,
  patient,
  mayEnd,
  onChange,
}: {
  course: CourseView;
  patient: PatientView;
  mayEnd: boolean;
  onChange: () => void;
}) {
  const [ending, setEnding] = useState(false);
  return (
    <div class="stack tight course">
      <h3>{course.name}</h3>
      <p class="soft">
        {t('course.done', { done: course.sessions_done, total: course.sessions_total })},{' '}
        {t('course.since', { day: shortDay(course.started_on) })}
      </p>
      {course.ended_on && <p>{t('patient.course_ended', { name: course.name, day: shortDay(course.ended_on) })}</p>}
      {course.next && <p>{t('course.next', { session: sessionName(course.next), when: sessionTime(course.next) })}</p>}
      {mayEnd && !course.ended_on && (
        <div class="row">
          <Button kind="plain" onClick={() => setEnding(true)}>
            {t('course.end')}
            <span class="sr-only">: {course.name}</span>
          </Button>
        </div>
      )}
      {ending && (
        <EndCourse
          course={course}
          patient={patient}
          onClose={() => setEnding(false)}
          onDone={() => {
            setEnding(false);
            onChange();
          }}
        />
      )}
    </div>
  );
}

function EndCourse({
  course,
  patient,
  onClose,
  onDone,
}: {
  course: CourseView;
  patient: PatientView;
  onClose: () => void;
  onDone: () => void;
}) {
  const reason = useDraft(`end ${course.course_id}`);
  const [missing, setMissing] = useState(false);
  const saving = useAction();
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    setMissing(reason.text.trim() === '');
    if (reason.text.trim() === '') return;
    const path = `/api/patients/${patient.patient_id}/courses/${course.course_id}/end`;
    if (!(await saving.run(() => post(path, { reason: reason.text.trim() })))) return;
    reason.done();
    onDone();
  };
  return (
    <Dialog title={t('course.end_title', { name: course.name })} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void onSubmit(event)} noValidate>
        <p>{t('course.end_text')}</p>
        <TextArea
          label={t('course.end_reason')}
          value={reason.text}
          onInput={reason.set}
          error={missing && reason.text.trim() === '' ? t('form.needed') : null}
        />
        {saving.error !== null && <ProblemNotice error={saving.error} />}
        <div class="row">
          <Button kind="primary" type="submit" busy={saving.busy}>
            {t('course.end')}
          </Button>
          <Button kind="outline" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
