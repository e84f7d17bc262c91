import { signal } from '@preact/signals';
import { EVERYWHERE } from '../../crisis/directory';

const STORED = 'help-country';

/** The country whose lines Help now shows: chosen here, and kept on this phone so that it holds signed out as well. */
export const help = {
  country: signal<string | null>(localStorage.getItem(STORED)),

  choose(country: string): void {
    help.country.value = country;
    localStorage.setItem(STORED, country);
  },

  /** From the phone's languages: "es-MX" says Mexico. */
  guess(): string {
    for (const tag of navigator.languages) {
      const region = new Intl.Locale(tag).region;
      if (region && /^[A-Z]{2}$/.test(region)) return region;
    }
    return EVERYWHERE;
  },
};
