import type { MeasurePut, PagePut, PreSessionPut } from '../api/care';
import type { SafetyPlanPut } from '../api/plan';
import type { CheckInPut, Day, Id, SideEffectPut } from '../api/types';
import { database, type OutboxRecord } from './database';
import { seal, unseal } from './seal';

/** What the server said about a write that it will not take as it is. */
export interface Refusal {
  slug: string;
  detail: string;
  limit: number | string | null;
}

interface Common {
  /** The hotline was already shown on this phone for these words. */
  hotline_shown: boolean;
  refusal: Refusal | null;
}

export type Write =
  | (Common & { kind: 'check_in'; day: Day; body: CheckInPut })
  | (Common & { kind: 'side_effect'; report_id: Id; body: SideEffectPut })
  | (Common & { kind: 'measure'; measure_id: Id; body: MeasurePut })
  | (Common & { kind: 'page'; page_id: Id; body: PagePut })
  | (Common & { kind: 'pre_session'; session_id: Id; day: Day; body: PreSessionPut })
  | (Common & { kind: 'safety_plan'; body: SafetyPlanPut });

/** What the server answers with guidance. A safety plan is the person's own and answered with nothing. */
export type Entry = Exclude<Write, { kind: 'safety_plan' }>;

export interface Waiting {
  revision_id: Id;
  account_id: Id;
  state: OutboxRecord['state'];
  write: Write;
}

const purpose = (record: { revision_id: string; account_id: string }) => `outbox:${record.account_id}:${record.revision_id}`;

/**
 * Resolves when the write is on the disk (the transaction's `oncomplete`, durability strict): this is the moment at which
 * the screen may say "Saved on this phone". `replaces` goes in the same transaction, so that a mended entry never exists
 * twice or not at all.
 */
export async function keep(account_id: Id, write: Write, replaces: Id | null = null): Promise<void> {
  const revision_id = write.body.revision_id;
  const sealed = await seal(wellFormed(write), purpose({ revision_id, account_id }));
  const transaction = (await database()).transaction('outbox', 'readwrite', { durability: 'strict' });
  await transaction.store.put({ revision_id, account_id, state: 'waiting', sealed });
  if (replaces !== null) await transaction.store.delete(replaces);
  await transaction.done;
}

/** A keyboard or a cut through an emoji can leave half of a character in a text. The server refuses what UTF-8 cannot write. */
function wellFormed(write: Write): Write {
  return JSON.parse(JSON.stringify(write, (_, value) => (typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : value)));
}

/** Everything of one account, oldest first: revision ids sort by the time they were made. */
export async function waiting(account_id: Id): Promise<Waiting[]> {
  const records = await (await database()).getAllFromIndex('outbox', 'account_id', account_id);
  records.sort((a, b) => (a.revision_id < b.revision_id ? -1 : 1));
  return Promise.all(records.map(async (record) => ({ ...record, write: await unseal<Write>(record.sealed, purpose(record)) })));
}

/** The server has it. */
export async function sent(revision_id: Id): Promise<void> {
  const transaction = (await database()).transaction('outbox', 'readwrite', { durability: 'strict' });
  await transaction.store.delete(revision_id);
  await transaction.done;
}

/** The server will not take it as it is: it stays here, whole, until the person mends or discards it. */
export async function needsAttention(item: Waiting, refusal: Refusal): Promise<void> {
  const sealed = await seal({ ...item.write, refusal }, purpose(item));
  const transaction = (await database()).transaction('outbox', 'readwrite', { durability: 'strict' });
  await transaction.store.put({ revision_id: item.revision_id, account_id: item.account_id, state: 'attention', sealed });
  await transaction.done;
}

/** Only on the person's word. */
export const discard = sent;

/** How many writes of other accounts wait on this phone. They are sent when their person signs in again. */
export async function waitingForOthers(account_id: Id): Promise<number> {
  const store = await database();
  return (await store.count('outbox')) - (await store.countFromIndex('outbox', 'account_id', account_id));
}
