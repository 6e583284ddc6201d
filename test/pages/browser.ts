/** A headless Chromium for tests of pages: told by the DevTools protocol over a pipe, so nothing is served or downloaded. */
import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'

/** Path of Chromium, or null where there is none. */
export function findChromium(): string | null {
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const places = (process.env.PATH ?? '').split(path.delimiter)
  const files = names.flatMap((name) => places.map((place) => path.join(place, name)))
  return files.find((file) => fs.existsSync(file)) ?? null
}

const commandMs = 60_000

/** One browser with one page. */
export class Browser {
  readonly #process: ChildProcess
  readonly #profile: string
  readonly #waiting = new Map<number, { resolve(value: Result): void; reject(error: Error): void }>()
  readonly #loads: (() => void)[] = []
  #session: string | undefined
  #id = 0
  #buffer = ''

  private constructor(file: string) {
    this.#profile = fs.mkdtempSync(path.join(os.tmpdir(), 'ganymede-browser-'))
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync']
    const quiet = ['--disable-background-networking', '--disable-component-update', '--remote-debugging-pipe']
    this.#process = spawn(file, [...flags, ...quiet, `--user-data-dir=${this.#profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    })
    const output = this.#process.stdio[4] as Readable
    output.setEncoding('utf8').on('data', (text: string) => this.#read(text))
  }

  /** Starts a browser; {@link close} ends it. */
  static async start(file: string): Promise<Browser> {
    const browser = new Browser(file)
    const { targetInfos } = (await browser.#send('Target.getTargets')) as {
      targetInfos: { targetId: string; type: string }[]
    }
    const targetId = targetInfos.find(({ type }) => type === 'page')?.targetId
    const { sessionId } = await browser.#send('Target.attachToTarget', { targetId, flatten: true })
    browser.#session = sessionId as string
    await browser.#send('Page.enable')
    return browser
  }

  /** Opens a file as a window of this size shows it; phones have touch and two pixels for each of CSS. */
  async open(file: string, { width, height }: { readonly width: number; readonly height: number }): Promise<void> {
    const mobile = width < 600
    const screen = { width, height, deviceScaleFactor: mobile ? 2 : 1, mobile }
    await this.#send('Emulation.setDeviceMetricsOverride', screen)
    const loaded = this.loaded()
    await this.#send('Page.navigate', { url: pathToFileURL(file).href })
    await loaded
  }

  /** Resolves when the page has been loaded the next time. */
  loaded(): Promise<void> {
    return new Promise((resolve) => this.#loads.push(resolve))
  }

  /** Value of an expression in the page, as JSON carries it. */
  async evaluate<T>(expression: string): Promise<T> {
    const parts = { expression, returnByValue: true, awaitPromise: true }
    const { result, exceptionDetails } = (await this.#send('Runtime.evaluate', parts)) as {
      result: { value: T; description?: string }
      exceptionDetails?: unknown
    }
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${result.description ?? 'failed'}`)
    return result.value
  }

  /** PNG of the whole page. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.#send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true })
    return Buffer.from(data as string, 'base64')
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.kill('SIGKILL')
    await ended
    fs.rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }

  #send(method: string, params: object = {}): Promise<Result> {
    this.#id += 1
    const id = this.#id
    const session = this.#session === undefined ? {} : { sessionId: this.#session }
    const input = this.#process.stdio[3] as Writable
    input.write(`${JSON.stringify({ id, method, params, ...session })}\0`)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${method} got no answer`)), commandMs)
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer)
          settle(value)
        }
      this.#waiting.set(id, { resolve: settled(resolve), reject: settled(reject) })
    })
  }

  #read(text: string): void {
    const parts = (this.#buffer + text).split('\0')
    this.#buffer = parts.pop() ?? ''
    for (const part of parts) {
      const { id, method, result, error } = JSON.parse(part) as Message
      if (method === 'Page.loadEventFired') for (const load of this.#loads.splice(0)) load()
      const waiting = id === undefined ? undefined : this.#waiting.get(id)
      if (id === undefined || waiting === undefined) continue
      this.#waiting.delete(id)
      if (error === undefined) waiting.resolve(result ?? {})
      else waiting.reject(new Error(error.message))
    }
  }
}

type Result = Readonly<Record<string, unknown>>

interface Message {
  readonly id?: number
  readonly method?: string
  readonly result?: Result
  readonly error?: { readonly message: string }
}
