using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Sessions;

namespace Portal.SignIn;

/// <summary>The second half of signing in: keeps what the first proved, and makes a session once the second is proved too.</summary>
internal sealed class SecondFactorStep(PendingSignIns pendings, ReadAccount accounts, ReaderSession session, CurrentReader reader, TimeProvider time)
{
    /// <summary>Keeps what was proved. A session that the browser has ends: there is either one or half a sign-in.</summary>
    /// <returns>False where the password is another one by now.</returns>
    public async Task<bool> BeginAsync(HttpContext context, SignInProof proof, CancellationToken cancellationToken)
    {
        await session.EndAsync(context, cancellationToken);
        var content = PendingContent.Of(proof.Account.Id, proof.Tenant, proof.Methods, proof.Secret);
        var hash = proof.Methods.HasFlag(SignInMethods.Password) ? proof.Account.PasswordHash : null;
        if (await pendings.BeginAsync(content, hash, cancellationToken) is not { } secret)
        {
            return false;
        }

        PendingCookie.Write(context.Response, secret);
        return true;
    }

    /// <summary>Who is asked, or null where nobody is.</summary>
    public async Task<SecondFactorCase?> FindAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var browser = BrowserName.Of(context.Request.Headers.UserAgent);
        if (PendingCookie.Read(context.Request) is { } secret && await pendings.FindAsync(secret, cancellationToken) is { } content)
        {
            return new SecondFactorCase(new FactorOwner(content.AccountId, content.Tenant, browser), secret.Id) { Pending = (secret, content) };
        }

        return reader is { Session: { } signedIn, Secret: { } own }
            ? new SecondFactorCase(new FactorOwner(signedIn.AccountId, signedIn.Tenant, browser), own.Id)
            : null;
    }

    /// <summary>The second factor was proved: begins the session, or lets it know.</summary>
    /// <param name="context">The request.</param>
    /// <param name="asked">Who was asked.</param>
    /// <param name="method">How it was proved.</param>
    /// <param name="trust">Whether the person asked not to be asked for it here again for a while.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>False where the half sign-in has ended or was finished already, or the account may not sign in any more.</returns>
    public async Task<bool> FinishAsync(
        HttpContext context, SecondFactorCase asked, SignInMethods method, bool trust, CancellationToken cancellationToken)
    {
        // Read before the half sign-in is taken: as long as that is there, the password is the one that was checked.
        if (await accounts.OfAsync(asked.Owner.AccountId, cancellationToken) is not { } account)
        {
            return false;
        }

        if (asked.Pending is not var (secret, content))
        {
            // For whoever has a password, a code alone is no proof anew that it is he.
            var proves = method == SignInMethods.SecondPasskey || account.PasswordHash is null;
            var more = reader.Session! with { Methods = reader.Session.Methods | method };
            return await session.ReplaceAsync(context, proves ? more with { ProvedAt = time.GetUtcNow() } : more, cancellationToken);
        }

        PendingCookie.Delete(context.Response);
        if (!await pendings.TakeAsync(secret, cancellationToken))
        {
            return false;
        }

        using var proof = new SignInProof
        {
            Account = account, Tenant = content.Tenant, Methods = content.Methods | method, Secret = content.TakeSecret(), TrustDevice = trust,
        };
        return await session.BeginAsync(context, proof, cancellationToken);
    }
}
