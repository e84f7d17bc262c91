/** The page of a summary as the server describes it. */
import type { Filled } from '../../api/contract';
import type { components } from '../../api/schema';
import type { LiveStrip as Strip } from '../../api/types';
import type { Page as Frozen } from '../types';

type Theirs = components['schemas'];

export type Item9 = Theirs['Item9'];
export type TherapyPage = Filled<Theirs['PageView']>;
export type Homework = Filled<Theirs['HomeworkView']>;
export type Skills = Filled<Theirs['Skills']>;

export type LiveStrip = Omit<Strip, 'item9' | 'pre_session'> & { item9: Item9; pre_session: Filled<Theirs['PreSessionLine']> };

/** `pages`, `skills` and `homework` are for therapists, since the last appointment. `course_id`: what the numbers are about. */
export type Page = Omit<Frozen, 'live'> &
  Filled<Pick<Theirs['SummaryPage'], 'course_id' | 'other_courses' | 'pages' | 'skills' | 'homework'>> & { live: LiveStrip };
