import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { evaluatePairs } from '../../src/evaluate/evaluate-pairs.js'
import { findLabelColours, LabelMeter, readLabelColours } from '../../src/evaluate/label-meter.js'
import { parseLabelColours } from '../../src/metrics/support/label-colours.js'

const colours = { wall: [0, 0, 170], door: [255, 0, 0], sky: [0, 255, 255] } as const
type Name = keyof typeof colours

/** A folder of maps of 16 x 16 pixels, each a list of 16 columns. */
async function maps(name: string, pictures: Readonly<Record<string, readonly Name[]>>): Promise<string> {
  const folder = path.join(temporaryFolder(), name)
  mkdirSync(folder, { recursive: true })
  for (const [file, columns] of Object.entries(pictures)) {
    const data = Buffer.from(Array.from({ length: 16 }, () => columns.flatMap((one) => [...colours[one]])).flat())
    await sharp(data, { raw: { width: 16, height: 16, channels: 3 } })
      .png()
      .toFile(path.join(folder, `${file}.png`))
  }
  return folder
}

const run = (name: Name, length: number) => new Array<Name>(length).fill(name)

describe('pairs of label maps', () => {
  it('are scored class by class, with the colours found in the second folder', async () => {
    const truth = await maps('truth', { a: [...run('wall', 8), ...run('door', 8)], b: run('wall', 16) })
    // Half of the doors of a are taken for walls.
    const made = await maps('made', { a: [...run('wall', 12), ...run('door', 4)], b: run('wall', 16) })
    const cards = await evaluatePairs(made, truth, { metrics: ['psnr'], labelColours: 'auto', bootstrap: 20 })
    const of = (metric: string) => cards.find((card) => card.metric === metric)!
    expect(cards.map(({ metric }) => metric)).toEqual(['psnr', 'pixel-accuracy', 'class-accuracy', 'iou'])
    expect(of('pixel-accuracy').value).toBeCloseTo(28 / 32, 9)
    expect(of('class-accuracy').value).toBeCloseTo((1 + 0.5) / 2, 9)
    expect(of('iou').value).toBeCloseTo((24 / 28 + 0.5) / 2, 9)
    expect(of('iou').details).toEqual({
      'iou #0000aa': expect.closeTo(24 / 28, 9) as number,
      'iou #ff0000': expect.closeTo(0.5, 9) as number,
    })
    expect(of('iou').settings).toMatchObject({ classes: 2, colours: '#0000aa, #ff0000' })
    expect(of('pixel-accuracy').interval).toMatchObject({ low: expect.closeTo(0.75, 9) as number, resamples: 20 })
    expect(of('iou').better).toBe('higher')
  })

  it('are scored by the colours given, of which one that is nowhere counts as zero', async () => {
    const truth = await maps('truth', { a: [...run('wall', 8), ...run('door', 8)] })
    const labelColours = parseLabelColours('#0000aa wall\n#ff0000 door\n#00ffff sky', 'list')
    const cards = await evaluatePairs(truth, truth, { metrics: ['psnr'], labelColours })
    const value = (metric: string) => cards.find((card) => card.metric === metric)?.value
    expect(value('pixel-accuracy')).toBeCloseTo(1, 9)
    expect(value('iou')).toBeCloseTo(2 / 3, 9)
    expect(cards.at(-1)?.details).toHaveProperty('iou sky', 0)
    // One picture has no spread.
    expect(cards.at(-1)?.interval).toBeNull()
  })
})

describe('the colours of classes', () => {
  it('are what the option says: auto, a list or a file', () => {
    const file = path.join(temporaryFolder(), 'classes.txt')
    writeFileSync(file, '#0000aa wall\n#ff0000 door\n')
    expect(readLabelColours('auto')).toBe('auto')
    expect(readLabelColours(file)).toEqual(readLabelColours('#0000aa wall,#ff0000 door'))
    expect(() => readLabelColours('nowhere.txt')).toThrow(/nowhere.txt: there is no such file/)
    expect(() => readLabelColours(path.dirname(file))).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
    expect(() => readLabelColours('#0000aa')).toThrow(/2 to 255 classes/)
  })

  it('are looked for in maps spread over all of them', async () => {
    const seen: number[] = []
    const read = async (index: number) => {
      seen.push(index)
      return { channels: 1, data: Uint8Array.of(0, 255) }
    }
    expect(await findLabelColours('auto', { name: 'maps', count: 640, read })).toHaveLength(2)
    expect([seen.length, seen[1], seen.at(-1)]).toEqual([64, 10, 630])
  })

  it('need pictures of one size', () => {
    const meter = new LabelMeter(parseLabelColours('#000000,#ffffff', 'list'))
    const grey = (size: number) => ({ channels: 1, data: new Uint8Array(size) })
    expect(() => meter.add(grey(4), grey(5))).toThrow(/4 predicted pixels for 5/)
  })
})
