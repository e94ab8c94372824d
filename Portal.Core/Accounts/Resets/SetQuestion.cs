using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Resets;

/// <summary>Keeps the question that a person wants to be asked, and the hash of the answer.</summary>
public sealed class SetQuestion(IDbContextFactory<PortalContext> contexts, IAccountHasher hasher, PasswordGate gate, VaultPublicKey vault)
{
    /// <summary>Fewer letters and digits are no answer.</summary>
    public const int ShortestAnswer = 4;

    /// <summary>Whether it has enough to it.</summary>
    public static bool IsLongEnough(string answer) => CheckAnswer.Normal(answer).Length >= ShortestAnswer;

    /// <summary>The account's question, or null.</summary>
    public async Task<ResetQuestion?> OfAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ResetQuestions.FirstOrDefaultAsync(q => q.AccountId == accountId, cancellationToken);
    }

    /// <summary>Puts it in the place of an earlier one.</summary>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now.</exception>
    public async Task SetAsync(Guid accountId, string question, string answer, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid();
        var hash = await gate.RunAsync(() => Hash(id, answer), cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.ResetQuestions.Where(q => q.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        context.Add(new ResetQuestion
        {
            Id = id,
            AccountId = accountId,
            Question = QuestionBox.Seal(vault, question, id),
            AnswerHash = hash,
            TriesLeft = CheckAnswer.Most,
        });
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private string Hash(Guid id, string answer)
    {
        var hash = hasher.HashPassword(CheckAnswer.Owner(id), CheckAnswer.Normal(answer), out var secret);
        secret.Dispose();
        return hash;
    }
}
