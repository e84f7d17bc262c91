import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { clinicalData } from './clinicalData';

/** Chunks that only staff load get a folder of their own, so that a patient's phone does not precache them. */
const isStaff = (id: string | null | undefined) => id?.includes('/src/staff/') ?? false;
const chunkName = (chunk: { name: string; facadeModuleId: string | null; moduleIds?: string[] }) =>
  chunk.name === 'staff' || isStaff(chunk.facadeModuleId) || (chunk.moduleIds?.every(isStaff) ?? false)
    ? 'assets/staff/[name]-[hash].js'
    : 'assets/[name]-[hash].js';

const API = process.env.API_URL ?? 'http://127.0.0.1:8000';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { patient: 'index.html', staff: 'staff.html' },
      output: { entryFileNames: chunkName, chunkFileNames: chunkName },
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
        globIgnores: ['assets/staff/**', 'staff.html'],
      },
    }),
  ],
  test: { include: ['test/**/*.test.ts', 'test/**/*.test.tsx', 'src/staff/**/*.test.ts'] },
} as Parameters<typeof defineConfig>[0]);
