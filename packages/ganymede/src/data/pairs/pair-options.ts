/** What may be asked of data of two domains. */

import type { ChannelCount } from '@ganymede/core/pictures'
import type { Direction, DomainItems, OpenDatasetOptions } from '../dataset.js'
import type { PairMaking } from './make-pair.js'
import type { Preprocess } from './size-policy.js'

export interface OpenPairsOptions extends OpenDatasetOptions {
  readonly items: DomainItems
  /** Folder or zip of the second images; default: both are found below the path. */
  readonly targets?: string | undefined
  /** Make pairs from single photographs. */
  readonly making?: PairMaking | undefined
  /** Default `a2b`. */
  readonly direction?: Direction | undefined
  /** Channels of the target, default `auto`; `channels` counts those of the input. */
  readonly targetChannels?: ChannelCount | 'auto' | undefined
  /** Default `resize-crop`. */
  readonly preprocess?: Preprocess | undefined
  /** Width in pixels at which images are loaded, before crops; see `sizePolicy`. */
  readonly loadSize?: number | undefined
  /** What sides must be multiples of, where a policy keeps the size of images; default 1. */
  readonly multipleOf?: number | undefined
}
