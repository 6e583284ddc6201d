/** Pairs from single photographs: the target is the photograph, the input what is left of it. */

import { type Raster, resizeBicubic, withChannels } from '@ganymede/core/pictures'
import { drawEdges } from './edges.js'
import { gaussianBlur } from './gaussian-blur.js'

/** How inputs are made, with strengths. */
export type PairMaking =
  | { readonly kind: 'edges'; readonly share: number }
  | { readonly kind: 'grey' }
  | { readonly kind: 'blur'; readonly radius: number }
  | { readonly kind: 'small'; readonly factor: number }

/** What pairs can be made of photographs. */
export const pairKinds = ['edges', 'grey', 'blur', 'small'] as const

/** Strengths that are not given: a tenth of all pixels, two pixels, a quarter of the size. */
export const defaultStrengths = { edgeShare: 0.1, blurRadius: 2, smallFactor: 4 } as const

/** Channels of inputs when nothing else is asked for, for photographs of so many. */
export function madeChannels({ kind }: PairMaking, photograph: 1 | 2 | 3 | 4): 1 | 3 {
  return kind === 'edges' || kind === 'grey' || photograph <= 2 ? 1 : 3
}

/**
 * Makes the input for a photograph, the same one every time.
 *
 * @param photograph  at the size of training, so that strengths are in its pixels; alpha is left out
 * @returns of the same size; with one channel for `edges` and `grey`
 */
export function makeInput(photograph: Raster, making: PairMaking): Raster {
  const { width, height } = photograph
  const opaque =
    photograph.channels % 2 === 0 ? withChannels(photograph, photograph.channels === 2 ? 1 : 3) : photograph
  switch (making.kind) {
    case 'edges':
      return drawEdges(opaque, making.share)
    case 'grey':
      return withChannels(opaque, 1)
    case 'blur':
      return gaussianBlur(opaque, making.radius)
    case 'small': {
      const side = (length: number): number => Math.max(1, Math.round(length / making.factor))
      return resizeBicubic(resizeBicubic(opaque, side(width), side(height)), width, height)
    }
  }
}

/** What was made of what, in words. */
export function makingText(making: PairMaking): string {
  switch (making.kind) {
    case 'edges':
      return `A is a drawing of its edges (share ${making.share})`
    case 'grey':
      return 'A is the same in grey'
    case 'blur':
      return `A is the same blurred by ${making.radius} px`
    case 'small':
      return `A is the same reduced to 1/${making.factor} and enlarged again`
  }
}

/** What inputs are that were made so, in words. */
export function madeInputsText(making: PairMaking): string {
  switch (making.kind) {
    case 'edges':
      return `drawings of the edges of photographs (share ${making.share})`
    case 'grey':
      return 'photographs in grey'
    case 'blur':
      return `photographs blurred by ${making.radius} px`
    case 'small':
      return `photographs reduced to 1/${making.factor} and enlarged again`
  }
}
