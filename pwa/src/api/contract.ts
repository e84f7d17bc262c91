import type { Summary } from '../staff/numbers';
import type * as Plan from './plan';
import type { components } from './schema';
import type * as Ours from './types';

/**
 * Holds the names in types.ts to what the server says of itself (schema.d.ts, generated). Types only: when an answer
 * lacks a field that the apps read, or a body that they send does not fit, `tsc` fails here.
 */
type Theirs = components['schemas'];

/** The server describes some closed sets of words as plain strings; the shape is what is compared. */
type Loose<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends readonly (infer Item)[]
        ? Loose<Item>[]
        : T extends object
          ? { [Key in keyof T]: Loose<T[Key]> }
          : T;

/** Every field of ours is in the answer, with a type that we can read. */
type Answers<Server, Client> = Loose<Server> extends Loose<Client> ? true : { server: Loose<Server>; client: Loose<Client> };
/** Every body that we send is one that the server takes. */
type Takes<Server, Client> = Loose<Client> extends Loose<Server> ? true : { server: Loose<Server>; client: Loose<Client> };

/** A body of ours that the server also answers with: what may be left out of the one is always in the other. */
export type Filled<T> = T extends readonly (infer Item)[]
  ? Filled<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Filled<Exclude<T[Key], undefined>> }
    : T;

/** The document says of a tuple that it holds anything, so what is in the lists of `crisis` is compared by itself. */
type Account = Omit<Theirs['AccountView'], 'clinic'> & { clinic: Omit<Theirs['ClinicView'], 'crisis'> };

type Held<Checks extends Record<string, true>> = Checks;

export type Contract = Held<{
  account: Answers<Account, Ours.AccountView>;
  own_line: Answers<Filled<Theirs['OwnLine']>, Plan.OwnLine>;
  clinic_word: Answers<Theirs['ClinicWord'], Plan.ClinicWord>;
  demo: Answers<Theirs['DemoView'], Ours.DemoView>;
  look_up: Answers<Theirs['InvitationView'], Ours.InvitationLookUp>;
  acceptance: Takes<Theirs['Acceptance'], Ours.Acceptance>;
  today: Answers<Theirs['Today'], Ours.TodayView>;
  check_ins: Answers<Theirs['CheckInList'], Ours.CheckInList>;
  check_in_put: Takes<Theirs['CheckInPut'], Ours.CheckInPut>;
  check_in_saved: Answers<Theirs['CheckInSaved'], Ours.CheckInSaved>;
  side_effect_put: Takes<Theirs['SideEffectPut'], Ours.SideEffectPut>;
  side_effect_saved: Answers<Theirs['SideEffectSaved'], Ours.SideEffectSaved>;
  side_effect: Answers<Theirs['SideEffectView'], Ours.SideEffectView>;
  safety_plan: Answers<Filled<Theirs['CurrentPlan']>, Plan.CurrentPlan>;
  safety_plan_put: Takes<Theirs['SafetyPlanPut'], Plan.SafetyPlanPut>;
  safety_plan_saved: Answers<Filled<Theirs['SafetyPlanSaved']>, Plan.PlanSaved>;
  session: Answers<Theirs['SessionView'], Ours.SessionView>;
  settings: Answers<Filled<Theirs['OwnSettings']>, Ours.SettingsView>;
  settings_put: Takes<Theirs['OwnSettings'], Ours.SettingsView>;
  reader: Answers<Theirs['Reader'], Ours.Reader>;
  subscription: Takes<Theirs['Subscription'], Ours.PushSubscriptionBody>;
  import_preview: Answers<Filled<Theirs['ImportPreview']>, Ours.ImportPreview>;
  import_mapping: Takes<Theirs['DiaryMapping'], Ours.DiaryMapping>;
  summary: Answers<Filled<Theirs['Summary']>, Summary>;
  import_result: Answers<Theirs['ImportResult'], Ours.ImportResult>;
}>;
