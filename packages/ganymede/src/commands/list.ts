/** All commands, in the order in which help lists them within their groups. */
import type { AnyCommand } from '../cli/command.js'
import { completionCommand } from './completion.js'
import { controlCommands } from './control.js'
import { dataCommand } from './data.js'
import { doctorCommand } from './doctor.js'
import { envCommand } from './env.js'
import { evaluateCommand } from './evaluate.js'
import { inspectCommand } from './inspect.js'
import { interpolateCommand } from './interpolate.js'
import { latentsCommand } from './latents.js'
import { optionsCommand } from './options.js'
import { reportCommand } from './report.js'
import { resumeCommand } from './resume.js'
import { runsCommand } from './runs.js'
import { sampleCommand } from './sample.js'
import { setupCommand } from './setup.js'
import { trainCommand } from './train.js'
import { translateCommand } from './translate.js'

export const commands: readonly AnyCommand[] = [
  trainCommand,
  resumeCommand,
  ...controlCommands,
  sampleCommand,
  interpolateCommand,
  translateCommand,
  latentsCommand,
  runsCommand,
  evaluateCommand,
  doctorCommand,
  reportCommand,
  inspectCommand,
  dataCommand,
  optionsCommand,
  envCommand,
  setupCommand,
  completionCommand(() => commands),
]
