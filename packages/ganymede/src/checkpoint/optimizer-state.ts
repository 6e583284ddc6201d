/** An optimizer's state as a checkpoint keeps it: tensors in one flat file, plain values in JSON. */

import { GanymedeError } from '@ganymede/core'
import type { Tensor } from '@ganymede/torch'
import { z } from 'zod'
import type { OptimizerState } from '../nn/optim/optimizer.js'

const valuesSchema = z.object({
  kind: z.string(),
  learningRateFactor: z.number(),
  groups: z.record(z.string(), z.record(z.string(), z.json())),
})

/** Plain values of an optimizer; tensors are called `<group>/<parameter>/<state>` in the file beside them. */
export type OptimizerValues = z.infer<typeof valuesSchema>

export function splitOptimizerState(state: OptimizerState): { tensors: Map<string, Tensor>; values: OptimizerValues } {
  const tensors = new Map<string, Tensor>()
  const groups: OptimizerValues['groups'] = {}
  for (const [group, { hyperparameters, parameters }] of Object.entries(state.groups)) {
    groups[group] = hyperparameters as OptimizerValues['groups'][string]
    for (const [parameter, states] of Object.entries(parameters)) {
      for (const [name, value] of Object.entries(states)) tensors.set(`${group}/${parameter}/${name}`, value)
    }
  }
  return { tensors, values: { kind: state.kind, learningRateFactor: state.learningRateFactor, groups } }
}

/** @throws GanymedeError `CHECKPOINT_CORRUPT` when the values are not those of an optimizer */
export function joinOptimizerState(tensors: ReadonlyMap<string, Tensor>, values: unknown): OptimizerState {
  const parsed = valuesSchema.safeParse(values)
  if (!parsed.success) {
    throw new GanymedeError('CHECKPOINT_CORRUPT', 'the state of an optimizer is not understood', {
      cause: parsed.error,
    })
  }
  const { kind, learningRateFactor } = parsed.data
  const groups = Object.fromEntries(
    Object.entries(parsed.data.groups).map(([group, hyperparameters]) => {
      const parameters: Record<string, Record<string, Tensor>> = {}
      for (const [key, value] of tensors) {
        const [owner, parameter, name] = key.split('/')
        if (owner !== group || parameter === undefined || name === undefined) continue
        parameters[parameter] ??= {}
        parameters[parameter][name] = value
      }
      return [group, { hyperparameters, parameters }]
    }),
  )
  return { kind, learningRateFactor, groups }
}
