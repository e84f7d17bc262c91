import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { go } from '../../ui/router';
import { Device } from './Device';
import { ImportDiary } from './ImportDiary';
import { People } from './People';
import { Readers } from './Readers';
import { Reminders } from './Reminders';
import { Sharing } from './Sharing';

const PAGES: Record<string, ComponentType> = {
  reminders: Reminders,
  sharing: Sharing,
  people: People,
  readers: Readers,
  device: Device,
  import: ImportDiary,
};

export function MorePage({ page }: { page: string }) {
  const Page = PAGES[page];
  useEffect(() => {
    if (!Page) go('/more', { replace: true });
  }, [Page]);
  return Page ? <Page /> : null;
}
