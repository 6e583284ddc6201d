// @ts-check
/** ONNX models, inspected without running them. */
import { readOnnx } from '../../packages/ganymede/dist/weights/onnx-file.js'
import { hostileOnnx, validOnnx } from '../grammar/protobuf.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'onnx',
  file: 'a.onnx',
  codes: ['FILE_UNREADABLE'],
  samples: async () => [validOnnx()],
  hostile: hostileOnnx,
  read: (file) => void readOnnx(file, { stats: true }),
}
