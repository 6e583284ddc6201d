/** `ganymede setup`: builds the native part, where this is a clone that can. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'

import { defineCommand, option, toggle } from '../cli/command.js'
import { oneOf } from '../cli/values.js'
import { GanymedeError } from '../errors.js'

const parts = ['packages', 'libtorch', 'native', 'build'] as const

export const setupCommand = defineCommand({
  name: 'setup',
  group: 'Prepare',
  summary: 'Find libtorch and build the native part against it; does only what is missing.',
  options: {
    only: option('<part>', `One part alone: ${parts.join(', ')}`, oneOf(parts), { choices: parts }),
    force: toggle('Do everything again, also what is up to date.'),
  },
  examples: [
    { command: 'ganymede setup', text: 'after cloning, or after libtorch has changed' },
    { command: 'LIBTORCH=~/libtorch ganymede setup', text: 'with a libtorch of your own' },
  ],
  async run({ options: { only, force }, output }) {
    const script = fileURLToPath(new URL('../../../../scripts/setup.mjs', import.meta.url))
    if (!fs.existsSync(script)) {
      throw new GanymedeError('TORCH_MISSING', 'this copy of Ganymede has no set-up scripts', {
        lines: [`looked for ${script}`],
        remedy: 'Use a clone of the repository, and run there: npm run setup',
      })
    }
    const words = [
      ...(only === undefined ? [] : ['--only', only]),
      ...(force ? ['--force'] : []),
      ...(output.isQuiet || output.isJson ? ['--quiet'] : []),
      ...(output.isVerbose ? ['--verbose'] : []),
    ]
    // What it prints is news for people; stdout is kept for results.
    const child = spawn(process.execPath, [script, ...words], { stdio: ['inherit', 2, 'inherit'] })
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', (exit, signal) => resolve(signal === null ? (exit ?? 1) : 130))
    })
    output.json({ done: code === 0 })
    return code
  },
})
