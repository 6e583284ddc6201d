/** The shell of a page that asks for nothing from the network. */
import { Html, type HtmlValue, html } from './html.js'

export interface DocumentParts {
  readonly title: string
  /** Where pictures may come from, as a content security policy has it: `data:`. */
  readonly pictures: string
  readonly style: string
  readonly script: string
  readonly body: HtmlValue
}

/** The whole document; style and script are inside. */
export function pageDocument({ title, pictures, style, script, body }: DocumentParts): string {
  const policy = `default-src 'none'; img-src ${pictures}; style-src 'unsafe-inline'; script-src 'unsafe-inline'`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Ganymede">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
${body}
<script>${new Html(script)}</script>
</body>
</html>
`.text
}
