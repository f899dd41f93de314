import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'

/** Everything in one folder: dist/ runs with Node alone, without node_modules. */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node20',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: {
        main: 'src/main.ts',
        'admin-create': 'src/cli/admin-create.ts',
        sweep: 'src/cli/sweep.ts',
      },
      external: [...builtinModules, /^node:/, 'pg-native'],
      output: { format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, target: 'node' },
})
