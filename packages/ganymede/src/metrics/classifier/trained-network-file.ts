/** Files of the networks that evaluation trains itself: a training of a minute is done once for a data set. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readSafetensors, scope, TorchError, writeSafetensors } from '@ganymede/torch'
import type { Module } from '../../nn/module.js'
import { cacheFile } from '../support/cache-folder.js'

/** The file of a network in the cache, named by all that decides what it learns; null where nothing can be kept. */
export function trainedNetworkFile(cache: string, folder: string, parts: readonly unknown[]): string | null {
  const key = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  return cacheFile(cache, folder, `${key.slice(0, 32)}.safetensors`)
}

/**
 * Loads the weights of a file into a network of the same shape.
 *
 * @returns what was written beside the weights; null where there is no file, or a damaged one: then it is trained again
 */
export function readTrainedNetwork(file: string | null, network: Module): Readonly<Record<string, string>> | null {
  if (file === null || !existsSync(file)) return null
  try {
    return scope(() => {
      const { tensors, metadata } = readSafetensors(file, { map: false })
      network.loadStateDict(tensors)
      return metadata
    })
  } catch (error) {
    if (!(error instanceof TorchError)) throw error
    return null
  }
}

/** Keeps a trained network. */
export function writeTrainedNetwork(
  file: string | null,
  network: Module,
  metadata: Readonly<Record<string, string>>,
): void {
  if (file === null) return
  try {
    writeSafetensors(file, network.stateDict(), { metadata })
  } catch (error) {
    // A full or read-only disk costs the next evaluation a minute, not this one its result.
    if (!(error instanceof TorchError)) throw error
  }
}

/** SHA-256 of all weights: features of two hashes are never compared. */
export function hashOfNetwork(network: Module): string {
  const hash = createHash('sha256')
  for (const [name, value] of network.stateDict()) hash.update(name).update(scope(() => value.contiguous().bytes()))
  return hash.digest('hex')
}
