import type { Filled } from './contract';
import type { components } from './schema';
import type { Guidance, Saved } from './types';

/** Forms, therapy pages and what surrounds a session, as they travel: the names that the server gives them. */
type Theirs = components['schemas'];

export type InstrumentView = Theirs['InstrumentView'];
export type DueMeasure = Theirs['DueMeasure'];
export type MeasurePut = Filled<Theirs['MeasurePut']>;
export type MeasureView = Theirs['MeasureView'];
export type MeasureSaved = Saved<MeasureView>;

export type FormView = Theirs['FormView'];
export type FieldView = Theirs['FieldView'];
export type HomeworkView = Theirs['HomeworkView'];
export type PagePut = Filled<Theirs['TherapyPagePut']>;
export type PageView = Omit<Theirs['PageView'], 'form' | 'audience'> & Pick<PagePut, 'form' | 'audience'>;
export type PageSaved = Saved<PageView>;

export type PreSession = Theirs['PreSession'];
export type PreSessionGiven = Theirs['PreSessionGiven'];
export type PreSessionAnswer = Filled<Theirs['PreSessionAnswer']>;
export type PreSessionPut = Filled<Theirs['PreSessionPut']>;
export type PreSessionSaved = Omit<Theirs['PreSessionSaved'], 'guidance'> & { guidance: Guidance };
