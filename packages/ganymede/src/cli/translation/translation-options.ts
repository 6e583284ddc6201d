/** What people ask of `ganymede translate`, as options of its code. */

import type { ByteRounding } from '../../inference/image-bytes.js'
import type { TileStatistics } from '../../inference/tiles/tile-options.js'
import type { TranslationDirection, TranslationMode } from '../../systems/contract/system.js'
import type { AskedPrecision } from '../../training/placement.js'
import type { formatNames } from './translation-outputs.js'

/** Options of the command, as they were given. */
export interface TranslationOptions {
  readonly out?: string | undefined
  readonly direction?: TranslationDirection | undefined
  readonly mode?: TranslationMode | undefined
  readonly dropout?: 'on' | 'off' | undefined
  readonly seed?: number | undefined
  readonly size?: AskedSize | undefined
  readonly tile?: number | 'auto' | 'whole' | undefined
  readonly overlap?: number | 'auto' | undefined
  readonly statistics?: TileStatistics | undefined
  readonly memory?: number | undefined
  readonly rounding?: ByteRounding | undefined
  readonly format?: (typeof formatNames)[number] | undefined
  readonly quality?: number | undefined
  readonly split?: 'train' | 'test' | undefined
  readonly truth?: string | undefined
  readonly features?: string | undefined
  readonly limit?: number | undefined
  readonly html: boolean
  readonly force: boolean
  readonly makeInput: boolean
  readonly step?: number | undefined
  readonly best: boolean
  readonly raw: boolean
  readonly device?: string | undefined
  /** Default float32: the same pictures everywhere. */
  readonly precision?: AskedPrecision | undefined
  readonly runs: string
}

/** `own`: as the pictures are; `trained`: as the run was trained; or pixels. */
export type AskedSize = 'own' | 'trained' | { readonly width: number; readonly height: number }
