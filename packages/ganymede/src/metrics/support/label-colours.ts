/** Label maps as pictures: which colours stand for classes, and which class a pixel shows. */
import { GanymedeError, requireArray, requireObject, requireText } from '@ganymede/core'

/** A class of a label map, and the colour that stands for it. */
export interface LabelColour {
  readonly name: string
  /** 0 to 255. */
  readonly rgb: readonly [number, number, number]
}

/** Pixels `[H, W, C]`, 1 grey or 3 colours. */
interface Pixels {
  readonly channels: number
  readonly data: Uint8Array
}

const mostClasses = 64
// A class of less than this share of all pixels is taken for noise at the edges of others.
const leastShare = 1e-3
// Colours nearer than this (of 442 between black and white) are one class, blurred by a lossy format or by resizing.
const radius = 40
// What is not near to any class is allowed for edges; photographs have far more of it.
const mostBetween = 0.15
// Photographs have millions of colours, label maps few: those beyond are not remembered.
const mostRemembered = 2 ** 20

/**
 * Counts colours of true label maps and finds those that stand for classes.
 *
 * @example
 * const counter = new ColourCounter()
 * for (const map of maps) counter.add(map)
 * const classes = counter.classes('facades')
 */
export class ColourCounter {
  readonly #counts = new Map<number, number>()
  #total = 0

  add(pixels: Pixels): void {
    requireObject('ColourCounter.add', pixels, ['channels', 'data'])
    const { channels, data } = pixels
    for (let i = 0; i + channels <= data.length; i += channels) {
      const key = keyAt(data, i, channels)
      const count = this.#counts.get(key)
      if (count !== undefined || this.#counts.size < mostRemembered) this.#counts.set(key, (count ?? 0) + 1)
      this.#total++
    }
  }

  /**
   * The most frequent colours that lie apart, the most frequent first, named by their hexadecimal numbers.
   *
   * @param name  of the data, for the error
   * @throws GanymedeError `OPTION_INVALID` when the pictures are no label maps: one colour, too many, or mostly between them
   */
  classes(name: string): readonly LabelColour[] {
    const found: { readonly key: number; weight: number }[] = []
    let between = this.#total
    for (const [key, count] of [...this.#counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
      const near = found.find((one) => distance(one.key, key) < radius * radius)
      if (near !== undefined) {
        near.weight += count
        between -= count
      } else if (count >= leastShare * this.#total && found.length <= mostClasses) {
        found.push({ key, weight: count })
        between -= count
      }
    }
    if (found.length < 2 || found.length > mostClasses || between > mostBetween * this.#total) {
      const share = this.#total === 0 ? 0 : Math.round((100 * between) / this.#total)
      throw new GanymedeError('OPTION_INVALID', `the true pictures of ${name} are no label maps`, {
        lines: [
          `${found.length > mostClasses ? `more than ${mostClasses}` : found.length} colours stand out, ${share} % of the pixels lie between them`,
        ],
        remedy: 'Give the colours of the classes with --label-colours: lossy files blur them too much to be found.',
      })
    }
    return found.map(({ key }) => ({ name: hexOf(key), rgb: rgbOf(key) }))
  }
}

/**
 * Reads a list of colours: `#rrggbb`, each with an optional name behind it, one a line or between commas.
 *
 * @param source  of the text, for messages
 * @throws GanymedeError `OPTION_INVALID` naming what is no colour, a colour or a name that comes twice, or fewer than two
 */
export function parseLabelColours(text: string, source: string): readonly LabelColour[] {
  requireText('parseLabelColours', 'text', text)
  const classes: LabelColour[] = []
  for (const line of text.split(/[\n,]/).map((one) => one.trim())) {
    if (line === '') continue
    const [, digits = '', given = ''] = /^#([0-9a-f]{6})(?:\s+(.{1,80}))?$/i.exec(line) ?? []
    const key = Number.parseInt(digits, 16)
    if (digits === '') {
      throw new GanymedeError('OPTION_INVALID', `${source}: "${line.slice(0, 80)}" is no colour of a class`, {
        remedy: 'Write each as #rrggbb, with a name behind it where you like: #ff0000 door',
      })
    }
    const name = given.trim() === '' ? hexOf(key) : given.trim()
    if (classes.some((one) => one.name === name || hexOf(keyOf(one.rgb)) === hexOf(key))) {
      throw new GanymedeError('OPTION_INVALID', `${source}: ${line} comes twice`, {
        remedy: 'Give each class a colour and a name of its own.',
      })
    }
    classes.push({ name, rgb: rgbOf(key) })
  }
  if (classes.length < 2 || classes.length > 255) {
    throw new GanymedeError('OPTION_INVALID', `${source}: there must be 2 to 255 classes, got ${classes.length}`, {
      remedy: 'Write one colour for each class, between commas or one a line.',
    })
  }
  return classes
}

/** Gives each pixel the class of the nearest colour; what was looked up once is remembered. */
export class NearestLabel {
  readonly #keys: readonly number[]
  readonly #known = new Map<number, number>()

  constructor(classes: readonly LabelColour[]) {
    requireArray('NearestLabel', 'classes', classes)
    this.#keys = classes.map(({ rgb }) => keyOf(rgb))
  }

  /**
   * @returns the class of each pixel, its place in the list; the first among equally near ones
   * @throws GanymedeError `OPTION_INVALID` for anything but an object
   */
  of(pixels: Pixels): Uint8Array {
    requireObject('NearestLabel.of', pixels, ['channels', 'data'])
    const { channels, data } = pixels
    return Uint8Array.from({ length: Math.floor(data.length / channels) }, (_, i) =>
      this.#label(keyAt(data, i * channels, channels)),
    )
  }

  #label(key: number): number {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    let [best, least] = [0, Number.POSITIVE_INFINITY]
    this.#keys.forEach((own, label) => {
      const far = distance(own, key)
      if (far < least) [best, least] = [label, far]
    })
    if (this.#known.size < mostRemembered) this.#known.set(key, best)
    return best
  }
}

function keyAt(data: Uint8Array, at: number, channels: number): number {
  const red = data[at] ?? 0
  return channels < 3 ? red * 0x10101 : (red << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0)
}

const rgbOf = (key: number) => [key >> 16, (key >> 8) & 255, key & 255] as const
const keyOf = ([red, green, blue]: LabelColour['rgb']) => (red << 16) | (green << 8) | blue
const hexOf = (key: number) => `#${key.toString(16).padStart(6, '0')}`

function distance(a: number, b: number): number {
  const red = (a >> 16) - (b >> 16)
  const green = ((a >> 8) & 255) - ((b >> 8) & 255)
  const blue = (a & 255) - (b & 255)
  return red * red + green * green + blue * blue
}
