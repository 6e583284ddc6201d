import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { readSafetensors, scope, writeSafetensors, zeros } from '@ganymede/torch'
import protobuf from 'protobufjs'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import type { FeatureBatch } from '../../../src/metrics/features/feature-network.js'
import { FeatureCollector, type FeatureSet, featureTensor } from '../../../src/metrics/features/feature-set.js'
import { openFeatureNetwork } from '../../../src/metrics/features/open-features.js'
import { fid } from '../../../src/metrics/fid.js'
import { expectClose } from '../../nn/expect-close.js'

// Made by generate.py beside them.
const fixtures = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../fixtures/metrics')
const fixture = (name: string) => path.join(fixtures, name)
const imageSize = { width: 14, height: 12 }
const options = { device: 'cpu', imageSize }

describe('TorchScript feature networks', () => {
  it('give the features and unbiased logits that they give in Python', async () => {
    const network = await openFeatureNetwork(fixture('scripted-switched.pt'), options)
    expect(network).toMatchObject({ name: 'torchscript:scripted-switched.pt', dims: 12, input: { size: null } })
    expect(network.hash).toMatch(/^[0-9a-f]{64}$/)
    scope(() => {
      const { tensors } = readSafetensors(fixture('scripted-expected.safetensors'))
      const { features, logits } = network.features(tensors.get('real')!) as FeatureBatch
      // Printed on another CPU: sums of 27 and 72 products in another order, so that some of their roundings differ.
      expectClose(features, tensors.get('features')!)
      expectClose(logits!, tensors.get('logits')!)
    })
    network.dispose()
  })

  it('give the FID of the reference formula within 1e-6', async () => {
    const network = await openFeatureNetwork(fixture('scripted-switched.pt'), options)
    const sets: FeatureSet[] = []
    for (const name of ['real', 'fake']) {
      const collector = new FeatureCollector(network, { logits: false })
      const pixels = scope(() => {
        const { tensors } = readSafetensors(fixture('scripted-expected.safetensors'))
        return tensors.get(name)!.permute([0, 2, 3, 1]).contiguous().bytes()
      })
      // In batches of 16, 16 and 8: what is left over counts too.
      const stride = 12 * 14 * 3
      for (let from = 0; from < 40; from += 16) {
        const n = Math.min(16, 40 - from)
        await collector.add(pixels.subarray(from * stride, (from + n) * stride), [n, 12, 14, 3])
      }
      sets.push(collector.finish())
    }
    network.dispose()
    scope(() => {
      const { tensors } = readSafetensors(fixture('scripted-expected.safetensors'))
      const reference = tensors.get('fid')!.item()
      const { distance } = fid(featureTensor(sets[0]!), featureTensor(sets[1]!))
      expect(Math.abs(distance - reference) / reference).toBeLessThan(1e-6)
    })
  })

  it('may give a pair of maps and scores, for the input that was named', async () => {
    const network = await openFeatureNetwork(fixture('scripted-pair.pt'), {
      ...options,
      input: { channels: 1, range: '0..1' },
    })
    scope(() => {
      const { tensors } = readSafetensors(fixture('scripted-expected.safetensors'))
      const grey = tensors.get('real')!.narrow(1, 0, 1)
      const { features, logits } = network.features(grey) as FeatureBatch
      expectClose(features, tensors.get('pair_features')!)
      expectClose(logits!, tensors.get('pair_logits')!)
    })
    network.dispose()
  })

  it('are refused when they do not take such images', async () => {
    await expect(openFeatureNetwork(fixture('scripted-pair.pt'), options)).rejects.toMatchObject({
      code: 'FEATURES_INVALID',
      remedy: expect.stringContaining('--input-channels'),
    })
    const folder = temporaryFolder()
    const cut = path.join(folder, 'cut.pt')
    writeFileSync(cut, 'PK\x03\x04 and then nothing')
    await expect(openFeatureNetwork(cut, options)).rejects.toMatchObject({ code: 'FEATURES_INVALID' })
  })
})

describe('ONNX feature networks', () => {
  it('give features and logits through onnxruntime', async () => {
    const file = path.join(temporaryFolder(), 'means.onnx')
    writeFileSync(file, meansModel())
    const network = await openFeatureNetwork(file, { ...options, input: { range: '-1..1' } })
    expect(network).toMatchObject({ name: 'onnx:means.onnx', layer: 'features', dims: 3 })
    const images = scope(() => zeros([2, 3, 12, 14]).add(255))
    const { features, logits } = await network.features(images)
    expect(features.toArray()).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ])
    expect(logits!.toArray()).toEqual([
      [2, 2, 2],
      [2, 2, 2],
    ])
    for (const one of [images, features, logits!]) one.dispose()
    network.dispose()
  })

  it('are refused when damaged', async () => {
    const file = path.join(temporaryFolder(), 'bad.onnx')
    writeFileSync(file, 'no model')
    await expect(openFeatureNetwork(file, options)).rejects.toMatchObject({ code: 'FEATURES_INVALID' })
  })
})

describe('openFeatureNetwork', () => {
  it('names what is missing, and what a file of weights holds instead', async () => {
    await expect(openFeatureNetwork('no-such-file.pt', options)).rejects.toMatchObject({
      code: 'FEATURES_INVALID',
      message: 'no-such-file.pt does not exist',
    })
    const file = path.join(temporaryFolder(), 'other.safetensors')
    scope(() => writeSafetensors(file, new Map([['body.weight', zeros([2])]])))
    await expect(openFeatureNetwork(file, options)).rejects.toMatchObject({
      code: 'FEATURES_INVALID',
      lines: [expect.stringContaining('body.weight'), expect.stringContaining('Inception')],
    })
  })

  it('has a network of random weights that needs no file and is the same every time', async () => {
    const [a, b] = [await openFeatureNetwork('random-conv', options), await openFeatureNetwork('random-conv', options)]
    expect(a.hash).toBe(b.hash)
    await expect(openFeatureNetwork('random-conv', { ...options, layer: '7' })).rejects.toMatchObject({
      code: 'FEATURES_INVALID',
    })
    a.dispose()
    b.dispose()
  })
})

/** An ONNX model of two nodes: features = mean over positions, logits = features + features. */
function meansModel(): Uint8Array {
  const { root } = protobuf.parse(`syntax = "proto2"; package onnx;
    message AttributeProto { optional string name = 1; optional int64 i = 3; optional int32 type = 20; }
    message NodeProto { repeated string input = 1; repeated string output = 2; optional string op_type = 4;
      repeated AttributeProto attribute = 5; }
    message Dimension { optional int64 dim_value = 1; optional string dim_param = 2; }
    message Shape { repeated Dimension dim = 1; }
    message TensorType { optional int32 elem_type = 1; optional Shape shape = 2; }
    message TypeProto { optional TensorType tensor_type = 1; }
    message ValueInfo { optional string name = 1; optional TypeProto type = 2; }
    message Graph { repeated NodeProto node = 1; optional string name = 2; repeated ValueInfo input = 11;
      repeated ValueInfo output = 12; }
    message Opset { optional string domain = 1; optional int64 version = 2; }
    message Model { optional int64 ir_version = 1; optional Graph graph = 7; repeated Opset opset_import = 8; }`)
  const value = (name: string, dims: readonly (string | number)[]) => ({
    name,
    type: {
      tensorType: {
        elemType: 1,
        shape: { dim: dims.map((dim) => (typeof dim === 'string' ? { dimParam: dim } : { dimValue: dim })) },
      },
    },
  })
  const model = {
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'means',
      node: [
        { input: ['images'], output: ['means'], opType: 'GlobalAveragePool' },
        { input: ['means'], output: ['features'], opType: 'Flatten' },
        { input: ['features', 'features'], output: ['logits'], opType: 'Add' },
      ],
      input: [value('images', ['N', 3, 'H', 'W'])],
      output: [value('features', ['N', 3]), value('logits', ['N', 3])],
    },
  }
  const type = root.lookupType('onnx.Model')
  return type.encode(type.fromObject(model)).finish()
}
