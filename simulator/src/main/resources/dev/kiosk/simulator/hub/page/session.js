// Who looks at which tenant. The token stays in this tab, and goes as a header, or for the
// WebSocket, which cannot set one, in its address.

const KEY = 'kiosk-hub-token';
const TENANT = 'kiosk-hub-tenant';

export const session = {
  get token() {
    return sessionStorage.getItem(KEY) ?? '';
  },
  set token(value) {
    if (value) sessionStorage.setItem(KEY, value);
    else sessionStorage.removeItem(KEY);
  },
  tenant: '',
  tenants: [],
  mayCommand: false,
  unseen: false, // whether other hubs cannot be asked now, which may have more tenants
};

/** Somebody said no: 401 asks for a token, 403 says that none helps. */
export class Refused extends Error {
  constructor(status) {
    super('status ' + status);
    this.status = status;
  }
}

export async function ask(path, query = {}) {
  const words = new URLSearchParams(query).toString();
  const headers = session.token ? { Authorization: 'Bearer ' + session.token } : {};
  const reply = await fetch(path + (words ? '?' + words : ''), {
    cache: 'no-store', headers, signal: AbortSignal.timeout(10000),
  });
  if (!reply.ok) throw new Refused(reply.status);
  return reply;
}

/** Finds out what this page may see. */
export async function identify() {
  const grant = await (await ask('/api/page')).json();
  session.tenants = grant.tenants;
  session.mayCommand = grant.mayCommand;
  session.unseen = grant.unseen === true;
  const wanted = new URLSearchParams(location.search).get('tenant') ?? sessionStorage.getItem(TENANT);
  if (wanted && (session.tenants.includes(wanted) || session.tenants.length === 0)) session.tenant = wanted;
  else if (!session.tenants.includes(session.tenant)) session.tenant = session.tenants[0] ?? '';
}

export function chooseTenant(tenant) {
  session.tenant = tenant;
  sessionStorage.setItem(TENANT, tenant);
}

export function socketAddress() {
  const address = new URL('/ws/page', location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  address.searchParams.set('tenant', session.tenant);
  if (session.token) address.searchParams.set('access_token', session.token);
  return address;
}
