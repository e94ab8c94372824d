using System.Security.Cryptography;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Sessions;
using Portal.Core.Accounts.SignIns;
using Portal.Core.Mailboxes;

namespace Portal.SignIn;

/// <summary>Begins and ends a reader's session: the row in the database and the cookie in the browser.</summary>
internal sealed class ReaderSession(
    UnlockMailboxes unlock, ReadProfile profiles, BeginSession begin, EndSessions end, KnownDevices devices,
    RecordSignIn signIns, TimeProvider time)
{
    /// <summary>
    /// Unlocks the account's mailboxes and begins a session; one that the browser already had ends, and from now on the browser is known.
    /// Only <see cref="SignInSteps"/> calls it: there is decided whether enough was proved.
    /// </summary>
    /// <returns>False where the account may not sign in any more.</returns>
    public async Task<bool> BeginAsync(HttpContext context, SignInProof proof, CancellationToken cancellationToken)
    {
        var account = proof.Account;
        var unlocked = await unlock.AllAsync(account.Id, proof.Secret, cancellationToken);
        var mailboxes = unlocked.Select(m => new SessionMailbox(m.Id, m.Address, m.Key.ExportPrivate())).ToList();
        try
        {
            var profile = profiles.Of(account);
            var content = new SessionContent
            {
                AccountId = account.Id,
                Tenant = proof.Tenant,
                Name = profile.Name,
                TimeZone = profile.TimeZone,
                Language = account.Language,
                Methods = proof.Methods,
                ProvedAt = time.GetUtcNow(),
                NeedsFactor = proof.NeedsFactor,
                Mailboxes = mailboxes,
            };
            var hash = proof.Methods.HasFlag(SignInMethods.Password) ? account.PasswordHash : null;
            if (!Write(context, await begin.BeginAsync(content, BrowserOf(context), hash, SessionCookie.Read(context.Request), cancellationToken)))
            {
                return false;
            }

            await devices.SeenAsync(context, account, proof.TrustDevice ? proof.Tenant : null, cancellationToken);
            var detail = new SignInDetail(
                proof.Methods, BrowserOf(context), NetworkName.Of(context.Connection.RemoteIpAddress));
            await signIns.AddAsync(account.Id, detail, cancellationToken);
            return true;
        }
        finally
        {
            unlocked.Shut();
            mailboxes.ForEach(mailbox => CryptographicOperations.ZeroMemory(mailbox.PrivateKey));
        }
    }

    /// <summary>Begins a session with other content in place of the browser's: what it knows or may do changes, so its cookie does (threat B15).</summary>
    /// <returns>False where the account may not sign in any more, or where the session was ended meanwhile: what ended it must not be undone.</returns>
    public async Task<bool> ReplaceAsync(HttpContext context, SessionContent content, CancellationToken cancellationToken) =>
        SessionCookie.Read(context.Request) is { } present
        && Write(context, await begin.ReplaceAsync(content, BrowserOf(context), present, cancellationToken));

    /// <summary>Begins a session anew for somebody who has just ended all of his own, this one too, by another password.</summary>
    /// <param name="context">The request.</param>
    /// <param name="content">What the session knew.</param>
    /// <param name="passwordHash">The new password's.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>False where the account may not sign in any more, or where the password was changed once more.</returns>
    public async Task<bool> ContinueAsync(HttpContext context, SessionContent content, string passwordHash, CancellationToken cancellationToken) =>
        Write(context, await begin.ContinueAsync(content, BrowserOf(context), passwordHash, cancellationToken));

    /// <summary>Ends the browser's session on the server, takes its cookie and what it had cached.</summary>
    public async Task EndAsync(HttpContext context, CancellationToken cancellationToken)
    {
        await EndRowAsync(context, cancellationToken);
        SessionCookie.Delete(context.Response);
        context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
    }

    private async Task EndRowAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (SessionCookie.Read(context.Request) is { } secret)
        {
            await end.OneAsync(secret, cancellationToken);
        }
    }

    private static bool Write(HttpContext context, SessionSecret? secret)
    {
        if (secret is null)
        {
            return false;
        }

        SessionCookie.Write(context.Response, secret);
        return true;
    }

    private static string BrowserOf(HttpContext context) => BrowserName.Of(context.Request.Headers.UserAgent);
}
