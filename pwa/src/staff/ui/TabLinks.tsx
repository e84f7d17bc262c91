import { useLayoutEffect, useRef } from 'preact/hooks';

interface Props {
  label: string;
  links: readonly { href: string; label: string; here: boolean }[];
}

/** Parts of a page at addresses of their own. On a narrow screen they scroll, and the one that is open is in sight. */
export function TabLinks({ label, links }: Props) {
  const bar = useRef<HTMLElement>(null);
  const open = links.find((link) => link.here)?.href;
  useLayoutEffect(() => {
    const link = bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (bar.current && link) bar.current.scrollLeft = link.offsetLeft - (bar.current.clientWidth - link.offsetWidth) / 2;
  }, [open]);
  return (
    <nav ref={bar} class="tab-links" aria-label={label}>
      {links.map((link) => (
        <a key={link.href} href={link.href} aria-current={link.here ? 'page' : undefined}>
          {link.label}
        </a>
      ))}
    </nav>
  );
}
