import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { S3Error } from './errors.ts'

const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'

export type XmlContent = XmlNode | string | number | boolean | null | undefined | XmlContent[]
export type XmlNode = { name: string; attributes?: Record<string, string>; content: XmlContent }

export function element(name: string, ...content: XmlContent[]): XmlNode {
  return { name, content }
}

/** An element for each field that has a value, in the order given. */
export function fields(values: Record<string, string | number | boolean | null | undefined>): XmlContent[] {
  return Object.entries(values).map(([name, value]) =>
    value === undefined || value === null ? null : element(name, value),
  )
}

/** A whole document with S3's namespace. */
export function s3Document(name: string, ...content: XmlContent[]): string {
  return document({ name, attributes: { xmlns: S3_NAMESPACE }, content })
}

export function document(root: XmlNode): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${render(root)}`
}

function render(content: XmlContent): string {
  if (content === null || content === undefined) return ''
  if (Array.isArray(content)) return content.map(render).join('')
  if (typeof content !== 'object') return escapeText(String(content))
  const attributes = Object.entries(content.attributes ?? {})
    .map(([name, value]) => ` ${name}="${escapeText(value)}"`)
    .join('')
  const inner = render(content.content)
  return inner === ''
    ? `<${content.name}${attributes}/>`
    : `<${content.name}${attributes}>${inner}</${content.name}>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Control characters become character references, as S3 sends them: a raw CR would come back as LF. */
function escapeText(text: string): string {
  return text.replace(
    /[&<>"]|(?![\t\n])\p{Cc}/gu,
    (c) => ENTITIES[c] ?? `&#x${c.charCodeAt(0).toString(16)};`,
  )
}

/** A parsed element: text, or child elements by name, each name with its elements in order. */
export type Parsed = { text: string; children: ReadonlyMap<string, readonly Parsed[]> }

type RawNode = Record<string, unknown>

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: true,
  htmlEntities: true,
})

/**
 * Parses a request's XML body and gives its root element, which must have this name. MalformedXML for
 * anything that isn't well-formed, and for a document type, which S3 has no use for and attackers do.
 */
export function parseXml(body: Buffer, root: string): Parsed {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new S3Error('MalformedXML')
  }
  if (/<!(DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true)
    throw new S3Error('MalformedXML')
  let nodes: RawNode[]
  try {
    nodes = parser.parse(text) as RawNode[]
  } catch {
    throw new S3Error('MalformedXML')
  }
  const top = collect(nodes)
  const found = top.children.get(root)?.[0]
  if (!found || top.children.size !== 1) throw new S3Error('MalformedXML')
  return found
}

function collect(nodes: RawNode[]): Parsed {
  const children = new Map<string, Parsed[]>()
  let text = ''
  for (const node of nodes) {
    for (const [name, value] of Object.entries(node)) {
      if (name === '#text') text += String(value)
      else if (name !== ':@') {
        const list = children.get(name) ?? []
        list.push(collect(value as RawNode[]))
        children.set(name, list)
      }
    }
  }
  return { text, children }
}

/** The elements with this name, in order. */
export function all(parent: Parsed, name: string): readonly Parsed[] {
  return parent.children.get(name) ?? []
}

/** The only element with this name; MalformedXML if there are several. */
export function optional(parent: Parsed, name: string): Parsed | undefined {
  const found = all(parent, name)
  if (found.length > 1) throw new S3Error('MalformedXML')
  return found[0]
}

export function optionalText(parent: Parsed, name: string): string | undefined {
  return optional(parent, name)?.text
}

export function requiredText(parent: Parsed, name: string): string {
  const text = optionalText(parent, name)
  if (text === undefined) throw new S3Error('MalformedXML')
  return text
}

/** Refuses elements that this server would otherwise ignore in silence. */
export function onlyChildren(parent: Parsed, names: readonly string[]): void {
  for (const name of parent.children.keys()) {
    if (!names.includes(name)) throw new S3Error('MalformedXML')
  }
}
