import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Made once a data folder, so that sessions and presigned URLs outlive a restart. */
export type Secrets = { authSecret: string; accessKeyId: string; secretAccessKey: string }

export async function loadSecrets(dir: string): Promise<Secrets> {
  const path = join(dir, 'secrets.json')
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text !== null) return JSON.parse(text) as Secrets
  const secrets: Secrets = {
    authSecret: randomBytes(32).toString('base64url'),
    accessKeyId: `holdall${randomBytes(6).toString('hex')}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  }
  await mkdir(dir, { recursive: true })
  await writeFile(`${path}.new`, JSON.stringify(secrets), { mode: 0o600 })
  await rename(`${path}.new`, path)
  return secrets
}
