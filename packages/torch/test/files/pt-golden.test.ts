import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readSafetensors, readTorchFile, scope, stateDictOf, Tensor, type TorchValue } from '../../src/index.js'
import { expectInvalid, expectSameTensor, golden, hasGolden } from './fixtures.js'

describe.skipIf(!hasGolden)('golden PyTorch files', () => {
  const expected = () => readSafetensors(golden('checkpoints/torch_save_formats.safetensors')).tensors

  test.each(['state_dict_zip.pt', 'state_dict_legacy.pth'])('%s holds the expected weights', (name) => {
    scope(() => {
      for (const map of [true, false]) {
        const weights = stateDictOf(readTorchFile(golden(`checkpoints/${name}`), { map, verify: true }))
        const model = [...expected()].filter(([key]) => key.startsWith('model.'))
        expect([...weights.keys()].sort()).toEqual(model.map(([key]) => key.slice('model.'.length)).sort())
        for (const [key, value] of model) expectSameTensor(weights.get(key.slice('model.'.length)), value)
      }
    })
  })

  test.each(['full_checkpoint_zip.pt', 'full_checkpoint_legacy.pth'])(
    '%s holds weights, Adam state and other dtypes',
    (name) => {
      scope(() => {
        const checkpoint = readTorchFile(golden(`checkpoints/${name}`)) as ReadonlyMap<string, TorchValue>
        const wanted = expected()
        const card = JSON.parse(readFileSync(golden('checkpoints/torch_save_formats.json'), 'utf8'))
        const weights = stateDictOf(checkpoint)
        const optimizer = checkpoint.get('opt') as ReadonlyMap<string, TorchValue>
        const state = optimizer.get('state') as ReadonlyMap<number, ReadonlyMap<string, Tensor>>
        let compared = 0
        for (const [key, value] of wanted) {
          const [, index, slot] = /^opt\.(\d+)\.(.+)$/.exec(key) ?? []
          const found = key.startsWith('model.')
            ? weights.get(key.slice('model.'.length))
            : slot !== undefined
              ? state.get(Number(index))?.get(slot)
              : (checkpoint.get(key) as Tensor)
          expect(found, key).toBeInstanceOf(Tensor)
          // Steps are stored as [] and shown as [1]; half, bf16 and f64 are shown as float32.
          expect(found!.floats(), key).toEqual(value.floats())
          compared++
        }
        expect(compared).toBe(Object.keys(card.tensors).length)
        const [group] = optimizer.get('param_groups') as readonly ReadonlyMap<string, TorchValue>[]
        for (const [key, value] of Object.entries(card.hyperparameters.adam_param_group))
          expect(group!.get(key)).toEqual(value)
        expect(checkpoint.get('epoch')).toBe(3)
        expect((checkpoint.get('half') as Tensor).dtype).toBe('float16')
        expect((checkpoint.get('bf16') as Tensor).dtype).toBe('bfloat16')
      })
    },
  )

  test.each(['zip', 'legacy'])('the %s fixture of CycleGAN holds the expected generator', (format) => {
    scope(() => {
      const card = JSON.parse(readFileSync(golden('cyclegan/pth_fixture_expected.json'), 'utf8'))
      const wanted = readSafetensors(golden('cyclegan/pth_fixture_expected.safetensors')).tensors
      const weights = stateDictOf(readTorchFile(golden(`cyclegan/pth_fixture_${format}_net_G.pth`)))
      expect([...weights.keys()]).toEqual(card.hyperparameters[`${format}_file_keys`] ?? card[`${format}_file_keys`])
      const shared = [...wanted].filter(([key]) => key.startsWith('G.'))
      expect(shared.length).toBeGreaterThan(19)
      for (const [key, value] of shared) expectSameTensor(weights.get(key.slice(2)), value)
    })
  })

  test('a model saved as a whole is refused by its class, lists of tensors beside it are read', () => {
    const fixture = 'singan/trained_model_fixture'
    expectInvalid(() => readTorchFile(golden(`${fixture}/Gs.pth`)), /SinGAN\.models\.GeneratorConcatSkip2CleanAdd/)
    scope(() => {
      const amplitudes = readTorchFile(golden(`${fixture}/NoiseAmp.pth`)) as readonly TorchValue[]
      expect(amplitudes[0]).toBe(1)
      expect(amplitudes[1]).toBeInstanceOf(Tensor)
    })
  })
})
