import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readPngText } from '@ganymede/runs/sheets'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { loadModel } from '../../src/api/load-model.js'
import { readingPictures } from '../../src/api/load-translator.js'
import { MadePicture } from '../../src/api/made-picture.js'
import { failureOf, smallRun } from '../training/fixtures/small-run.js'

const grey = new MadePicture({ width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 200) }, 'a test')
const colour = new MadePicture({ width: 1, height: 2, channels: 3, data: Uint8Array.of(1, 2, 3, 4, 5, 6) }, 'a test')

describe('a picture from code', () => {
  it.each([grey, colour])('is saved losslessly as PNG and WebP, into folders that are made', async (picture) => {
    const folder = temporaryFolder()
    for (const [name, quality] of [['a.png', 95] as const, ['A.WEBP', 100] as const]) {
      const file = path.join(folder, 'new', 'place', name)
      expect(await picture.save(file, { quality })).toBe(file)
      const { data, info } = await sharp(file)
        .toColourspace(picture.channels === 1 ? 'b-w' : 'srgb')
        .raw()
        .toBuffer({ resolveWithObject: true })
      expect([info.width, info.height, [...data]]).toEqual([picture.width, picture.height, [...picture.data]])
    }
    const jpeg = path.join(folder, 'a.jpg')
    await picture.save(jpeg)
    expect((await sharp(jpeg).metadata()).format).toBe('jpeg')
  })

  it('is a PNG in memory that says what it is', async () => {
    const text = readPngText(await colour.png())
    expect([text.get('Software'), text.get('Description')]).toEqual([expect.stringContaining('Ganymede'), 'a test'])
  })

  it('is RGBA for a canvas, opaque or with its own opacity', () => {
    expect(grey.toImageData()).toEqual({
      width: 2,
      height: 1,
      data: Uint8ClampedArray.of(0, 0, 0, 255, 200, 200, 200, 255),
      colorSpace: 'srgb',
    })
    expect([...colour.toImageData().data]).toEqual([1, 2, 3, 255, 4, 5, 6, 255])
    const alpha = (channels: 2 | 4, ...data: number[]) =>
      new MadePicture({ width: 1, height: 1, channels, data: Uint8Array.from(data) }, '').toImageData().data
    expect([...alpha(2, 9, 128)]).toEqual([9, 9, 9, 128])
    expect([...alpha(4, 1, 2, 3, 0)]).toEqual([1, 2, 3, 0])
  })

  it('refuses other endings, qualities and options by name, and writes nothing', async () => {
    const file = path.join(temporaryFolder(), 'a.tiff')
    expect((await failureOf(grey.save(file))).message).toContain('must end in .png, .jpg, .jpeg, .webp')
    expect((await failureOf(grey.save('a.png', { quality: 0 }))).message).toContain('from 1 to 100, got 0')
    expect((await failureOf(grey.save('a.png', { qualty: 3 } as object))).message).toContain('no option qualty')
    expect((await failureOf(grey.save(undefined as never))).message).toContain('file must be a text, got undefined')
    expect(existsSync(file)).toBe(false)
  })

  it('comes from translations with its input beside it', async () => {
    const translator = readingPictures({
      title: 'mirror',
      direction: 'a2b',
      inputChannels: 1,
      inputMaking: null,
      translate: async (image: MadePicture<1>) => ({
        pixels: { ...image, data: image.data.slice().reverse() },
        way: {},
      }),
    } as never)
    const [made] = await translator.translate([{ width: 2, height: 1, channels: 1, data: Uint8Array.of(1, 2) }])
    await expect(translator.translate([], { tiles: 2 } as object)).rejects.toThrow(
      'translate: there is no option tiles',
    )
    expect([...(made?.toImageData().data ?? [])]).toEqual([2, 2, 2, 255, 1, 1, 1, 255])
    expect([...(made?.input.data ?? [])]).toEqual([1, 2])
    const file = path.join(temporaryFolder(), 'made.png')
    await made?.save(file)
    expect(readPngText(readFileSync(file)).get('Description')).toBe('mirror, a2b')
  })
})

describe('a model from code', () => {
  it('makes pictures that can be saved, asks for seeds, and says by name that it was freed', async () => {
    const { run } = await smallRun(temporaryFolder(), { train: { steps: 1 } })
    const model = loadModel(run.dir)
    const sample = model.sample as (request?: unknown) => MadePicture[]
    const [picture] = sample({ seeds: [7] })
    const file = await picture?.save(path.join(run.dir, 'seven.png'))
    expect(readPngText(readFileSync(file ?? '')).get('Description')).toBe(`${run.name}, step 1, seed 7`)
    expect(model.decode(new Float32Array(8))[0]).toBeInstanceOf(MadePicture)

    expect(() => sample()).toThrow('sample: expected an object with seeds, label, labels, ema, got undefined')
    expect(() => sample({})).toThrow('sample: seeds must be a list, got undefined')
    expect(() => sample({ seeds: 7 })).toThrow('sample: seeds must be a list, got 7')
    expect(() => sample({ seeds: [0.5] })).toThrow('sample: seeds must be a list of whole numbers, got [0.5]')
    expect(() => (model.decode as (latents?: unknown) => unknown)()).toThrow('decode: latents must be a list')

    expect(() => sample({ seeds: [7], lable: 3 })).toThrow('sample: there is no option lable')
    expect(() => model.decode(new Float32Array(8), { seeds: [7] } as object)).toThrow(
      'decode: there is no option seeds',
    )
    await expect(model.translate([], null as never)).rejects.toThrow('translate: expected an object')

    const generator = model.context.networks[model.system.generator]
    model.dispose()
    model.dispose()
    const freed = expect.objectContaining({ code: 'MODEL_DISPOSED', message: expect.stringContaining(run.name) })
    expect(() => sample({ seeds: [7] })).toThrow(freed)
    expect(() => model.decode(new Float32Array(8))).toThrow(freed)
    expect(() => model.infer(() => 1)).toThrow(freed)
    expect(() => generator?.parameters()[0]?.shape).toThrow(/^the parameter "[\w.]+" of \w+ "generator" is used after/)
  })

  it('is that of the checkpoint which the commands take, unless another is asked for', async () => {
    const { run } = await smallRun(temporaryFolder(), { train: { steps: 2, checkpointEvery: 1 } })
    const pointer = path.join(run.checkpoints, 'latest')
    writeFileSync(pointer, JSON.stringify({ ...JSON.parse(readFileSync(pointer, 'utf8')), measured: true }))
    const best = { folder: 'step-000001', step: 1, metric: 'fid', value: 3 }
    writeFileSync(path.join(run.checkpoints, 'best'), JSON.stringify(best))
    const stepOf = (options?: object) => {
      const model = loadModel(run.dir, options)
      model.dispose()
      return model.step
    }
    expect([stepOf(), stepOf({ which: 'latest' }), stepOf({ which: 1 })]).toEqual([1, 2, 1])
  })
})
