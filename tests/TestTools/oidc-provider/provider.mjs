// A certified OpenID provider for the tests: node provider.mjs PORT REDIRECT_URI. Whoever signs in as "bob" is bob@work.example.
import { Provider } from 'oidc-provider';

const [port, redirect] = process.argv.slice(2);
const provider = new Provider(`http://localhost:${port}`, {
  clients: [{ client_id: 'portal', client_secret: 'a secret: of/the+tests', redirect_uris: [redirect] }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  cookies: { keys: ['tests'] },
  pkce: { required: () => true },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@work.example`, email_verified: !id.startsWith('unverified'), name: `${id} at work` }),
  }),
});
provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));
