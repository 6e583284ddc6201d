// @ts-check
/** Whatever `ganymede inspect` takes: the format is told by the content. */
import { inspectFile } from '../../packages/ganymede/dist/weights/inspect-file.js'
import { reader as npz } from './npz.mjs'
import { reader as onnx } from './onnx.mjs'
import { reader as safetensors } from './safetensors.mjs'
import { reader as torch } from './torch.mjs'
import { reader as legacy } from './torch-legacy.mjs'
import { reader as script } from './torchscript.mjs'

const formats = [torch, legacy, script, safetensors, npz, onnx]

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'inspect',
  file: 'a.bin',
  codes: ['FILE_INVALID', 'FILE_UNREADABLE'],
  samples: async () => (await Promise.all(formats.map(({ samples }) => samples()))).flat(),
  hostile: (draws, samples) => draws.pick(formats).hostile(draws, samples),
  read: (file) => void inspectFile(file, { stats: true }),
}
