/** Made by the server in development alone; it refuses them anywhere but on localhost. */
export const DEMO_USERS = [
  { email: 'user@example.com', password: 'holdall-user', name: 'Uma User', role: 'user' },
  { email: 'admin@example.com', password: 'holdall-admin', name: 'Ada Admin', role: 'admin' },
] as const
