/** All commands, in the order in which help lists them within their groups. */
import type { AnyCommand } from '../command.js'
import { completionCommand } from './completion-command.js'
import { controlCommands } from './control-command.js'
import { dataCommand } from './data/data-command.js'
import { doctorCommand } from './doctor-command.js'
import { envCommand } from './env-command.js'
import { evaluateCommand } from './evaluate/evaluate-command.js'
import { inspectCommand } from './inspect-command.js'
import { interpolateCommand } from './interpolate-command.js'
import { latentsCommand } from './latents-command.js'
import { optionsCommand } from './options-command.js'
import { reportCommand } from './report-command.js'
import { resumeCommand } from './resume-command.js'
import { runsCommand } from './runs/runs-command.js'
import { sampleCommand } from './sample-command.js'
import { setupCommand } from './setup-command.js'
import { trainCommand } from './train-command.js'
import { translateCommand } from './translate-command.js'

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
