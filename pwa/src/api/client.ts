import type { Hotline } from './types';

export type Slug =
  | 'not-found'
  | 'unauthenticated'
  | 'forbidden'
  | 'invalid'
  | 'conflict'
  | 'too-late'
  | 'in-future'
  | 'throttled'
  | 'too-large'
  | 'gone'
  | 'unavailable'
  | 'internal'
  | 'offline'; // ours: no answer came at all

/** What the server (or the lack of one) said went wrong. `detail` is a sentence for the person. */
export class Problem extends Error {
  readonly slug: Slug;
  readonly status: number;
  readonly detail: string;
  readonly errors: { path: string; message: string }[];
  readonly guidance: Hotline | null;
  /** For a day out of bounds: the day that would still have been taken. */
  readonly limit: number | string | null;
  readonly retryAfter: number | null;
  /** Said by our server in its own form, not by a proxy or a sign-on page on the way. */
  readonly ours: boolean;

  constructor(slug: Slug, status: number, body: Partial<ProblemBody> = {}, retryAfter: number | null = null) {
    super(body.title ?? slug);
    this.name = 'Problem';
    this.slug = slug;
    this.status = status;
    this.detail = body.detail ?? '';
    this.errors = body.errors ?? [];
    this.guidance = body.guidance ?? null;
    this.limit = body.limit ?? null;
    this.retryAfter = retryAfter;
    this.ours = body.type !== undefined;
  }
}

interface ProblemBody {
  type: string;
  title: string;
  detail: string;
  errors: { path: string; message: string }[];
  guidance: Hotline | null;
  limit: number | string | null;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Query = Record<string, string | number | null | undefined>;

const TIMEOUT_MS = 20_000;

interface Asked {
  body?: unknown;
  query?: Query;
  headers?: Record<string, string>;
}

/** One request. Resolves with the decoded body (undefined for 204), rejects with a Problem and nothing else. */
export async function request<T>(method: Method, path: string, options: Asked = {}): Promise<T> {
  const { response, text } = await ask(method, path, options);
  if (!response.ok) throw problemFrom(response, text);
  return decode<T>(response, text);
}

/** A reading with the mark that the server put on it. */
export interface Marked<T> {
  value: T;
  etag: string | null;
}

/** Null when what was read under this mark still holds: then nothing but that travels. */
export async function getUnlessSame<T>(path: string, query: Query, etag: string | null): Promise<Marked<T> | null> {
  const { response, text } = await ask('GET', path, { query, headers: etag ? { 'If-None-Match': etag } : {} });
  if (response.status === 304) return null;
  if (!response.ok) throw problemFrom(response, text);
  return { value: decode<T>(response, text), etag: response.headers.get('ETag') };
}

async function ask(method: Method, path: string, { body, query, headers }: Asked): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(path + queryString(query), {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: body === undefined ? { ...headers } : { ...headers, 'Content-Type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    setClock(response.headers.get('Date'));
    return { response, text: await response.text() };
  } catch {
    throw new Problem('offline', 0);
  }
}

let ahead_ms = 0;

function setClock(said: string | null): void {
  const at = Date.parse(said ?? '');
  if (!Number.isNaN(at)) ahead_ms = at - Date.now();
}

/** The server's clock, to the second: what is due must not depend on how this device's clock is set. */
export const serverNow = (): number => Date.now() + ahead_ms;

export const get = <T>(path: string, query?: Query) => request<T>('GET', path, query ? { query } : {});
export const post = <T>(path: string, body?: unknown) => request<T>('POST', path, { body });
export const put = <T>(path: string, body?: unknown) => request<T>('PUT', path, { body });
export const del = <T>(path: string, body?: unknown) => request<T>('DELETE', path, { body });

function queryString(query: Query | undefined): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== null && value !== undefined);
  if (pairs.length === 0) return '';
  return `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}`;
}

/** A captive portal answers 200 with HTML, a cut connection with half a document: neither is an answer of ours. */
function decode<T>(response: Response, text: string): T {
  if (text === '' && (response.status === 204 || response.status === 202)) return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Problem('offline', 0);
  }
}

const SLUG_BY_STATUS: Record<number, Slug> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  410: 'gone',
  413: 'too-large',
  422: 'invalid',
  429: 'throttled',
  503: 'unavailable',
};

function problemFrom(response: Response, text: string): Problem {
  let body: Partial<ProblemBody> = {};
  if (response.headers.get('Content-Type')?.includes('json')) {
    try {
      body = JSON.parse(text) as Partial<ProblemBody>;
    } catch {
      body = {};
    }
  }
  const named = body.type?.split('/').pop() as Slug | undefined;
  const slug = named ?? SLUG_BY_STATUS[response.status] ?? (response.status >= 500 ? 'unavailable' : 'internal');
  const wait = Number(response.headers.get('Retry-After'));
  return new Problem(slug, response.status, body, Number.isFinite(wait) && wait > 0 ? wait : null);
}
