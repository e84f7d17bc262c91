import { effect, signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];
const STORED = 'theme';
const GROUND = { light: '#f6f5f1', dark: '#12151a' };

export const theme = signal<Theme>('auto');

/** By preference unless chosen here. Only the choice is stored, so that "as the device" keeps following the device. */
export function startTheme(): void {
  const stored = localStorage.getItem(STORED);
  theme.value = THEMES.find((known) => known === stored) ?? 'auto';
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const systemDark = signal(prefersDark.matches);
  prefersDark.addEventListener('change', (event) => {
    systemDark.value = event.matches;
  });
  effect(() => {
    const shown = theme.value === 'auto' ? (systemDark.value ? 'dark' : 'light') : theme.value;
    document.documentElement.dataset.theme = shown;
    document.querySelector('meta[name=theme-color]')?.setAttribute('content', GROUND[shown]);
  });
}

export function chooseTheme(next: Theme): void {
  theme.value = next;
  if (next === 'auto') localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, next);
}
