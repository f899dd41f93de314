import { type Auth, IP_HEADER } from './create-auth.ts'
import { getSessionUser } from './session-user.ts'

/** What is mounted of better-auth. The rest is not found: it is unused, and each endpoint is a way in. */
const ENDPOINTS = new Map([
  ['/sign-up/email', 'POST'],
  ['/sign-in/email', 'POST'],
  ['/sign-out', 'POST'],
  ['/get-session', 'GET'],
  ['/list-sessions', 'GET'],
  ['/revoke-session', 'POST'],
  ['/revoke-sessions', 'POST'],
  ['/revoke-other-sessions', 'POST'],
  ['/change-password', 'POST'],
  ['/update-user', 'POST'],
])

const OPEN_TO_BANNED = new Set(['/sign-up/email', '/sign-in/email', '/sign-out', '/get-session'])

const BASE_PATH = '/api/auth'

/**
 * Serves /api/auth/*. Errors are JSON, `{ code, message }`. Signing in and up answer with a session cookie,
 * and with the signed bearer token twice: as the `set-auth-token` header and as `token` in the body.
 * @param client the client's address, for rate limits and the list of sessions.
 */
export async function handleAuth(
  auth: Auth,
  request: Request,
  client: { ip?: string } = {},
): Promise<Response> {
  const { pathname } = new URL(request.url)
  const path = pathname.startsWith(`${BASE_PATH}/`) ? pathname.slice(BASE_PATH.length) : ''
  const method = ENDPOINTS.get(path)
  if (!method) return refusal(404, 'NOT_FOUND', 'There is no such endpoint.')
  if (request.method !== method) {
    return refusal(405, 'METHOD_NOT_ALLOWED', `Use ${method}.`, { allow: method })
  }
  if (path === '/sign-up/email' && auth.signUp === 'closed') {
    return refusal(403, 'SIGN_UP_CLOSED', 'Sign-up is closed here. Ask an administrator for an account.')
  }
  if (!OPEN_TO_BANNED.has(path) && (await getSessionUser(auth, request.headers))?.banned) {
    return refusal(403, 'USER_BANNED', 'This account is banned. Ask an administrator.')
  }
  try {
    return await finish(await auth.betterAuth.handler(prepare(request, client.ip)))
  } catch (err) {
    auth.log?.error({ err }, `auth: ${method} ${path} failed`)
    return refusal(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on the server. Try again.')
  }
}

function prepare(request: Request, ip?: string): Request {
  const headers = new Headers(request.headers)
  headers.delete(IP_HEADER)
  if (ip !== undefined) headers.set(IP_HEADER, ip)
  // Node's fetch sends Sec-Fetch-Mode, which better-auth takes for a browser's and then wants an Origin.
  // Browsers send Sec-Fetch-Site with it, and an Origin with every cross-site POST.
  if (!['cookie', 'origin', 'referer', 'sec-fetch-site'].some((name) => headers.has(name))) {
    headers.delete('sec-fetch-mode')
    headers.delete('sec-fetch-dest')
  }
  return new Request(request, { headers })
}

async function finish(response: Response): Promise<Response> {
  if (response.status === 429) {
    const seconds = response.headers.get('x-retry-after') ?? '60'
    return refusal(429, 'TOO_MANY_REQUESTS', `Too many attempts. Try again in ${seconds} seconds.`, {
      'retry-after': seconds,
    })
  }
  // better-auth's body has the token without its signature, which nothing accepts.
  const signed = response.headers.get('set-auth-token')
  const body: unknown = signed === null ? null : await response.clone().json()
  if (signed === null || typeof body !== 'object' || body === null || !('token' in body)) return response
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  return Response.json({ ...body, token: signed }, { status: response.status, headers })
}

function refusal(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json({ code, message }, { status, headers: { 'cache-control': 'no-store', ...headers } })
}
