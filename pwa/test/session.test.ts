import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { account, beforeShowing, loadAccount } from '../src/session/session';

const ANA = { account_id: 'account-ana', role: 'patient' };
const drain = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async () => Response.json(ANA));
  account.value = undefined;
});

afterEach(() => vi.useRealTimers());

test('a person is shown what is theirs only when the device has kept who they are', async () => {
  let kept: () => void = () => undefined;
  const keeper = vi.fn(() => new Promise<void>((resolve) => (kept = resolve)));
  beforeShowing(keeper);
  const loaded = loadAccount();
  await drain();
  expect(keeper).toHaveBeenCalledWith(ANA);
  expect(account.value).toBeUndefined();
  kept();
  expect(await loaded).toEqual(ANA);
  expect(account.value).toEqual(ANA);
});

test('a device that cannot keep anything shows it nevertheless', async () => {
  beforeShowing(() => Promise.reject(new DOMException('full', 'QuotaExceededError')));
  await loadAccount();
  expect(account.value).toEqual(ANA);
});

test('a device whose storage never answers shows it after a while', async () => {
  beforeShowing(() => new Promise(() => undefined));
  const loaded = loadAccount();
  await drain();
  expect(account.value).toBeUndefined();
  await vi.runAllTimersAsync();
  expect(await loaded).toEqual(ANA);
  expect(account.value).toEqual(ANA);
});
