import fs from 'node:fs'
import path from 'node:path'

import { expect, test } from 'vitest'

const sources = path.resolve(import.meta.dirname, '../../src')
const engine = path.resolve(import.meta.dirname, '../../../torch/src')

/** All modules that a file needs at run time, by following its imports; packages by their names. */
function needs(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  const text = fs.readFileSync(file, 'utf8')
  for (const [, specifier = ''] of text.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gms)) {
    if (specifier.startsWith('.')) needs(path.resolve(path.dirname(file), specifier.replace(/\.js$/, '.ts')), seen)
    else if (specifier === '@ganymede/torch/reading') needs(path.join(engine, 'reading.ts'), seen)
    else seen.add(specifier)
  }
  return seen
}

// What `ganymede runs`, `--help` and the studio use: libtorch takes a second to load and may not be there.
test.each(['run-reader', 'run-table', 'control', 'progress', 'keys', 'sheet', 'metric-legend', 'interrupts'])(
  '%s works without libtorch',
  (name) => {
    const needed = [...needs(path.join(sources, 'train', `${name}.ts`))]
    expect(needed.length).toBeGreaterThan(0)
    expect(needed.filter((module) => module.startsWith('@ganymede/'))).toEqual([])
    expect(needed).not.toContain(path.join(engine, 'load.ts'))
  },
)

test('the check sees imports of libtorch where there are any', () => {
  const files = fs.readdirSync(path.join(sources, 'nn'), { recursive: true, encoding: 'utf8' })
  const module = files.find((name) => name.endsWith('conv2d.ts'))
  expect([...needs(path.join(sources, 'nn', module ?? 'missing'))]).toContain('@ganymede/torch')
})
