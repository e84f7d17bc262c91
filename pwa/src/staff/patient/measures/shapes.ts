/** Scores and instruments as the server describes them. */
import type { Filled } from '../../../api/contract';
import type { components } from '../../../api/schema';

type Theirs = components['schemas'];

export type MeasureView = Filled<Theirs['MeasureView']>;
export type InstrumentView = Filled<Theirs['InstrumentView']>;
export type ClinicScorePut = Theirs['ClinicScorePut'];
