using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Resets;

/// <summary>Takes a code that came by SMS, or that an operator read out, for the token of a link.</summary>
public sealed class RedeemCode(IDbContextFactory<PortalContext> contexts, FindReset resets, ServerPepper pepper, TimeProvider time)
{
    /// <summary>The token that leads on, or null: wrong, out of tries, or too late.</summary>
    /// <param name="typed">The code as it was typed.</param>
    /// <param name="browser">What the browser's cookie says, or null.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<string?> RedeemAsync(string typed, ResetSecret? browser, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(typed);
        if (RecoveryCode.Read(typed) is RecoveryCodeReading.Read read)
        {
            using var code = read.Code;
            var token = Base64Url.EncodeToString(code.Bytes);
            return await resets.FindAsync(token, cancellationToken) is null ? null : token;
        }

        var digits = string.Concat(typed.Where(char.IsAsciiDigit));
        return browser is null ? null : await RedeemDigitsAsync(digits, browser, cancellationToken);
    }

    // The try is counted down before the comparison, and on each row, also on one for an address that nobody has.
    private async Task<string?> RedeemDigitsAsync(string code, ResetSecret browser, CancellationToken cancellationToken)
    {
        var (hash, now) = (browser.Hash, time.GetUtcNow());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.PasswordResets.Where(r => r.BrowserHash == hash && r.TriesLeft > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.TriesLeft, r => r.TriesLeft - 1), cancellationToken) == 0)
        {
            return null;
        }

        var asked = await context.PasswordResets.FirstAsync(r => r.BrowserHash == hash, cancellationToken);
        if (!CryptographicOperations.FixedTimeEquals(SendResetCode.Hash(pepper, code, asked.Id), asked.CodeHash)
            || asked.State != ResetState.CodeSent || asked.ExpiresAt <= now)
        {
            return null;
        }

        var token = NoticeToken.Create();
        byte[] nothing = [];
        return await context.PasswordResets.Where(r => r.Id == asked.Id && r.State == ResetState.CodeSent).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, ResetState.Ready).SetProperty(r => r.TokenHash, token.Hash)
                .SetProperty(r => r.CodeHash, nothing).SetProperty(r => r.ExpiresAt, now + AskReset.Lifetime),
            cancellationToken) == 1 ? token.Text : null;
    }
}
