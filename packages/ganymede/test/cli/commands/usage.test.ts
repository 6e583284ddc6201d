import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { commands } from '../../../src/cli/commands/all-commands.js'
import { flagsOfOthers } from '../../../src/cli/training/train-words.js'
import { dcgan } from '../../../src/models/dcgan/dcgan.js'
import { listSystems } from '../../../src/models/registry.js'
import { ganymede } from './command-line.js'
import { addRun } from './example-run.js'

describe('a command line that cannot be used', () => {
  it('names the nearest command', async () => {
    const { code, stdout, stderr } = await ganymede('trian', 'dcgan')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      '✖ OPTION_UNKNOWN  ganymede has no command trian. Did you mean train?\n  See: ganymede --help\n',
    )
  })

  it('names the nearest flag', async () => {
    const { code, stderr } = await ganymede('sample', 'latest', '--sedes', '1')
    expect(code).toBe(2)
    expect(stderr).toContain('--sedes does not exist. Did you mean --seeds?')
  })

  it('tells all problems at once', async () => {
    const { code, stderr } = await ganymede('sample', 'latest', '--grid', '8', '--scale', '100', '--forse', '--seed')
    expect(code).toBe(2)
    expect(stderr.split('\n').slice(0, 5)).toEqual([
      '✖ OPTION_INVALID  4 things in this command line cannot be used',
      '  --seed needs a value',
      '  --forse does not exist. Did you mean --force?',
      '  --grid must be columns x rows such as 8x4, got "8"',
      '  --scale must be a whole number from 1 to 64, got "100"',
    ])
  })

  it('says which argument is missing or too many', async () => {
    expect((await ganymede('resume')).stderr).toContain('<run> is missing. Folder of the run')
    expect((await ganymede('resume', '1', '2')).stderr).toContain('"2" is one word too many')
    expect((await ganymede('env', '--json=yes')).stderr).toContain('--json is a switch and takes no value')
  })

  it('gives the error as JSON too with --json', async () => {
    const { stdout, stderr } = await ganymede('resume', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'error', code: 'OPTION_INVALID', exitCode: 2 })
    expect(stderr).toContain('✖ OPTION_INVALID')
  })

  it('takes general options anywhere', async () => {
    const version = (await ganymede('options', '--json')).stdout
    expect((await ganymede('--json', 'options')).stdout).toBe(version)
    expect((await ganymede('data', '--json', 'chek')).stderr).toContain('Did you mean check?')
    expect((await ganymede('runs', '--quiet', 'show', 'x')).stderr).toContain('RUN_NOT_FOUND')
  })

  it('takes words behind -- as they are', async () => {
    expect((await ganymede('runs', 'show', '--', '--strange')).stderr).toContain('RUN_NOT_FOUND')
  })
})

describe('help', () => {
  it.each(['vae', 'dcgan', 'cgan', 'wgan-gp', 'pix2pix', 'cyclegan'])(
    'of training %s fits a screen of 50 lines',
    async (system) => {
      const { code, stdout } = await ganymede('train', system, '--help')
      expect(code).toBe(0)
      expect(stdout.split('\n').length).toBeLessThanOrEqual(50)
      expect(stdout).toContain(`options, and more on these: ganymede train ${system} --help all`)
    },
  )

  it('shows all options on request, and none that the system refuses', async () => {
    const { stdout } = await ganymede('train', 'dcgan', '--help', 'all')
    for (const flag of ['--lr-g', '--penalty', '--keep', '--config']) expect(stdout).toContain(`\n  ${flag} `)
    for (const flag of ['--targets', '--pairs', '--preprocess', '--direction']) expect(stdout).not.toContain(flag)
    expect((await ganymede('train', 'pix2pix', '-h', 'all')).stdout).toContain('\n  --pairs ')
  })

  it('leaves out on both pages what a VAE refuses', async () => {
    for (const words of [['--help'], ['--help', 'all']]) {
      const { stdout } = await ganymede('train', 'vae', ...words)
      expect(stdout).not.toMatch(/\n {2}--(\[no-\])?(augment|d-steps|ada-|clip-d|g-steps)/)
      expect(stdout).toContain('--ema ')
    }
  })

  it('says on the short page where pairs come from', async () => {
    const { stdout } = await ganymede('train', 'pix2pix', '--help')
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      "--pairs <choice> Pairs 'found', or made by 'edges', 'grey', 'blur', 'small'. [default found]",
    )
  })

  it('is one page for commands with few options', async () => {
    const whole = (await ganymede('sample', '--help', 'all')).stdout
    expect((await ganymede('sample', '--help')).stdout).toBe(whole)
  })
})

describe('ganymede train', () => {
  it('says which systems there are when none is named', async () => {
    const { code, stderr } = await ganymede('train')
    expect(code).toBe(2)
    expect(stderr).toContain('dcgan       DCGAN')
  })

  it('names the nearest system', async () => {
    expect((await ganymede('train', 'dcgn', 'photos')).stderr).toContain(
      'there is no system named dcgn. Did you mean dcgan?',
    )
  })

  it('knows when the system was left out', async () => {
    expect((await ganymede('train', 'photos/')).stderr).toContain('ganymede train dcgan photos/')
  })

  it('says what data can be when there is none, and names the built-in ones', async () => {
    const { code, stderr } = await ganymede('train', 'dcgan')
    expect(code).toBe(2)
    expect(stderr).toContain('ganymede train dcgan builtin:glyphs')
  })

  it('says what data can be in the words of the system', async () => {
    const pairs = (await ganymede('train', 'pix2pix')).stderr
    expect(pairs).toContain('photos/ --pairs edges')
    expect(pairs).not.toContain('mnist')
    const domains = (await ganymede('train', 'cyclegan')).stderr
    expect(domains).toContain('trainA and trainB')
    expect((await ganymede('train', 'cyclegan', '--help')).stdout).toContain('photos/ --targets paintings/')
  })

  it('says how a second folder is named', async () => {
    const { stderr } = await ganymede('train', 'cyclegan', 'horses/', 'zebras/')
    expect(stderr).toContain('"zebras/" is one word too many: name a second folder with --targets')
    expect((await ganymede('train', 'dcgan', 'horses/', 'zebras/')).stderr).not.toContain('--targets')
  })

  it("knows the flags and values of the authors' code by what they are called here", async () => {
    const { code, stderr } = await ganymede(
      ...['train', 'pix2pix', '--dataroot', 'facades', '--direction', 'BtoA', '--netG', 'unet_256', '--ngf', '32'],
      ...['--preprocess', 'scale_width', '--lambda_L1', '10', '--n_epochs', '100', '--gpu_ids', '-1', '--no_flip'],
    )
    expect(code).toBe(2)
    expect(stderr.split('\n').slice(1, 10)).toEqual([
      '  --dataroot does not exist: name the data behind the system',
      '  --netG does not exist; here it is --network',
      '  --ngf does not exist; here it is --width-g',
      '  --lambda_L1 does not exist; here it is --l1-weight',
      expect.stringContaining('--n_epochs does not exist: say --steps: training is counted in steps'),
      '  --gpu_ids does not exist: say --device cuda:0, or --device cpu for -1',
      '  --no_flip does not exist. Did you mean --no-flip?',
      expect.stringMatching(/data\.direction must be one of a2b, b2a, got "BtoA"\. Did you mean b2a\?/),
      expect.stringContaining('got "scale_width". Did you mean scale-width?'),
    ])
    const named = await ganymede('train', '--model', 'cycle_gan', '--dataroot', 'horse2zebra')
    expect(named.stderr).toContain('Say it like this: ganymede train cyclegan horse2zebra')
    expect((await ganymede('train', 'cycle_gan', 'x')).stderr).toContain('ganymede train cyclegan <data>')
    expect((await ganymede('train', 'cyclegan', 'x', '--no_dropout')).stderr).toContain('here it is --no-dropout')
    expect((await ganymede('translate', 'latest', '--no_dropout')).stderr).toContain('say --dropout off')
    const tested = await ganymede('translate', 'latest', '--eval', '--num_test', '5', '--direction', 'AtoB')
    expect(tested.stderr).toContain('--eval does not exist: say --mode running --dropout off')
    expect(tested.stderr).toContain('--num_test does not exist; here it is --limit')
    expect(tested.stderr).toContain('got "AtoB". Did you mean a2b?')
  })

  it('knows the words of other toolkits, and whose the options of other systems are', async () => {
    const { stderr } = await ganymede(
      ...['train', 'dcgan', 'x', '--gpu', '--learning-rate', '1', '--num-train-steps', '9', '--label-smoothing', '1'],
      ...['--resume', '--cycle-a', '3', '--no-dropout'],
    )
    expect(stderr.split('\n').slice(1, 8)).toEqual([
      '  --gpu does not exist: say --device cuda',
      '  --learning-rate does not exist; here it is --lr-g and --lr-d',
      '  --num-train-steps does not exist; here it is --steps',
      '  --label-smoothing does not exist: say --real-label 0.9',
      expect.stringContaining('--resume does not exist: the same command goes on with its run'),
      '  --cycle-a does not exist for dcgan, but for cyclegan',
      '  --no-dropout does not exist for dcgan, but for pix2pix, cyclegan',
    ])
    expect((await ganymede('sample', 'latest', '--num', '4')).stderr).toContain('say --seeds 0-99 for a hundred')
    expect((await ganymede('evaluate', '1', '--num', '4')).stderr).toContain('--num does not exist; here it is --count')
    const targets = await ganymede('train', 'pix2pix', 'x', '--target', 'y')
    expect(targets.stderr).toContain('--target does not exist. Did you mean --targets?')
    const flags = flagsOfOthers(dcgan, listSystems(), {})
    expect(flags.get('--extra-layers')).toBe('does not exist for dcgan, but for lsgan, wgan, wgan-gp and 1 more')
  })

  it('says how a run that goes on is given options of its start, and which it cannot be given', async () => {
    const { stderr } = await ganymede('resume', '1', '--lr-g', '3e-4', '--no-flip', '--ema', '0.9', '--size', '64')
    const start = "is an option of a run's start"
    expect(stderr.split('\n').slice(1, 5)).toEqual([
      `  --lr-g ${start}; change it with --set model.lrG=<x> --accept-changes`,
      `  --no-flip ${start}; change it with --set data.flip=false --accept-changes`,
      `  --ema ${start}; change it with --set train.ema=<x> --accept-changes`,
      `  --size ${start}, from which its networks or data come: train a new run with it`,
    ])
    // Where the run is known, only what its system has.
    const runs = temporaryFolder()
    addRun(runs, {})
    const known = await ganymede('resume', '1', '--runs', runs, '--lr-g', '1', '--cycle-a', '3')
    expect(known.stderr).toContain(`--lr-g ${start}`)
    expect(known.stderr).toContain('--cycle-a does not exist.')
    expect((await ganymede('resume', '1', '--cycle-a', '3')).stderr).toContain(`--cycle-a ${start}`)
  })

  it('tells problems of flags and of options together', async () => {
    const { code, stderr } = await ganymede(
      ...['train', 'dcgan', 'builtin:glyphs', '--stps', '5', '--size', '48', '--batch', '0'],
    )
    expect(code).toBe(2)
    expect(stderr).toContain('3 options of dcgan cannot be used')
    expect(stderr).toContain('--stps does not exist. Did you mean --steps?')
    expect(stderr).toContain('model.size must be one of 16, 32, 64, 128, got 48   (--size)')
    expect(stderr).toContain('train.batch must be a whole number of at least 1, got 0   (--batch)')
  })

  it('has a code of its own for a size that is not supported', async () => {
    const { code, stderr } = await ganymede('train', 'dcgan', 'builtin:glyphs', '--size', '48')
    expect(code).toBe(2)
    expect(stderr).toMatch(/^✖ SIZE_UNSUPPORTED {2}model\.size must be one of 16, 32, 64, 128, got 48/)
  })

  it('refuses places where no runs can be', async () => {
    const file = path.join(temporaryFolder(), 'notes.txt')
    writeFileSync(file, 'no folder')
    const train = (out: string) => ganymede('train', 'gan', 'builtin:glyphs', '--runs', out)
    expect((await train(file)).stderr).toContain(`--runs ${file} is a file, not a folder for runs`)
    expect((await train(path.join(file, 'runs'))).stderr).toContain(`is below the file ${file}`)
  })

  it('tells of a place in --from that is neither file nor run', async () => {
    const out = temporaryFolder()
    const { code, stderr } = await ganymede(
      ...['train', 'gan', 'builtin:glyphs?count=20', '--size', '16', '--hidden', '4', '--from', 'nope', '--runs', out],
    )
    expect(code).toBe(2)
    expect(stderr).toMatch(/--from nope: there is no file, checkpoint or run of this name/)
  })

  it('takes options before the system too', async () => {
    const { stderr } = await ganymede('train', '--batch', '0', '--no-flip', 'dcgan', 'photos')
    expect(stderr).toContain('train.batch must be')
  })
})

describe('help', () => {
  it('of the program lists every command', async () => {
    const { code, stdout } = await ganymede('--help')
    expect(code).toBe(0)
    for (const { name } of commands) expect(stdout).toContain(`\n  ${name} `)
  })

  it('is the same for no words, --help and help', async () => {
    const { stdout } = await ganymede('--help')
    expect((await ganymede()).stdout).toBe(stdout)
    expect((await ganymede('help')).stdout).toBe(stdout)
    expect((await ganymede('help', 'train', 'dcgan')).stdout).toBe((await ganymede('train', 'dcgan', '-h')).stdout)
  })

  it('of all options is had by help … all too, and means no word behind --', async () => {
    const whole = await ganymede('train', 'dcgan', '--help', 'all')
    expect((await ganymede('help', 'train', 'dcgan', 'all')).stdout).toBe(whole.stdout)
    expect((await ganymede('--help', 'all', 'train', 'dcgan')).stdout).toBe(whole.stdout)
    const { stdout } = await ganymede('--help')
    for (const words of [
      ['--help', 'all'],
      ['help', 'all'],
      ['-h', 'all'],
    ]) {
      expect((await ganymede(...words)).stdout).toBe(stdout)
    }
    expect((await ganymede('runs', 'show', '--', '--help', 'all')).stderr).toContain('"all" is one word too many')
  })

  it('of usual options says what they are', async () => {
    const { stdout } = await ganymede('train', 'dcgan', '--help')
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      '--preset <name> Starting values: demo (minutes on a CPU), small (to try) or standard.',
    )
  })

  it('of a command shows examples before options', async () => {
    for (const { name } of commands) {
      const { code, stdout } = await ganymede(name, '--help')
      expect(code).toBe(0)
      expect(stdout.indexOf('\nExamples:')).toBeGreaterThan(0)
      expect(stdout.indexOf('\nExamples:')).toBeLessThan(stdout.indexOf('--json'))
    }
  })

  it('fits into 100 columns', async () => {
    for (const words of [['train', 'dcgan'], ['resume'], ['sample'], ['data', 'prepare'], []]) {
      const { stdout } = await ganymede(...words, '--help')
      expect(stdout.split('\n').filter((line) => line.length >= 100)).toEqual([])
    }
  })
})

describe('ganymede options', () => {
  it('prints schema, defaults and presets as JSON', async () => {
    const { code, stdout } = await ganymede('options', 'dcgan')
    expect(code).toBe(0)
    const { schema, defaults, presets } = JSON.parse(stdout)
    expect(schema.properties.model.properties.latentDim.default).toBe(100)
    expect(defaults.train.batch).toBe(64)
    expect(Object.keys(presets)).toEqual(['demo', 'photos', 'small', 'standard'])
  })

  it('lists systems without a name', async () => {
    expect((await ganymede('options')).stdout).toMatch(/^dcgan +DCGAN/m)
  })

  it('names the nearest system', async () => {
    const { code, stderr } = await ganymede('options', 'dcgam')
    expect(code).toBe(2)
    expect(stderr).toContain('Did you mean dcgan?')
  })
})

describe('ganymede --version', () => {
  it('prints the version', async () => {
    expect((await ganymede('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect((await ganymede('-v')).code).toBe(0)
  })
})
