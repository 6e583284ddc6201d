import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { findConfigFile, loadConfigFile, parseConfig } from '../../src/options/config-file.js'
import { resolveOptions } from '../../src/options/resolve-options.js'
import { exampleSystem } from './example-system.js'

function write(name: string, content: string): string {
  const file = path.join(temporaryFolder(), name)
  fs.writeFileSync(file, content)
  return file
}

describe('loadConfigFile', () => {
  it('loads TypeScript that imports Ganymede, without a build and without writing anything', async () => {
    const file = write(
      'ganymede.config.ts',
      `import { dcgan, defineConfig, images } from '@ganymede/toolkit'
       const steps: number = 700
       export default defineConfig({
         model: dcgan({ size: 32, lrG: 1e-4 }),
         data: images('./photos', { flip: true }),
         train: { steps, seed: 4 },
         name: 'cats',
         runs: 'results',
       })`,
    )
    const config = await loadConfigFile(file, { '@ganymede/toolkit': () => import('../../src/index.js') })
    const folder = path.dirname(file)
    expect(config).toMatchObject({ system: 'dcgan', name: 'cats', runs: path.join(folder, 'results') })
    expect(Object.fromEntries(config.options.map((one) => [one.path, one.value]))).toEqual({
      'model.size': 32,
      'model.lrG': 1e-4,
      'data.path': path.join(folder, 'photos'),
      'data.flip': true,
      'train.steps': 700,
      'train.seed': 4,
    })
    expect(config.options.every(({ source, origin }) => source === 'config' && origin === 'ganymede.config.ts')).toBe(
      true,
    )
    expect(fs.readdirSync(folder)).toEqual(['ganymede.config.ts'])
  })

  it('loads JSON, with short forms for system and data', async () => {
    const file = write('c.json', JSON.stringify({ model: 'example', data: 'builtin:glyphs', preset: 'demo' }))
    const { system, preset, options } = await loadConfigFile(file)
    expect([system, preset]).toEqual(['example', 'demo'])
    expect(resolveOptions(exampleSystem, { preset, config: options }).options.train.steps).toBe(100)
  })

  it('reads a file again that has changed', async () => {
    const file = write('c.ts', 'export default { train: { steps: 1 } }')
    expect((await loadConfigFile(file)).options[0]?.value).toBe(1)
    fs.writeFileSync(file, 'export default { train: { steps: 2 } }')
    expect((await loadConfigFile(file)).options[0]?.value).toBe(2)
  })

  it('refuses a file that is missing, broken or empty', async () => {
    await expect(loadConfigFile('/nowhere/ganymede.config.ts')).rejects.toMatchObject({ code: 'CONFIG_NOT_FOUND' })
    await expect(loadConfigFile(write('c.json', '{"model": }'))).rejects.toMatchObject({ code: 'CONFIG_NOT_FOUND' })
    await expect(loadConfigFile(write('c.ts', 'export default {'))).rejects.toMatchObject({
      code: 'CONFIG_NOT_FOUND',
      remedy: expect.stringContaining('Mend the file'),
    })
    await expect(loadConfigFile(write('c.ts', 'throw new Error("no cats today")'))).rejects.toMatchObject({
      lines: [expect.stringContaining('no cats today')],
    })
    await expect(loadConfigFile(write('c.ts', 'export const x = 1'))).rejects.toThrow()
  })
})

describe('parseConfig', () => {
  it('tells everything that is wrong with the shape at once', () => {
    const content = { modle: {}, train: 3, name: 7, model: { system: 1 }, data: { kind: 'sounds', path: 'x' } }
    expect(() => parseConfig(content, 'c.json')).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        lines: [
          'modle does not exist. Did you mean model?   (c.json)',
          'model.system must be the name of a system, got 1   (c.json)',
          'data.kind must be images, pairs or domains, got "sounds"   (c.json)',
          'train must be an object, got 3   (c.json)',
          'name must be text, got 7   (c.json)',
        ],
      }),
    )
  })

  it('keeps paths of built-in data as they are', () => {
    const { options } = parseConfig({ data: 'builtin:glyphs' }, 'c.json')
    expect(options).toEqual([{ path: 'data.path', value: 'builtin:glyphs', source: 'config', origin: 'c.json' }])
  })
})

describe('findConfigFile', () => {
  it('finds a file by its name, TypeScript first', () => {
    const folder = temporaryFolder()
    expect(findConfigFile(folder)).toBeUndefined()
    fs.writeFileSync(path.join(folder, 'ganymede.config.json'), '{}')
    fs.writeFileSync(path.join(folder, 'ganymede.config.ts'), '')
    expect(findConfigFile(folder)).toBe(path.join(folder, 'ganymede.config.ts'))
  })
})
