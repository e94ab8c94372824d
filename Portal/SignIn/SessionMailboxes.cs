using System.Security.Cryptography;
using Portal.Core.Accounts.Sessions;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;

namespace Portal.SignIn;

/// <summary>Gives a session the keys of mailboxes that became its reader's after it began, and takes those away that are his no more.</summary>
internal sealed class SessionMailboxes(UnlockMailboxes unlock, ReaderSession session, CurrentReader reader)
{
    /// <summary>A mailbox joined the account: the session can open it from the next request on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="secret">What the reader's password opens slots with, or null where it was not asked for.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>False where the account may not sign in any more.</returns>
    public async Task<bool> AddNewAsync(HttpContext context, PasswordSecret? secret, CancellationToken cancellationToken)
    {
        var content = reader.Session!;
        var unlocked = await unlock.AllAsync(content.AccountId, secret, cancellationToken);
        var added = unlocked.Where(m => content.Mailboxes.All(known => known.Id != m.Id))
            .Select(m => new SessionMailbox(m.Id, m.Address, m.Key.ExportPrivate())).ToList();
        try
        {
            return await session.ReplaceAsync(context, content with { Mailboxes = [.. content.Mailboxes, .. added] }, cancellationToken);
        }
        finally
        {
            unlocked.ToList().ForEach(mailbox => mailbox.Key.Dispose());
            added.ForEach(mailbox => CryptographicOperations.ZeroMemory(mailbox.PrivateKey));
        }
    }

    /// <summary>An address left the account, with its mailbox and those that it had taken the place of.</summary>
    /// <returns>False where the account may not sign in any more.</returns>
    public Task<bool> RemoveAsync(HttpContext context, string address, CancellationToken cancellationToken)
    {
        var content = reader.Session!;
        return session.ReplaceAsync(
            context, content with { Mailboxes = [.. content.Mailboxes.Where(m => m.Address != address)] }, cancellationToken);
    }
}
