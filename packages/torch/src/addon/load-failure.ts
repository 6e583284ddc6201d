/** Why an addon could not be loaded, from the text of the dynamic loader, with the one remedy that fits. */
import { setupCommand } from '../../setup/place.mjs'
import type { TorchErrorCode } from '../errors.js'

/** @internal */
export interface LoadFailure {
  readonly code: TorchErrorCode
  readonly message: string
  readonly remedy: string
}

/** @internal The command that mends a missing addon where this copy of the package stands. */
export function setupAdvice(): string {
  const command = setupCommand()
  // Where the engine stands alone there is no other command.
  return command.startsWith('node ') ? `Run: ${command}` : `Run: ${command}        Details: npx ganymede env`
}

/** @internal @param text  first line of what `require` threw */
export function explainLoadFailure(text: string): LoadFailure {
  const setup = setupAdvice()
  if (/loading addons is disabled/.test(text)) {
    return {
      code: 'NATIVE_MISSING',
      message: 'Node was started without native addons',
      remedy: 'Remove --no-addons from the command line or NODE_OPTIONS.',
    }
  }
  if (/libgomp[^:]*: cannot open/.test(text)) {
    return {
      code: 'NATIVE_MISSING',
      message: 'the OpenMP library libgomp, which libtorch needs, is missing',
      remedy: 'Install libgomp1 (Debian, Ubuntu) or libgomp (Fedora).',
    }
  }
  if (/lib(torch|c10)[^:]*: cannot open/.test(text)) {
    return { code: 'NATIVE_MISSING', message: 'libtorch was moved or deleted since the addon was built', remedy: setup }
  }
  if (/undefined symbol|symbol lookup error|version `[^']*' not found/.test(text)) {
    return {
      code: 'NATIVE_ABI',
      message: 'the addon was built for another libtorch than the one loaded',
      remedy: setup,
    }
  }
  if (/file too short/.test(text)) {
    return { code: 'NATIVE_MISSING', message: 'the native addon is incomplete', remedy: setup }
  }
  if (/wrong ELF class|invalid ELF header|incompatible architecture|not a valid Win32|mach-o/i.test(text)) {
    return { code: 'NATIVE_ABI', message: 'the addon was built for another kind of machine', remedy: setup }
  }
  return { code: 'NATIVE_MISSING', message: 'the native addon cannot be loaded', remedy: setup }
}
