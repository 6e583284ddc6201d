#!/usr/bin/env node
// The command line's entry: everything else is in src/cli.ts, compiled to dist/.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const cli = new URL('../dist/cli.js', import.meta.url)

if (existsSync(fileURLToPath(cli))) {
  const { main } = await import(cli.href)
  process.exitCode = await main(process.argv.slice(2))
} else {
  console.error(`✖ BUILD_MISSING  Ganymede has not been compiled yet
  missing  ${fileURLToPath(cli)}
  Run: npm run setup`)
  process.exitCode = 3
}
