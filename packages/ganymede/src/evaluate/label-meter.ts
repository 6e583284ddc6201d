/** Scores of pictures that are label maps, photo → labels: which class each pixel shows against which it should show. */
import { GanymedeError } from '@ganymede/core'
import { readTextFile } from '@ganymede/runs/files'
import { ConfusionMatrix, type LabelScores } from '../metrics/confusion.js'
import { bootstrapInterval } from '../metrics/support/bootstrap.js'
import { ColourCounter, type LabelColour, NearestLabel, parseLabelColours } from '../metrics/support/label-colours.js'
import { type MetricCard, type MetricCardFields, makeCard } from '../metrics/support/metric-card.js'

/** Colours of classes; `auto`: those that stand out in the true label maps. */
export type LabelColours = 'auto' | readonly LabelColour[]

// So many label maps tell which colours there are.
const mostLooked = 64

/**
 * What `--label-colours` says: `auto`, colours between commas, or a file of them.
 *
 * @throws GanymedeError `OPTION_INVALID` for what is no list of colours, and for a file that cannot be read
 */
export function readLabelColours(given: string): LabelColours {
  if (given === 'auto') return 'auto'
  if (given.startsWith('#')) return parseLabelColours(given, '--label-colours')
  let text: string
  try {
    text = readTextFile(given)
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const why = isMissing ? 'there is no such file' : (error as Error).message
    throw new GanymedeError('OPTION_INVALID', `--label-colours ${given}: ${why}`, {
      remedy: "Give auto, a file with one colour a line, or colours: --label-colours '#0000aa wall,#ff0000 door'",
      cause: error,
    })
  }
  return parseLabelColours(text, given)
}

/** A picture `[H, W, C]`, grey or in three colours; what follows, such as alpha, is not looked at. */
interface Picture {
  readonly channels: number
  readonly data: Uint8Array
}

/**
 * The colours asked for, or those found in some of the true label maps, spread over all.
 *
 * @param read  the true picture of a place
 * @throws GanymedeError `OPTION_INVALID` when the pictures are no label maps
 */
export async function findLabelColours(
  colours: LabelColours,
  { name, count, read }: { name: string; count: number; read: (index: number) => Promise<Picture> },
): Promise<readonly LabelColour[]> {
  if (colours !== 'auto') return colours
  const counter = new ColourCounter()
  const looked = Math.min(count, mostLooked)
  for (let i = 0; i < looked; i++) counter.add(await read(Math.floor((i * count) / looked)))
  return counter.classes(name)
}

/** Scores that become cards of their own. */
const scored = [
  ['pixel-accuracy', ({ pixelAccuracy }: LabelScores) => pixelAccuracy],
  ['class-accuracy', ({ classAccuracy }: LabelScores) => classAccuracy],
  ['iou', ({ iou }: LabelScores) => iou],
] as const

// Additions that the intervals may take: well under a second.
const mostWork = 1e8

/** Gathers what was seen of each class, picture by picture. */
export class LabelMeter {
  readonly #classes: readonly LabelColour[]
  readonly #nearest: NearestLabel
  readonly #pictures: Float64Array[] = []

  constructor(classes: readonly LabelColour[]) {
    this.#classes = classes
    this.#nearest = new NearestLabel(classes)
  }

  /** @throws GanymedeError `OPTION_INVALID` for pictures of different sizes */
  add(output: Picture, truth: Picture): void {
    const matrix = new ConfusionMatrix(this.#classes.length)
    matrix.add(this.#nearest.of(truth), this.#nearest.of(output))
    this.#pictures.push(matrix.counts)
  }

  /**
   * @param common     what the cards have in common with others of the evaluation
   * @param resamples  of the intervals; 0: none; fewer where there are many pictures and classes
   */
  cards(
    common: Omit<MetricCardFields, 'metric' | 'value' | 'better' | 'features' | 'resizer'>,
    resamples: number,
  ): MetricCard[] {
    const pictures = this.#pictures
    const classes = this.#classes
    const scoresOf = (rows: Iterable<number>) => {
      const matrix = new ConfusionMatrix(classes.length)
      for (const row of rows) matrix.addCounts(pictures[row] as Float64Array)
      return matrix.scores()
    }
    const whole = scoresOf(pictures.keys())
    const affordable = Math.floor(mostWork / (pictures.length * classes.length ** 2))
    const taken = Math.min(resamples, affordable)
    return scored.map(([metric, of]) =>
      makeCard({
        ...common,
        metric,
        value: of(whole),
        better: 'higher',
        interval:
          taken < 2 || pictures.length < 2
            ? null
            : bootstrapInterval([pictures.length], of(whole), ([rows]) => of(scoresOf(rows ?? [])), {
                seed: common.seed,
                resamples: taken,
              }),
        features: null,
        resizer: 'none',
        settings: { ...common.settings, classes: classes.length, colours: colourText(classes) },
        details: metric === 'pixel-accuracy' ? {} : this.#perClass(whole, metric),
      }),
    )
  }

  #perClass({ perClass }: LabelScores, metric: 'class-accuracy' | 'iou'): Record<string, number> {
    return Object.fromEntries(
      perClass.map(({ accuracy, iou }, i) => [
        `${metric} ${this.#classes[i]?.name ?? i}`,
        metric === 'iou' ? iou : accuracy,
      ]),
    )
  }
}

// A card takes a text of 2,000 characters.
const mostText = 1900

function colourText(classes: readonly LabelColour[]): string {
  const text = classes.map(({ name }) => name).join(', ')
  return text.length <= mostText ? text : `${text.slice(0, mostText)}…`
}
