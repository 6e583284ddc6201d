/** Checkpoints whose content tells whether it is whole. */
import fs from 'node:fs'
import path from 'node:path'

import { expect } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { findCheckpoint } from '../../src/checkpoints/checkpoint-reader.js'
import { CheckpointStore, type CheckpointWriter } from '../../src/checkpoints/checkpoint-store.js'
import { writeDurably } from '../../src/files/atomic-file.js'

/** Two files that only belong together when they hold the same text. */
export function state(text: string): CheckpointWriter {
  return (dir, ops) => {
    writeDurably(path.join(dir, 'weights.safetensors'), text.repeat(1000), ops)
    writeDurably(path.join(dir, 'state.json'), JSON.stringify({ text }), ops)
  }
}

/** What a resumed run would load; checks that both files belong together. */
export function loaded(dir: string): string {
  const { dir: folder } = findCheckpoint(dir)
  const { text } = JSON.parse(fs.readFileSync(path.join(folder, 'state.json'), 'utf8'))
  expect(fs.readFileSync(path.join(folder, 'weights.safetensors'), 'utf8')).toBe(text.repeat(1000))
  return text
}

/** A store in a new folder with checkpoints of these steps. */
export async function savedStore(steps: readonly number[], keep = 3): Promise<{ dir: string; store: CheckpointStore }> {
  const dir = temporaryFolder()
  const store = new CheckpointStore(dir, { keep })
  for (const step of steps) await store.save(step, state(`at ${step}`))
  return { dir, store }
}
