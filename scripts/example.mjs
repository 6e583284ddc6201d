// Runs an example by name: `npm run example 01-first-picture`. TypeScript is loaded without a build step.
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const names = readdirSync(join(root, 'examples')).filter((name) => existsSync(join(root, 'examples', name, 'main.ts')))
const wanted = process.argv[2] ?? ''
const found = names.filter((name) => name === wanted || name.startsWith(wanted))
if (wanted === '' || found.length !== 1) {
  console.error(`Usage: npm run example <name>\nExamples: ${names.join(', ')}`)
  process.exit(2)
}
const { createJiti } = await import('jiti')
// The packages are compiled; only the example itself is not.
const jiti = createJiti(import.meta.url, {
  fsCache: false,
  tryNative: false,
  nativeModules: ['@ganymede/toolkit', '@ganymede/torch', 'sharp'],
})
await jiti.import(pathToFileURL(join(root, 'examples', found[0], 'main.ts')).href)
