// @ts-check
/** Saves a checkpoint: `save-checkpoint.mjs <folder> <step>`; a preloaded fault kills it on the way. */
import path from 'node:path'
import { CheckpointStore } from '../../dist/checkpoints/checkpoint-store.js'
import { writeDurably } from '../../dist/files/atomic-file.js'

const [dir = '', step = '0'] = process.argv.slice(2)
await new CheckpointStore(dir, { keep: 1 }).save(Number(step), (folder, ops) => {
  writeDurably(path.join(folder, 'weights.safetensors'), 'new'.repeat(1000), ops)
  writeDurably(path.join(folder, 'state.json'), JSON.stringify({ text: 'new' }), ops)
})
