import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { clinicalData } from './clinicalData.ts';

/** Chunks that only staff load get a folder of their own, so that a patient's phone does not precache them. */
const isStaff = (id: string | null | undefined) => id?.includes('/src/staff/') ?? false;
const chunkName = (chunk: { name: string; facadeModuleId: string | null; moduleIds?: string[] }) =>
  chunk.name === 'staff' || isStaff(chunk.facadeModuleId) || (chunk.moduleIds?.every(isStaff) ?? false)
    ? 'assets/staff/[name]-[hash].js'
    : 'assets/[name]-[hash].js';

/** Both apps need it on every start. */
const CORE =
  /node_modules\/(@?preact)|vite\/preload-helper|\/pwa\/src\/(ui|session|api)\/|\/pwa\/src\/(store\/uuid7|sync\/stamp|i18n\/(i18n|dates|common\/index))\.ts/;
/** The patient's app needs it on every start: the outbox, the state of the journal, the parts of its first screens. */
const JOURNAL =
  /node_modules\/idb|\/clinical\/crisis\/(hotlines|words)\.json|\/pwa\/src\/crisis\/(hotline|directory)\.ts|\/pwa\/src\/(store|sync|worker\/register)|\/pwa\/src\/patient\/(state|parts\/(Screen|NoteField|SyncLine|Guidance|Lines|links|lazy|Navigation|Update)|messages\/index|crisis|effects|words|push|install|settings\/change)/;
/** Words in both languages, apart from the screens that show them. */
const AROUND_SESSIONS = /\/clinical\/(pre_session|after_care)\.json/;

const API = process.env.API_URL ?? 'http://127.0.0.1:8000';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { patient: 'index.html', staff: 'staff.html' },
      output: {
        entryFileNames: chunkName,
        chunkFileNames: chunkName,
        // Two files for what every start needs, instead of a dozen small ones: a slow network pays per file.
        codeSplitting: {
          groups: [
            { name: 'core', test: CORE },
            { name: 'journal', test: JOURNAL },
            { name: 'around_sessions', test: AROUND_SESSIONS },
          ],
        },
      },
    },
  },
  // The data files of clinical/ are one source for server and browser.
  server: { fs: { allow: ['..'] }, proxy: { '/api': API, '/health': API } },
  plugins: [
    clinicalData(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/worker',
      filename: 'sw.ts',
      injectRegister: null,
      manifest: false,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,png,webmanifest}'],
        globIgnores: ['assets/staff/**', 'assets/staff-*.css', 'staff.html'],
      },
    }),
  ],
  test: { setupFiles: ['test/setup.ts'], include: ['test/**/*.test.ts', 'test/**/*.test.tsx', 'src/staff/**/*.test.ts'] },
} as Parameters<typeof defineConfig>[0]);
