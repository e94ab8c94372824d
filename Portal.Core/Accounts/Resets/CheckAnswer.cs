using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Resets;

/// <summary>
/// Compares the answer to a person's question, which is asked for besides a link or code and never in their place. Each try is counted before the
/// comparison; after ten wrong ones in a row only the help desk is left.
/// </summary>
public sealed class CheckAnswer(IDbContextFactory<PortalContext> contexts, IAccountHasher hasher, PasswordGate gate)
{
    /// <summary>Wrong answers in a row that are borne.</summary>
    public const int Most = 10;

    /// <summary>Whether it is right; then counting begins anew.</summary>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now; the try is given back.</exception>
    internal async Task<bool> IsRightAsync(ResetQuestion question, string typed, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = context.ResetQuestions.Where(q => q.Id == question.Id);
        if (await row.Where(q => q.TriesLeft > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(q => q.TriesLeft, q => q.TriesLeft - 1), cancellationToken) == 0)
        {
            return false;
        }

        try
        {
            var right = await gate.RunAsync(() => Verify(question, typed), cancellationToken);
            if (right)
            {
                await row.ExecuteUpdateAsync(set => set.SetProperty(q => q.TriesLeft, Most), CancellationToken.None);
            }

            return right;
        }
        catch (TooManySignInsException)
        {
            await row.ExecuteUpdateAsync(set => set.SetProperty(q => q.TriesLeft, q => q.TriesLeft + 1), CancellationToken.None);
            throw;
        }
    }

    /// <summary>Whom an answer's hash is bound to: the question, so that it is no password in the account's row.</summary>
    internal static Account Owner(Guid questionId) => new() { Id = questionId };

    /// <summary>What people do not think of when they answer again: case, spaces and signs.</summary>
    internal static string Normal(string typed) => string.Concat(
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(typed)).Replace('\uFFFE', '\uFFFD').Normalize(NormalizationForm.FormKC)
            .ToLowerInvariant().EnumerateRunes().Where(Rune.IsLetterOrDigit).Take(200));

    private bool Verify(ResetQuestion question, string typed)
    {
        var result = hasher.VerifyHashedPassword(Owner(question.Id), question.AnswerHash, Normal(typed), out var secret);
        secret?.Dispose();
        return result != PasswordVerificationResult.Failed;
    }
}
