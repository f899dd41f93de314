#!/usr/bin/env node
// Bundles the command and runs it. A TypeScript loader would stay in memory, with a thread and a compiler
// process of its own, for as long as the server runs, and would take several times as long to start.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, stop } from 'esbuild'

const dir = mkdtempSync(join(tmpdir(), 's3-local-'))
try {
  const outfile = join(dir, 's3-local.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('../src/cli.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // What comes from CommonJS packages asks for Node's modules by `require`.
    banner: {
      js: "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)",
    },
  })
  await stop()
  await import(pathToFileURL(outfile).href)
} finally {
  rmSync(dir, { recursive: true, force: true })
}
