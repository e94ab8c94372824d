namespace Portal.Core.Storage.Model;

/// <summary>The question that a person wants to be asked before a new password is set, where the tenant offers that.</summary>
public sealed class ResetQuestion
{
    /// <summary>Random; the answer's hash and the question's box are bound to it.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is; one each.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The question in the person's words, a vault box with the purpose <c>question</c>.</summary>
    public required byte[] Question { get; init; }

    /// <summary>The answer, hashed as passwords are.</summary>
    public required string AnswerHash { get; init; }

    /// <summary>How many wrong answers in a row it bears yet.</summary>
    public int TriesLeft { get; set; }
}
