import type { components } from '../../api/schema';
import type { AlertView } from '../../api/types';

type Theirs = components['schemas'];

export type Alert = Theirs['AlertView'] & Pick<AlertView, 'state'>;
export type AlertDetail = Theirs['AlertDetail'] & Pick<AlertView, 'state'>;
export type Told = Theirs['ToldView'];
export type Change = Theirs['ChangeView'];

export type Reach = Theirs['ReachView'];
export type Reachable = Theirs['PersonReach'];
