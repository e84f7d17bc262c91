/** Therapy pages and homework as the server describes them. */
import type { Filled } from '../../../api/contract';
import type { components } from '../../../api/schema';

type Theirs = components['schemas'];

export type FormView = Filled<Theirs['FormView']>;
export type FieldView = FormView['fields'][number];
export type PageView = Filled<Theirs['PageView']>;
export type HomeworkView = Filled<Theirs['HomeworkView']>;
