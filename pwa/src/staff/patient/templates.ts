import { signal } from '@preact/signals';
import type { Template } from './plan';

/** The course templates, fetched when a course is started. Null until they are here: then there is no preview yet. */
export const templates = signal<Template[] | null>(null);

export async function loadTemplates(): Promise<void> {
  const { default: data } = (await import('../../../../clinical/protocols.json')) as unknown as { default: { templates: Template[] } };
  templates.value = data.templates;
}
