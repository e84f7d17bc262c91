import { locale } from '../../i18n/i18n';

export interface Source {
  text: string;
  url: string | null;
}

/** "https://a.example/page (page seen); some book": each with its first web address. Only https is followed. */
export function sourcesIn(text: string): Source[] {
  return text
    .split('; ')
    .filter(Boolean)
    .map((each) => ({ text: each, url: /https:\/\/[^\s)]+/.exec(each)?.[0] ?? null }));
}

export function languageName(code: string): string {
  return new Intl.DisplayNames([locale.value], { type: 'language' }).of(code) ?? code;
}
