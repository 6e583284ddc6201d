/** The commands that a report ends with: what one does next with a run in this state. */
import path from 'node:path'
import type { RunFolder, RunReader } from '@ganymede/runs/folder'
import { isOwnLoop } from '@ganymede/runs/folder'
import { isTranslation } from '../doctor/option-of.js'
import { trainSchema } from '../options/train-options.js'
import { pictureCommands, programName, shellWord, type TypedCommand } from '../terminal/typed-command.js'
import { extentOf, isComplete } from '../training/end-of-run.js'
import { longerFlags } from '../training/train-longer.js'

/** Whole commands, typed where the training was started. Runs of one's own code (`createRun`) go on in that code alone. */
export function nextCommands(reader: RunReader): TypedCommand[] {
  const { folder, record, status } = reader
  const reference = shellWord(referenceOf(folder))
  const command = (words: string, text: string) => ({ command: `${programName()} ${words}`, text })
  const hasModel = reader.checkpoints().some(({ isFailed }) => !isFailed)
  const isLive = status === 'running' || status === 'paused'
  if (isOwnLoop(record)) {
    return [
      ...(isLive ? [command(`stop ${reference}`, 'ask its program to end it')] : []),
      command(`doctor ${reference}`, 'a closer look, at its checkpoints too'),
      ...(hasModel ? [command(`inspect ${reference}`, 'the weights that it saved')] : []),
    ]
  }
  const doctor = command(`doctor ${reference}`, 'a closer look, at its pictures too')
  const pictures = hasModel
    ? pictureCommands(reference, { isTranslation: isTranslation({ options: record.options }) })
    : []
  if (isLive) {
    return [
      ...pictures,
      status === 'paused' ? command(`continue ${reference}`, 'go on') : command(`pause ${reference}`, 'let it wait'),
      command(`stop ${reference}`, 'save and end it'),
    ]
  }
  const goOn = goOnFlags(reader)
  return [
    ...pictures,
    ...(hasModel ? [command(`evaluate ${reference}`, 'how far from the data, in numbers')] : []),
    ...(goOn === null ? [] : [command(`resume ${reference}${goOn}`, goOn === '' ? 'go on from here' : 'train longer')]),
    doctor,
  ]
}

/** As the next command would name it: its number in the usual folder, otherwise its path. */
function referenceOf({ dir, id }: RunFolder): string {
  return path.normalize(path.dirname(dir)) === 'runs' && id !== '' ? id : dir
}

/** What `resume` needs besides the run; null for options of another version, of which nothing is known. */
function goOnFlags({ folder, record, step }: RunReader): string | null {
  const train = trainSchema.safeParse(record.options.train).data
  if (train === undefined) return null
  const done = extentOf(folder, step, train)
  return isComplete(train, done) ? ` ${longerFlags(train, done)}` : ''
}
