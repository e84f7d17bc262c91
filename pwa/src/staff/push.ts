/** The one way to enrol a browser, which the patient's app has too; fetched apart, because few pages of staff need it. */
import type { PushState } from '../patient/push';

export type { PushState };

const shared = () => import('../patient/push');

export const pushState = async (): Promise<PushState> => (await shared()).pushState();
export const renew = async () => (await shared()).renew();
export const sendTest = async () => (await shared()).sendTest();

/** The worker is put on a staff computer only for notifications: the workspace itself works online. */
export async function turnOn(): Promise<PushState> {
  const { registerWorker } = await import('../worker/register');
  await registerWorker();
  return (await shared()).subscribe();
}

export async function turnOff(): Promise<PushState> {
  await (await shared()).unsubscribe();
  return 'off';
}
