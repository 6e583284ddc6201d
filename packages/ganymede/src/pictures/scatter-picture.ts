/** Points of a plane as a picture: one colour a class, with an example image of each class as the legend. */
import type { Picture } from '@ganymede/runs/sheets'

/** Points by their coordinates; y grows upwards. */
export interface ScatterPoints {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  /** Class of each point, from 0; null without classes. */
  readonly labels: ArrayLike<number> | null
}

export interface ScatterOptions {
  /** Side of the square with the points in pixels, without the legend; default 512. */
  readonly side?: number
  /** Number of classes; default 0: one colour for all. */
  readonly classes?: number
  /** An image of each class for the legend, by label; a class without one gets its colour alone. */
  readonly examples?: readonly (Picture | undefined)[]
}

type Colour = readonly [red: number, green: number, blue: number]

const paper: Colour = [252, 252, 250]
const rings: Colour = [222, 225, 229]
const axes: Colour = [200, 204, 210]
// Told apart by lightness as well as by hue.
const palette: readonly Colour[] = [
  [31, 88, 201],
  [226, 101, 16],
  [25, 140, 60],
  [190, 24, 45],
  [122, 61, 190],
  [122, 82, 62],
  [222, 84, 168],
  [96, 104, 114],
  [158, 152, 0],
  [0, 160, 178],
]
const goldenTurn = 0.618_033_988_749_895

/** Colour of a class, three bytes; the first ten are chosen by hand, the others are spread over all hues. */
export function classColour(label: number): Colour {
  const chosen = palette[label]
  if (chosen !== undefined) return chosen
  const hue = (label * goldenTurn) % 1
  const lightness = 0.34 + 0.16 * (label % 3)
  const channel = (shift: number): number => {
    const wave = Math.abs(((hue + shift) % 1) * 6 - 3) - 1
    return Math.round(255 * (lightness + (Math.min(1, Math.max(0, wave)) - 0.5) * 0.62))
  }
  return [channel(0), channel(2 / 3), channel(1 / 3)].map((value) => Math.min(255, Math.max(0, value))) as never
}

const swatch = 6
const gap = 4
const largestThumb = 40

/**
 * Draws the points on a square whose middle is (0, 0), both axes to the same scale, with circles of radius 1, 2 and 3:
 * the spread of a standard normal distribution. The range is 3.5, or more where 99 % of the points need it; points beyond
 * it stand at the edge. The same points give the same bytes.
 *
 * @returns RGB, `side` high; wider than that by the legend
 */
export function scatterPicture(points: ScatterPoints, options: ScatterOptions = {}): Picture {
  const { side = 512, classes = 0, examples = [] } = options
  const legend = legendLayout(side, classes)
  const canvas = new Canvas(side + legend.width, side)
  const reach = rangeOf(points)
  const place = (value: number): number => ((Math.max(-reach, Math.min(reach, value)) / reach + 1) / 2) * (side - 1)
  const middle = place(0)
  canvas.line(middle, 0, middle, side - 1, axes)
  canvas.line(0, middle, side - 1, middle, axes)
  for (const radius of [1, 2, 3]) canvas.ring(middle, middle, (radius / reach / 2) * (side - 1), rings)
  const count = points.x.length
  const radius = Math.max(1.2, side / (count > 3000 ? 360 : 230))
  for (const i of shuffled(count)) {
    const colour = classColour(points.labels === null ? 0 : (points.labels[i] ?? 0))
    canvas.disc(place(points.x[i] ?? 0), side - 1 - place(points.y[i] ?? 0), radius, colour, 0.75)
  }
  for (let label = 0; label < classes; label++) {
    const left = side + gap + Math.floor(label / legend.rows) * legend.step
    const top = gap + (label % legend.rows) * (legend.thumb + gap)
    canvas.fill(left, top, swatch, legend.thumb, classColour(label))
    const example = examples[label]
    if (example !== undefined) canvas.paste(example, left + swatch + 2, top, legend.thumb)
  }
  return canvas.picture()
}

/** Rows of examples beside the points, in as many columns as the classes need. */
function legendLayout(side: number, classes: number) {
  if (classes === 0) return { width: 0, rows: 1, step: 0, thumb: 0 }
  const room = side - gap
  const thumb = Math.max(12, Math.min(largestThumb, Math.floor(room / Math.min(classes, 24)) - gap))
  const rows = Math.max(1, Math.floor(room / (thumb + gap)))
  const step = swatch + 2 + thumb + gap
  return { width: gap + Math.ceil(classes / rows) * step, rows, step, thumb }
}

function rangeOf({ x, y }: ScatterPoints): number {
  const sizes = Float64Array.from({ length: x.length }, (_, i) => Math.max(Math.abs(x[i] ?? 0), Math.abs(y[i] ?? 0)))
  const usual = sizes.filter(Number.isFinite).sort()
  return Math.max(3.5, 1.05 * (usual[Math.floor(0.99 * (usual.length - 1))] ?? 0))
}

/** All numbers below n in an order without pattern, so that no class covers the others: steps of the golden section. */
function shuffled(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i).sort((a, b) => ((a * goldenTurn) % 1) - ((b * goldenTurn) % 1))
}

/** RGB bytes with a few shapes whose edges are smooth. */
class Canvas {
  readonly #width: number
  readonly #height: number
  readonly #data: Uint8Array

  constructor(width: number, height: number) {
    this.#width = width
    this.#height = height
    this.#data = new Uint8Array(width * height * 3)
    this.fill(0, 0, width, height, paper)
  }

  picture(): Picture {
    return { width: this.#width, height: this.#height, channels: 3, data: this.#data }
  }

  #blend(x: number, y: number, colour: Colour, share: number): void {
    if (share <= 0 || x < 0 || y < 0 || x >= this.#width || y >= this.#height) return
    const at = (y * this.#width + x) * 3
    for (let c = 0; c < 3; c++) {
      const below = this.#data[at + c] ?? 0
      this.#data[at + c] = Math.round(below + ((colour[c] ?? 0) - below) * Math.min(1, share))
    }
  }

  fill(left: number, top: number, width: number, height: number, colour: Colour): void {
    for (let y = top; y < top + height; y++) for (let x = left; x < left + width; x++) this.#blend(x, y, colour, 1)
  }

  /** Along one of the axes. */
  line(x0: number, y0: number, x1: number, y1: number, colour: Colour): void {
    for (let y = Math.round(y0); y <= Math.round(y1); y++) {
      for (let x = Math.round(x0); x <= Math.round(x1); x++) this.#blend(x, y, colour, 1)
    }
  }

  disc(x: number, y: number, radius: number, colour: Colour, opacity: number): void {
    this.#around(x, y, radius, (distance) => Math.min(1, radius + 0.5 - distance) * opacity, colour)
  }

  ring(x: number, y: number, radius: number, colour: Colour): void {
    this.#around(x, y, radius + 1, (distance) => 1 - Math.abs(distance - radius), colour)
  }

  #around(x: number, y: number, reach: number, share: (distance: number) => number, colour: Colour): void {
    for (let row = Math.floor(y - reach - 1); row <= y + reach + 1; row++) {
      for (let column = Math.floor(x - reach - 1); column <= x + reach + 1; column++) {
        this.#blend(column, row, colour, share(Math.hypot(column - x, row - y)))
      }
    }
  }

  /** A picture reduced or enlarged to a square, each pixel the mean of those below it. */
  paste({ width, height, channels, data }: Picture, left: number, top: number, side: number): void {
    const mean = (x: number, y: number, c: number): number => {
      const [x0, y0] = [Math.floor((x * width) / side), Math.floor((y * height) / side)]
      const x1 = Math.max(x0 + 1, Math.floor(((x + 1) * width) / side))
      const y1 = Math.max(y0 + 1, Math.floor(((y + 1) * height) / side))
      let sum = 0
      for (let row = y0; row < y1; row++) {
        for (let column = x0; column < x1; column++) {
          sum += data[(row * width + column) * channels + (channels === 1 ? 0 : c)] ?? 0
        }
      }
      return sum / ((x1 - x0) * (y1 - y0))
    }
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        this.#blend(left + x, top + y, [mean(x, y, 0), mean(x, y, 1), mean(x, y, 2)], 1)
      }
    }
  }
}
