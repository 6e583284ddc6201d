/** What one looks at while CycleGAN learns: each domain there and back, and what the generators do to images of their target. */
import { cat, stack, type Tensor } from '@ganymede/torch'
import type {
  SampleContext,
  TranslationDirection,
  View,
  ViewImages,
  ViewRequest,
} from '../../systems/contract/system.js'
import type { CycleganNetworks } from './networks.js'
import type { CycleganOptions } from './options.js'
import { translateCyclegan } from './translate.js'

type Context = SampleContext<CycleganNetworks, CycleganOptions>
type CycleganView = View<CycleganNetworks, CycleganOptions>

/** Images one at a time, which bounds memory at any number of rows. */
function translated(ctx: Context, images: Tensor, direction: TranslationDirection): Tensor {
  return cat(images.split(1).map((image) => translateCyclegan(ctx, image, { direction })))
}

/** Columns of equally many images as one sheet, row by row; grey columns beside coloured ones become coloured. */
function sheetOf(columns: readonly (readonly [title: string, images: Tensor])[]): ViewImages {
  const shown = columns.map(([, images]) => withoutOpacity(images))
  const channels = Math.max(...shown.map(({ shape }) => shape[1] ?? 1))
  const alike = shown.map((images) => {
    const [n = 0, own = 0, height = 0, width = 0] = images.shape
    return own === channels ? images : images.expand([n, channels, height, width])
  })
  return {
    images: stack(alike, 1).flatten(0, 1),
    columns: columns.length,
    columnTitles: columns.map(([title]) => title),
  }
}

/** Grey or red, green and blue: a second or fourth channel is no part of what a sheet can show. */
function withoutOpacity(images: Tensor): Tensor {
  const channels = images.shape[1] ?? 0
  return channels === 2 || channels === 4 ? images.narrow(1, 0, channels - 1) : images
}

/** Images of both domains; as many of each. */
function realPairs(request: ViewRequest, columns: number): { readonly a: Tensor; readonly b: Tensor } {
  const { images, targets } = request.reals(Math.max(1, Math.floor(request.count / columns)))
  if (targets === undefined) throw new Error('cyclegan needs images of two domains')
  const rows = Math.min(images.shape[0] ?? 0, targets.shape[0] ?? 0)
  return { a: images.narrow(0, 0, rows), b: targets.narrow(0, 0, rows) }
}

const cycleColumns = 6

/** A → B → A on the left, B → A → B on the right. */
const cycles: CycleganView = {
  name: 'fixed',
  seeds: 'fixed',
  render(ctx, request) {
    const { a, b } = realPairs(request, cycleColumns)
    const [toB, toA] = [translated(ctx, a, 'a2b'), translated(ctx, b, 'b2a')]
    return sheetOf([
      ['A input', a],
      ['A translated', toB],
      ['A back', translated(ctx, toB, 'b2a')],
      ['B input', b],
      ['B translated', toA],
      ['B back', translated(ctx, toA, 'a2b')],
    ])
  },
}

const identityColumns = 4

/** Images of each domain, and beside each what the generator that makes such images does to it: nothing, in the best case. */
const identities: CycleganView = {
  name: 'identity',
  seeds: 'fixed',
  count: ({ channels, targetChannels = channels }, { identity }) =>
    identity > 0 && channels === targetChannels ? 16 : 0,
  render(ctx, request) {
    const { a, b } = realPairs(request, identityColumns)
    return sheetOf([
      ['A input', a],
      ['A as A', translated(ctx, a, 'b2a')],
      ['B input', b],
      ['B as B', translated(ctx, b, 'a2b')],
    ])
  },
}

export const cycleganViews: readonly CycleganView[] = [cycles, identities]
