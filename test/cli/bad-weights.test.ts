/** Files of weights that are damaged, hostile or of another kind: one clear message, exit code 2, nothing written. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { pickleBytes, safetensorsBytes, text, torchArchive } from '../../packages/torch/test/files/fixtures.js'
import { checkpoints, glyphs, run, temporaryFolder, tiny } from './ganymede.js'

const float = (begin: number, end: number) => ({ dtype: 'F32', shape: [(end - begin) / 4], data_offsets: [begin, end] })
const hugeHeader = Buffer.alloc(16)
hugeHeader.writeBigUInt64LE(2n ** 62n)

const files = [
  ['overlapping offsets', 'w.safetensors', safetensorsBytes({ a: float(0, 8), b: float(4, 12) }, 12), 'overlap'],
  ['a header of 2^62 bytes', 'w.safetensors', hugeHeader, 'declares a header of 4611686018427387904 bytes'],
  ['its end cut off', 'w.safetensors', safetensorsBytes({ a: float(0, 400) }, 100), 'is truncated'],
  ['a header that is no JSON', 'w.safetensors', safetensorsBytes('{"a": [', 8), 'not valid JSON'],
  [
    'a pickle that would run a command',
    'w.pth',
    torchArchive(pickleBytes('cos\nsystem\n(', text('touch hacked'), 'tR.')),
    'names the Python function os.system, which can run code: refused',
  ],
  [
    'a pickle of a whole model',
    'w.pth',
    torchArchive(pickleBytes('c__main__\nNetwork\n)', 0x81, '.')),
    'needs the Python class __main__.Network',
  ],
  ['a zip that torch.save did not write', 'w.pth', Buffer.from('PK\x03\x04 and nothing else'), 'w.pth'],
  ['a web page in place of weights', 'w.pth', Buffer.from('<!doctype html><html></html>'), 'is a web page'],
] as const

describe('a file of weights with', () => {
  it.each(files)('%s', async (_, name, bytes, message) => {
    const cwd = temporaryFolder()
    writeFileSync(path.join(cwd, name), bytes)
    const inspected = await run(['inspect', name], { cwd })
    expect([inspected.code, inspected.stdout]).toEqual([2, ''])
    expect(inspected.stderr).toMatch(/^✖ (FILE_INVALID|FILE_UNREADABLE)/)
    expect(inspected.stderr).toContain(message)
    expect(readdirSync(cwd)).toEqual([name])
  })

  it.each([files[0], files[4]])('%s is not trained from', async (_, name, bytes, message) => {
    const cwd = temporaryFolder()
    writeFileSync(path.join(cwd, name), bytes)
    const { code, stderr } = await run(['train', 'dcgan', glyphs, ...tiny, '--from', name], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain(message)
    expect(readdirSync(cwd)).toEqual([name])
  })

  it('no tensors: shown by inspect, refused by --from', async () => {
    const cwd = temporaryFolder()
    writeFileSync(path.join(cwd, 'w.pth'), torchArchive(pickleBytes('}', text('epoch'), 'K', 3, 's.')))
    const inspected = await run(['inspect', 'w.pth'], { cwd })
    expect(inspected.code).toBe(0)
    expect(inspected.stdout).toContain('epoch: 3')
    expect(inspected.stdout).toContain('holds no tensors')
    const { code, stderr } = await run(['train', 'dcgan', glyphs, ...tiny, '--from', 'w.pth'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('no state_dict found')
    expect(readdirSync(cwd)).toEqual(['w.pth'])
  })
})

describe('inspecting what a run left', () => {
  it('lists the tensors of its checkpoint, for people and for scripts, and fine-tunes from it with frozen layers', async () => {
    const cwd = temporaryFolder()
    expect((await run(['train', 'dcgan', glyphs, ...tiny, '--steps', '1'], { cwd })).code).toBe(0)
    const people = await run(['inspect', 'latest', '--stats'], { cwd })
    expect(people.code).toBe(0)
    expect(people.stdout).toMatch(/main\.0\.weight +float32 +\[8, 8, 4, 4\] +1024 +4096/)
    const scripts = await run(['inspect', 'latest', '--json'], { cwd })
    const { files: found } = JSON.parse(scripts.stdout)
    expect(found.map(({ file }: { file: string }) => path.basename(file))).toContain('generator.safetensors')

    const checkpoint = path.join('runs', '0001-dcgan-glyphs', 'checkpoints', 'step-000001')
    const tune = ['train', 'dcgan', glyphs, ...tiny, '--steps', '1', '--name', 'tuned']
    const words = [
      ...tune,
      '--from',
      `discriminator=${checkpoint}`,
      '--freeze',
      'discriminator.main.0,generator.*.bias',
    ]
    const plan = await run([...words, '--dry-run'], { cwd })
    expect(plan.stderr).toContain('weights of discriminator from')
    const tuned = await run(words, { cwd })
    expect(tuned.code).toBe(0)
    expect(tuned.stderr).toContain('generator starts from random weights')
    expect(checkpoints(path.join(cwd, 'runs', '0002-tuned'))).toEqual(['step-000001'])

    const refused = await run([...tune, '--freeze', 'discriminator.main.99'], { cwd })
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('train.freeze: discriminator.main.99 names no parameter')
  })
})

describe('images of mixed kinds', () => {
  it('are told apart by data check, and trained on as colour or as grey', async () => {
    const cwd = temporaryFolder()
    mkdirSync(path.join(cwd, 'photos'))
    for (const [name, channels] of [
      ['a', 3],
      ['b', 3],
      ['c', 1],
      ['d', 4],
    ] as const) {
      const pixels = Buffer.alloc(24 * 24 * channels, 90)
      const image = sharp(pixels, { raw: { width: 24, height: 24, channels } })
      await (channels === 1 ? image.toColourspace('b-w') : image).png().toFile(path.join(cwd, 'photos', `${name}.png`))
    }
    const check = await run(['data', 'check', 'photos'], { cwd })
    expect(check.code).toBe(0)
    expect(check.stdout).toMatch(/2 odd in channels\n.*c\.png: grey.*\n.*d\.png: rgb\+alpha/)
    const words = ['train', 'dcgan', 'photos', ...tiny, '--steps', '1']
    const colour = await run(words, { cwd })
    expect(colour.code).toBe(0)
    expect(colour.stderr).toContain('16×16×3')
    const grey = await run([...words, '--channels', '1', '--new'], { cwd })
    expect(grey.code).toBe(0)
    expect(grey.stderr).toContain('16×16×1')
  })
})

describe('options out of range or unknown', () => {
  it.each([
    [['--batch', '0'], 'OPTION_INVALID', 'train.batch must be'],
    [['--lr-g', '7'], 'OPTION_INVALID', 'model.lrG must be'],
    [['--size', '20'], 'SIZE_UNSUPPORTED', 'model.size must be one of'],
    [['--freez', 'generator'], 'OPTION_UNKNOWN', 'Did you mean --freeze?'],
    [['--set', 'train.freez=generator'], 'OPTION_UNKNOWN', 'Did you mean train.freeze?'],
  ])('%j', async (words, code, message) => {
    const cwd = temporaryFolder()
    const result = await run(['train', 'dcgan', glyphs, ...words], { cwd })
    expect(result.code).toBe(2)
    expect(result.stderr).toContain(`✖ ${code}`)
    expect(result.stderr).toContain(message)
    expect(readdirSync(cwd)).toEqual([])
  })
})
